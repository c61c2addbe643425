"""The step between a saved page and its extraction at sites with `render = true`: the browser's document into the WARC."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from pipelines.capture import Capture
from pipelines.errors import ArchiveDamaged, MorgueError
from pipelines.saved_page import read_saved
from pipelines.storage.captures import Failure
from scraper.further_pages import PRIORITY, Interrupted, download
from scraper.rendering import Answer, Renderer, RenderFailed, check_installed

if TYPE_CHECKING:
    from scraper.spiders.news import NewsSpider

_CACHED = 32_000_000  # bytes of scripts that are kept for the next page


class RenderedPages:
    """Renders what it is given. Scripts are fetched once a crawl, data for every page."""

    def __init__(self, spider: NewsSpider, seconds: float) -> None:
        check_installed()
        self._spider = spider
        self._renderer = Renderer(self._fetch, spider.session.user_agent, seconds)
        self._scripts: OrderedDict[str, Answer] = OrderedDict()

    async def render(self, capture: Capture) -> Capture:
        """The capture with what the browser made of it; as it is, with a failure that says why, where that could not be."""
        if capture.rendered is not None:
            return capture
        spider, session = self._spider, self._spider.session
        try:
            saved, payload = read_saved(session.archive.warc, capture)
            html = await self._renderer.render(capture.url, saved.headers, payload)
            return session.record_rendering(capture, html, self._renderer.software)
        except (RenderFailed, ArchiveDamaged) as error:
            failure = Failure("render", error.problem, error.advice, capture.url, spider.site.name, session.crawl_id)
            session.fail(failure, capture)
            return capture
        except MorgueError as error:  # no browser, or no room on the disk
            spider.halt(error)
            raise Interrupted(str(error)) from error

    async def close(self) -> None:
        await self._renderer.close()

    async def _fetch(self, url: str, headers: dict[str, str]) -> Answer | None:
        if url in self._scripts:
            return self._scripts[url]
        request = Request(url, headers=headers, priority=PRIORITY, callback=NO_CALLBACK, meta={"role": "script"}, dont_filter=True)
        try:
            response: Any = await download(self._spider, request)
        except Interrupted:
            return None
        if isinstance(response, str):
            self._spider.session.counts["scripts refused"] += 1
            return None
        self._spider.session.counts["scripts fetched"] += 1
        pairs = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values)
        answer = Answer(response.status, pairs, response.body)
        if "javascript" in (response.headers.get(b"Content-Type") or b"").decode("latin-1"):
            self._keep(url, answer)
        return answer

    def _keep(self, url: str, answer: Answer) -> None:
        self._scripts[url] = answer
        while sum(len(each.body) for each in self._scripts.values()) > _CACHED:
            self._scripts.popitem(last=False)
