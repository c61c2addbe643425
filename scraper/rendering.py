"""A page as a browser shows it, for sites whose text comes by script: headless Chromium without a network of its own.

The browser gets the saved response as its page. Every script and datum that this asks for is fetched by the crawl itself, so that
robots.txt, the network guard, delays, size limits and the WARC hold for it as for any request; all else is refused, and names do
not resolve in the browser, so nothing can pass by. No cookies, downloads, pictures, fonts, frames, sockets or other pages.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.capture import Headers
from pipelines.errors import MorgueError, UsageError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route

INSTALL = "pip install 'newsmorgue[js]' and a Chromium: `apt install chromium` or `playwright install chromium`"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FETCHED = frozenset({"script", "xhr", "fetch"})
MAX_REQUESTS = 150  # a page
MAX_DOCUMENT = 16_000_000  # characters of a rendered page
PAGES_AT_ONCE = 2
CLOSING = 10.0  # seconds that a browser may take to end

_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
)
_NOWHERE = {"server": "http://192.0.2.1:9", "bypass": "<-loopback>"}  # TEST-NET-1 of RFC 5737
# Of a response's headers, those that a browser must not see again: of bytes that are decoded by now, and of what it would keep.
_WITHHELD = frozenset(
    "content-encoding content-length transfer-encoding set-cookie strict-transport-security alt-svc report-to nel link refresh".split()
)
# Of a browser's request headers, those that the site's server may need to answer.
_PASSED_ON = frozenset({"accept", "origin", "x-requested-with"})


class RenderFailed(MorgueError):
    """A page could not be rendered; what the server sent is read instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the crawl got for a request of the browser."""

    status: int
    headers: Headers
    body: bytes


Fetch = Callable[[str, dict[str, str]], Awaitable[Answer | None]]


def check_installed() -> None:
    """Raises UsageError that says what to install where no page can be rendered."""
    if importlib.util.find_spec("playwright") is None:
        raise UsageError("render = true needs playwright, which is not installed", INSTALL)


class Renderer:
    """A browser that is begun with the first page and ended by `close`. `fetch` gets what a page asks for, None for what it may not."""

    def __init__(self, fetch: Fetch, user_agent: str, seconds: float) -> None:
        self._fetch, self._user_agent, self._seconds = fetch, user_agent, seconds
        self._places = asyncio.Semaphore(PAGES_AT_ONCE)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def render(self, url: str, headers: Headers, payload: bytes) -> str:
        """The document that scripts made of a saved page; raises RenderFailed."""
        from playwright.async_api import Error

        async with self._places:
            browser = await self._started()
            page = _PageVisit(url, Answer(200, headers, payload), self._fetch, self._seconds)
            try:
                html = await asyncio.wait_for(page.visit(browser, self._user_agent), self._seconds)
            except (asyncio.TimeoutError, TimeoutError) as error:
                raise RenderFailed(f"{url}: not rendered within {self._seconds:g} seconds", ADVICE) from error
            except Error as error:
                raise RenderFailed(f"{url}: {_first_line(error)}", ADVICE) from error
            finally:
                await self._end(page)
        if len(html) > MAX_DOCUMENT:
            raise RenderFailed(f"{url}: rendered to more than {MAX_DOCUMENT:,} characters", ADVICE)
        return html

    @property
    def software(self) -> str:
        """The browser and its version."""
        return f"Chromium/{self._browser.version}" if self._browser else "Chromium"

    async def close(self) -> None:
        for each in (self._browser and self._browser.close, self._playwright and self._playwright.stop):
            if each:
                with suppress(Exception):  # a browser that hangs ends with its driver
                    await asyncio.wait_for(each(), CLOSING)
        self._browser = self._playwright = None

    async def _started(self) -> Browser:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                await self.close()
                self._browser = await self._launch()
            return self._browser

    async def _launch(self) -> Browser:
        from playwright.async_api import Error, async_playwright

        self._playwright = await async_playwright().start()
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        # Chromium's sandbox does not work for root, as whom containers run.
        has_sandbox = getattr(os, "geteuid", lambda: 1)() != 0
        try:
            return await self._playwright.chromium.launch(
                executable_path=found,
                args=list(_ARGUMENTS),
                chromium_sandbox=has_sandbox,
                proxy=_NOWHERE,  # type: ignore[arg-type]
            )
        except Error as error:
            raise UsageError(f"render = true: no browser begins: {_first_line(error)}", INSTALL) from error

    async def _end(self, page: _PageVisit) -> None:
        """Ends a page's context; a browser that cannot is ended itself."""
        try:
            await asyncio.wait_for(page.end(), CLOSING)
        except Exception:  # noqa: BLE001 - whatever it is, the next page gets a new browser
            await self.close()


ADVICE = "what the server sent is read instead; open the page in a browser to compare"


class _PageVisit:
    """One page in a context of its own, which keeps nothing."""

    def __init__(self, url: str, saved: Answer, fetch: Fetch, seconds: float) -> None:
        self._url, self._saved, self._fetch, self._seconds = url, saved, fetch, seconds
        self._is_given = False
        self._requests = 0
        self._context: BrowserContext | None = None

    async def visit(self, browser: Browser, user_agent: str) -> str:
        from playwright.async_api import Error

        self._context = await browser.new_context(user_agent=user_agent, service_workers="block", accept_downloads=False)
        await self._context.route("**/*", self._answer)
        await self._context.route_web_socket("**/*", lambda socket: socket.close())
        page = await self._context.new_page()
        self._context.on("page", lambda other: asyncio.ensure_future(_shut(other)))
        crashed = asyncio.Event()
        page.on("crash", lambda _: crashed.set())
        milliseconds = self._seconds * 1000
        with suppress(Error):  # too slow, or a script led elsewhere: what is there is read
            await page.goto(self._url, wait_until="load", timeout=milliseconds * 0.6)
        with suppress(Error):  # a page that never rests is taken as it is
            await page.wait_for_load_state("networkidle", timeout=milliseconds * 0.2)
        if crashed.is_set():
            raise RenderFailed(f"{self._url}: the page crashed its browser", ADVICE)
        return await page.content()

    async def end(self) -> None:
        if self._context is not None:
            await self._context.close()

    async def _answer(self, route: Route) -> None:
        from playwright.async_api import Error

        with suppress(Error):  # the page may be gone by now
            answer = await self._answer_to(route)
            if answer is None:
                await route.abort("blockedbyclient")
            else:
                headers = {name: value for name, value in answer.headers if name.lower() not in _WITHHELD}
                await route.fulfill(status=answer.status, headers=headers, body=answer.body)

    async def _answer_to(self, route: Route) -> Answer | None:
        request = route.request
        if request.is_navigation_request():
            is_first = not self._is_given and request.frame.parent_frame is None
            self._is_given = self._is_given or is_first
            return self._saved if is_first else Answer(204, (), b"")  # the page stays, where an error would take its place
        if request.resource_type == "stylesheet":
            return Answer(200, (("Content-Type", "text/css"),), b"")  # scripts may wait for it
        self._requests += 1
        is_wanted = request.resource_type in FETCHED and request.method == "GET" and _is_plain(request.url)
        if not is_wanted or self._requests > MAX_REQUESTS:
            return None
        return await self._fetch(request.url, {name: value for name, value in request.headers.items() if name in _PASSED_ON})


async def _shut(page: Page) -> None:
    with suppress(Exception):
        await page.close()


def _is_plain(url: str) -> bool:
    """Whether an address is of the web and holds no credentials, which a WARC must not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.username is None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
