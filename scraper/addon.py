"""A Scrapy add-on that gives any project our WARC capture and article pipeline, with two lines of its settings:

    ADDONS = {"scraper.addon.NewsmorgueAddon": 300}
    NEWSMORGUE_ARCHIVE = "archive"

Every response that the project's spiders get over HTTP is kept as it came, redirects and robots.txt too; HTML pages with status
200 are extracted beside the crawl. Nothing of the project's own changes: its manners, requests, callbacks and items.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.http import HtmlResponse, Response
from scrapy.utils.asyncio import is_asyncio_available

from pipelines.archive import Archive, Config
from pipelines.errors import MorgueError, UsageError
from pipelines.item_pipeline import save_result
from pipelines.ledger import Committer
from pipelines.rights import rights_signals, wants_no_archive
from pipelines.storage.profiles import with_profiles
from pipelines.warc.exchange import Exchange
from pipelines.workers import ExtractionPool
from scraper.middlewares.capture import content_coding, header_pairs
from scraper.session import CrawlSession
from scraper.site import Site, read_sites

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from typing_extensions import Self

    from pipelines.capture import Capture

logger = logging.getLogger("newsmorgue.addon")

# As it came off the wire: before HttpCompression (590) decodes it and redirects and retries are followed.
ORDER = 950
_BEGAN = "newsmorgue_began"


class NewsmorgueAddon:
    """NEWSMORGUE_ARCHIVE is the archive's folder, made where there is none; NEWSMORGUE_SITE its name for the spider's site."""

    def update_settings(self, settings: BaseSettings) -> None:
        if not settings.get("NEWSMORGUE_ARCHIVE"):
            raise UsageError("NEWSMORGUE_ARCHIVE is not set", 'write NEWSMORGUE_ARCHIVE = "archive" in settings.py')
        settings.setdefault_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", ArchiveMiddleware, ORDER)


class ArchiveMiddleware:
    """Keeps responses and has pages extracted by worker processes; stats under `newsmorgue/` count them.

    Opens the archive with the spider and raises UsageError where it cannot, for a crawl that is not kept is not what was asked.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not is_asyncio_available():
            raise UsageError("newsmorgue needs asyncio", "leave TWISTED_REACTOR at Scrapy's default")
        self._stats = crawler.stats
        archive = open_or_create(Path(crawler.settings["NEWSMORGUE_ARCHIVE"]).expanduser())
        site = site_of(archive, crawler)
        self._session = CrawlSession(archive, site, manners=_manners(crawler.settings))
        rules = with_profiles(self._session.db, {site.name: site.extraction_rules()})
        self._pool = ExtractionPool.of(archive, rules)
        self._reading: set[asyncio.Task[None]] = set()
        self._committer: Committer | None = None
        crawler.signals.connect(self.on_headers, signals.headers_received)
        crawler.signals.connect(self.on_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.meta[_BEGAN] = monotonic()

    def on_headers(self, request: Request) -> None:
        # A request may have stood in its host's queue for minutes, which its latency does not count.
        request.meta[_BEGAN] = monotonic() - request.meta.get("download_latency", 0)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response as it is, whatever comes of keeping it."""
        if urlsplit(response.url).scheme not in ("http", "https") or "cached" in response.flags:
            self._count("not from the web")
            return response
        if self._committer is None:
            self._committer = Committer(self._session.ledger, lambda error: logger.error("%s", error))
        exchange = self._exchange(request, response)
        if self._session.frontier.is_forgotten(exchange.url):
            self._count("taken down before")
            return response
        try:
            capture, original = self._session.record(exchange, private=_asks_privacy(exchange, response))
        except MorgueError as error:
            self._count("not kept")
            logger.error("%s is not kept: %s", response.url, error)  # noqa: TRY400 - a full disk needs no traceback
            return response
        self._count("captures")
        if exchange.role == "article" and original is None:
            task = asyncio.ensure_future(self._read(capture))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        return response

    async def _read(self, capture: Capture) -> None:
        result = await self._pool.extract(capture)
        self._count(f"pages {result.article.status}")
        self._session.ledger.add(lambda db: save_result(db, result, crawl_id=self._session.crawl_id))

    async def on_closed(self, reason: str) -> None:
        """Waits for the pages that are still read, then for their rows."""
        await asyncio.gather(*self._reading)
        if self._committer is not None:
            await self._committer.close()
        self._pool.close(wait=False)
        self._session.close(reason)
        if self._session.error:
            logger.error("%s", self._session.error)

    def _exchange(self, request: Request, response: Response) -> Exchange:
        seconds = monotonic() - request.meta[_BEGAN]
        role = _role(request, response)
        return Exchange(
            url=response.url,
            fetched_at=datetime.now(timezone.utc) - timedelta(seconds=seconds),
            status=response.status,
            body=response.body,
            method=request.method,
            request_headers=header_pairs(request.headers),  # and no body: forms carry passwords
            response_headers=header_pairs(response.headers),
            ip_address=str(response.ip_address) if response.ip_address else None,
            protocol=response.protocol,
            role=role,
            site=self._session.site.name,
            crawl_id=self._session.crawl_id,
            redirected_from=next(iter(request.meta.get("redirect_urls", [])[-1:]), None),
            truncated="disconnect" if "dataloss" in response.flags else "unspecified" if "download_stopped" in response.flags else None,
            seconds=seconds,
            signals=rights_signals(_text_headers(response), response.body, content_coding(response)) if role == "article" else (),
        )

    def _count(self, what: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"newsmorgue/{what}")


def open_or_create(folder: Path) -> Archive:
    """The archive at a folder, made where there is none or an empty one."""
    return Archive.open(folder) if (folder / "morgue.toml").exists() else Archive.create(folder, Config())


def site_of(archive: Archive, crawler: Crawler) -> Site:
    """The site that captures are kept under; a definition is written where there is none, for re-extraction and rules."""
    spider: Any = crawler.spider
    name = crawler.settings.get("NEWSMORGUE_SITE") or re.sub(r"[^a-z0-9_.-]+", "-", spider.name.lower()).strip("-._")[:64] or "spider"
    path = archive.sites / f"{name}.toml"
    if not path.exists():
        domains = list(getattr(spider, "allowed_domains", None) or [f"{name}.invalid"])
        texts = {"name": name, "title": spider.name, "url": f"http://{domains[0]}/", "domains": domains}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in texts.items()]
        path.write_text("\n".join(["# Crawled by a Scrapy project of its own.", *lines, "", "[crawl]", "revisit = []", ""]), "utf-8")
    return read_sites(archive.sites, [name])[0]


def _manners(settings: BaseSettings) -> dict[str, str]:
    return {
        "http-header-user-agent": str(settings.get("USER_AGENT")),
        "robots": "obeyed by Scrapy" if settings.getbool("ROBOTSTXT_OBEY") else "ignored",
        "tls-certificates": "verified" if settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") else "not verified",
    }


def _role(request: Request, response: Response) -> str:
    """Any HTML page that was asked for may be an article; extraction says whether it is."""
    if urlsplit(request.url).path == "/robots.txt":
        return "robots"
    is_html = isinstance(response, HtmlResponse) or b"html" in (response.headers.get("Content-Type") or b"").lower()
    return "article" if is_html and response.status == 200 and request.method == "GET" else "other"


def _asks_privacy(exchange: Exchange, response: Response) -> bool:
    tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
    return exchange.role == "article" and wants_no_archive(tags, response.body, content_coding(response))


def _text_headers(response: Response) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in header_pairs(response.headers)]
