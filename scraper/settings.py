"""Scrapy's settings for news crawls. What a site's TOML or morgue.toml says is set by the spider."""

from __future__ import annotations

BOT_NAME = "newsmorgue"
SPIDER_MODULES = ["scraper.spiders"]

ROBOTSTXT_OBEY = False  # Scrapy's own fetches where robots.txt answers 5xx; RobotsMiddleware is in its place
COOKIES_ENABLED = False  # with cookies on, Scrapy fetches the public suffix list in mid-crawl
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPERROR_ALLOW_ALL = True  # errors are rows with a reason, not silence

# Only http and https, both through the network guard. The spider fills in what morgue.toml allows.
_GUARDED = "scraper.downloads.GuardedHandler"
DOWNLOAD_HANDLERS = {"http": _GUARDED, "https": _GUARDED, "data": None, "file": None, "ftp": None, "s3": None}
NETWORK_ALLOW: list[str] = []
NETWORK_PORTS = [80, 443]
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # the one that knows IPv6
HTTPPROXY_ENABLED = False  # behind a proxy nobody can tell which address is connected to
DOWNLOAD_VERIFY_CERTIFICATES = True

# What a crawl has no use for costs the one process that fetches a twentieth of its time, and its start as much again.
_UNUSED_EXTENSIONS = ("telnet.TelnetConsole", "memdebug.MemoryDebugger", "closespider.CloseSpider", "feedexport.FeedExporter")
EXTENSIONS: dict[str, None] = {
    f"scrapy.extensions.{name}": None
    for name in (*_UNUSED_EXTENSIONS, "logstats.LogStats", "spiderstate.SpiderState", "remote_control.RemoteControl")
}
SPIDER_MIDDLEWARES: dict[str, None] = {
    f"scrapy.spidermiddlewares.{name}": None
    for name in ("httperror.HttpErrorMiddleware", "referer.RefererMiddleware", "urllength.UrlLengthMiddleware", "depth.DepthMiddleware")
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # Scrapy's own fetches where robots.txt answers 5xx
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # behind a proxy nobody can tell which address is connected to
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "scraper.middlewares.robots.RobotsMiddleware": 100,
    "scraper.middlewares.patience.PatienceMiddleware": 560,  # hears of a 503 before RetryMiddleware (550) repeats it
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scraper.middlewares.unpack.UnpackMiddleware": 590,
    "scraper.middlewares.capture.CaptureMiddleware": 950,
    "scraper.middlewares.limits.LimitsMiddleware": 960,
}
ITEM_PIPELINES = {"pipelines.item_pipeline.ArticlePipeline": 500}

DOWNLOAD_TIMEOUT = 60  # seconds for a whole exchange
CAPTURE_TIMEOUT = 55  # seconds after which what has come of a body is kept as it is
CAPTURE_MAXSIZE = 32 * 1024 * 1024  # bytes as received
DOWNLOAD_MAXSIZE = 64_000_000  # bytes when decoded
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # what came of a broken response is kept, marked truncated
RETRY_AFTER_WAIT = 120  # seconds of pause that a crawl waits out
RETRY_AFTER_DEFAULT = 30  # seconds after a 429 that names none
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10

CONCURRENT_REQUESTS = 32
CONCURRENT_ITEMS = 1  # a page is one item; Scrapy makes so many tasks a page, whatever comes of it
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads our source again and again to look for a mistake that mypy finds
AUTOTHROTTLE_MAX_DELAY = 60.0

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
