"""Scrapy's settings for news crawls. What a site's TOML or morgue.toml says is set by the spider."""

from __future__ import annotations

BOT_NAME = "newsmorgue"
SPIDER_MODULES = ["scraper.spiders"]

ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False  # with cookies on, Scrapy fetches the public suffix list in mid-crawl
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPERROR_ALLOW_ALL = True  # errors are rows with a reason, not silence

# Only http and https; a redirect must not reach files or other services.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

DOWNLOADER_MIDDLEWARES = {"scraper.middlewares.capture.CaptureMiddleware": 950}
ITEM_PIPELINES = {"pipelines.item_pipeline.ArticlePipeline": 500}

DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10

CONCURRENT_REQUESTS = 32
AUTOTHROTTLE_MAX_DELAY = 60.0

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
