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

# All that runs, in place of Scrapy's lists and not beside them: what is switched off there by None is imported all the same, and
# that is a third of a crawl's start. The numbers are Scrapy's own.
_SCRAPY = "scrapy.downloadermiddlewares"
EXTENSIONS_BASE = {f"scrapy.extensions.{name}": 0 for name in ("corestats.CoreStats", "memusage.MemoryUsage", "throttle.AutoThrottle")}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}  # they look at requests that callbacks give; ours come from the frontier
DOWNLOADER_MIDDLEWARES_BASE = {
    "scraper.middlewares.robots.RobotsMiddleware": 100,
    f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
    f"{_SCRAPY}.useragent.UserAgentMiddleware": 500,
    f"{_SCRAPY}.retry.RetryMiddleware": 550,
    "scraper.middlewares.patience.PatienceMiddleware": 560,  # hears of a 503 before RetryMiddleware repeats it
    f"{_SCRAPY}.redirect.MetaRefreshMiddleware": 580,
    "scraper.middlewares.unpack.UnpackMiddleware": 590,
    f"{_SCRAPY}.redirect.RedirectMiddleware": 600,
    "scraper.middlewares.capture.CaptureMiddleware": 950,
    "scraper.middlewares.limits.LimitsMiddleware": 960,
}

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
