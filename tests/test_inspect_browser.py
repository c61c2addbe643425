"""The pages in a real Chromium: hostile saved pages do nothing, nobody's way through the archive breaks."""

from __future__ import annotations

import re
import shutil
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hostile
import pytest
from inspect_archive import PAGES, Saved, build_archive, page, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="apt-get install chromium")


class Canary(socketserver.ThreadingTCPServer):
    """Stands for evil.example: counts connections, of which there must be none, be they only a preconnect."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.connections = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self) -> Any:
        self.connections += 1
        return super().get_request()


@contextmanager
def browsing(canary: Canary) -> Iterator[Any]:
    rule = f"MAP evil.example 127.0.0.1:{canary.server_address[1]}"
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rule}"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    server = Canary()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(canary: Canary) -> Iterator[Any]:
    with browsing(canary) as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    archive = build_archive(tmp_path_factory.mktemp("browser") / "archive", [*PAGES, *hostile.pages()])
    with serving(archive) as address:
        yield address.rstrip("/")


class Visit:
    """A tab that remembers what must not be: requests elsewhere, dialogs, errors on the console."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self._see(request.url))
        self.page.on("requestfailed", lambda request: self._forget(request.url, request.failure))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _see(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:")):
            self.foreign.append(url)

    def _forget(self, url: str, failure: str | None) -> None:
        """A request that the page's policy stopped has not left the browser."""
        if failure == "csp" and url in self.foreign:
            self.foreign.remove(url)

    def open(self, path: str) -> Any:
        response = self.page.goto(self.address + path, wait_until="load")
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        return self.page

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, locale="en-GB")
    yield visit
    visit.close()


def hostile_numbers(visit: Visit) -> list[int]:
    rows = visit.page.request.get(f"{visit.address}/morgue/articles.json?_search=hostile&_shape=array&_size=max").json()
    return [row["id"] for row in rows]


def test_hostile_pages_run_nothing_and_ask_for_nothing(visit: Visit, canary: Canary) -> None:
    numbers = hostile_numbers(visit)
    assert len(numbers) == len(hostile.BODIES)
    paths = ["/", "/search?q=hostile", "/health", "/morgue/articles?_search=hostile", "/morgue/edited", f"/morgue/extractions/{numbers[0]}"]
    paths += [f"/article/{number}{part}" for number in numbers for part in ("", "/xray")]
    paths += [f"/article/{number}{part}" for number in numbers[-2:] for part in ("/xray/page", "/provenance?verify=1", "/versions")]
    for path in paths:
        assert visit.open(path).title() != "PWNED", f"{path} ran a script of a saved page"
    for number in numbers:
        visit.open(f"/article/{number}").get_by_role("link", name="Saved page", exact=True).click()
        visit.page.wait_for_url("**/view/**")
        source = visit.page.locator("iframe").get_attribute("src")
        assert visit.open(source).title() != "PWNED", f"{source} ran a script"
    visit.page.wait_for_timeout(300)
    assert visit.foreign == [], "a saved page made the browser ask elsewhere"
    assert visit.dialogs == []
    assert canary.connections == 0, "something connected to evil.example"


def test_canary_sees_what_gets_through(browser: Any, canary: Canary) -> None:
    before = canary.connections
    page = browser.new_page()
    with pytest.raises(playwright.Error):
        page.goto(hostile.EVIL)
    page.close()
    assert canary.connections > before, "without this the test before proves nothing"


def test_every_link_of_our_pages_is_a_web_address(visit: Visit) -> None:
    for number in hostile_numbers(visit)[:3]:
        for part in ("", "/xray", "/provenance"):
            page = visit.open(f"/article/{number}{part}")
            schemes = page.eval_on_selector_all("a", "links => [...new Set(links.map(link => link.protocol))]")
            assert set(schemes) <= {"http:", "https:"}, f"/article/{number}{part} has links of {schemes}"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_readers_way(browser: Any, address: str, width: int) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 900}, locale="en-GB")
    page = visit.open("/")
    drawn = page.evaluate("Chart.getChart(document.querySelector('canvas')).data.datasets.map(one => one.label)")
    assert drawn == ["example", "gz"], "the chart of the front page has a bar for each site"
    page.keyboard.press("/")
    page.keyboard.type("贵州")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("mark").first.inner_text() == "贵州"
    page.get_by_role("link", name="贵州日报").first.click()
    page.wait_for_url("**source=*")
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/article/*")
    assert page.locator(".text p").count() == 3
    page.get_by_role("link", name="X-ray").click()
    page.wait_for_load_state("load")
    frame = page.frame(name="saved")
    assert frame is not None
    assert frame.locator(".m-text").count() == 3
    frame.locator(".m-text").first.click()
    selector = frame.locator(".m-selector:visible")
    assert selector.count() == 1, "a click on a block shows its selector, and no other"
    selector.click()
    chosen = frame.evaluate("getSelection().toString()")
    assert chosen == selector.inner_text(), "a click on the selector chooses all of it, to copy"
    page.locator("details.field summary", has_text=re.compile("^source")).press("Enter")
    page.get_by_text("来源:贵州日报").first.wait_for(state="visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    page.go_back()
    page.get_by_role("link", name="Provenance").click()
    page.get_by_role("link", name="Verify", exact=True).first.click()
    page.get_by_text("Intact").first.wait_for(state="visible")
    assert visit.errors == [], "no page of ours may leave an error on the console"
    assert visit.foreign == []
    visit.close()


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("/", "light"),
        ("/search?q=贵州", "dark"),
        ("/article/1", "light"),
        ("/article/1/xray", "dark"),
        ("/article/1/provenance", "light"),
        ("/article/2/versions", "dark"),
        ("/health", "light"),
        ("/questions", "dark"),
    ],
)
def test_accessible(browser: Any, address: str, path: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    visit = Visit(browser, address, color_scheme=scheme, locale="en-GB")
    page = visit.open(path)
    found = axe.Axe().run(page, options={"iframes": False}).response["violations"]
    serious = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, f"{path} ({scheme}): {serious}"
    visit.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_words_run_in_their_direction_and_stay_on_the_screen(browser: Any, tmp_path: Path, width: int) -> None:
    arabic, endless = "قال مسؤولون في البلدة (BBC 24) إن بوابات الفيضان ستبقى مغلقة أسبوعا آخر.", "Donaudampfschiff" * 30
    pages = [
        Saved(
            "https://ar.example.org/a", page("بوابات الفيضان", [arabic] * 3, lang="ar"), fields={"title": "بوابات الفيضان", "text": arabic}
        ),
        Saved(
            "https://de.example.org/b",
            page(endless, [endless] * 3, lang="de"),
            fields={"title": endless, "text": endless, "tags": [endless]},
        ),
    ]
    with serving(build_archive(tmp_path / "archive", pages)) as address:
        visit = Visit(browser, address.rstrip("/"), viewport={"width": width, "height": 900}, locale="en-GB")
        visit.open("/article/1")
        for part in ("h1", ".text p"):
            assert visit.page.locator(part).first.evaluate("one => getComputedStyle(one).direction") == "rtl", f"{part} is Arabic"
        for path in ("/", "/search", "/article/2", "/article/2/xray", "/article/2/provenance", "/article/2/versions"):
            assert visit.open(path).evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than the screen"
        visit.close()
