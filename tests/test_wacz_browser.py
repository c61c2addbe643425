"""ReplayWeb.page itself, in Chromium, plays our WACZ: pages, coded bodies, what they load, redirects and revisits.

Its two scripts come from npm (`npm pack replaywebpage`); REPLAYWEBPAGE names the folder that has ui.js and sw.js.
"""

from __future__ import annotations

import gzip
import http.server
import io
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archives import add_rows, archive_of
from foreign import http as answer
from foreign import record, write
from playwright.sync_api import Error, Page, sync_playwright
from warc_exchanges import MOMENT, exchange

from pipelines.article import Article, Extractor
from pipelines.export.run import Order, export_to_file
from pipelines.importing.run import Source, import_source
from pipelines.storage.articles import save_article
from pipelines.storage.captures import save_capture
from pipelines.warc.build import PROFILES
from pipelines.warc.record import warc_date
from pipelines.warc.writer import WarcWriter

SCRIPTS = Path(os.environ.get("REPLAYWEBPAGE", ".venv/replaywebpage"))
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not (SCRIPTS / "sw.js").is_file(), reason="npm pack replaywebpage, and name its folder in REPLAYWEBPAGE"),
    pytest.mark.skipif(CHROMIUM is None, reason="apt-get install chromium"),
]

EMBED = """<!doctype html><body><script src="/ui.js"></script>
<replay-web-page source="/a.wacz" replayBase="/replay/" url="{url}" ts="{ts}" style="height: 700px"></replay-web-page>"""
SITE = "http://news.example"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def story(number: int) -> bytes:
    return f'<!doctype html><meta charset=utf-8><link rel=stylesheet href="/s.css"><h1 id=story>水库 {number}</h1>'.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server serves: the scripts and a WACZ of an archive with one story plain, one gzipped, one again and one at another address."""
    folder = tmp_path_factory.mktemp("site")
    html, coded = ((b"Content-Type", b"text/html"),), ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    exchanges = [
        exchange(url=f"{SITE}/0", body=story(0), response_headers=html),
        exchange(url=f"{SITE}/1", body=gzip.compress(story(1), mtime=0), response_headers=coded),
        exchange(url=f"{SITE}/s.css", body=b"h1 { color: rgb(1, 2, 3) }", role="other", response_headers=((b"Content-Type", b"text/css"),)),
        exchange(url=f"{SITE}/moved", status=302, body=b"", role="other", response_headers=((b"Location", b"/1"),)),
    ]
    archive, captures = archive_of(folder / "a", exchanges)
    with WarcWriter(archive.warc, "example", {}) as warc:
        add_rows(archive, [warc.write_exchange(replace(exchanges[0], fetched_at=MOMENT.replace(day=25)), captures[0])])
    copy = {"WARC_Target_URI": f"{SITE}/copy", "WARC_Date": warc_date(MOMENT), "WARC_Payload_Digest": captures[1].payload_digest}
    named = {"WARC_Refers_To_Target_URI": captures[1].url, "WARC_Refers_To_Date": warc_date(MOMENT)}
    revisit = record(answer(b""), "WARC/1.1", WARC_Type="revisit", WARC_Profile=f"{PROFILES}identical-payload-digest", **copy, **named)
    import_source(archive, Source(write(folder / "foreign.warc.gz", gzip.compress(revisit))), lambda _: "example")
    with archive.database() as db:
        for number, capture in enumerate(captures[:2]):
            kept = replace(capture, id=save_capture(db, capture))
            save_article(db, kept, Article(url=kept.url, title=f"水库 {number}", text="Full.", extractor=Extractor("t", "1", "0")))
    export_to_file(archive, Order("wacz", with_text=True), folder / "a.wacz")
    for name in ("ui.js", "sw.js"):
        shutil.copy(SCRIPTS / name, folder)
    (folder / "replay").mkdir()
    (folder / "replay" / "sw.js").write_text('importScripts("/sw.js");')
    return folder


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files with byte ranges, which ReplayWeb.page reads a WACZ by."""

    def send_head(self) -> io.BytesIO | None:  # type: ignore[override]
        path = Path(self.translate_path(self.path))
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        if not path.is_file():
            self.send_error(404)
            return None
        data = path.read_bytes()
        start = int(first) if first else max(0, len(data) - int(last))
        part = data[start : int(last) + 1 if first and last else len(data)]
        self.send_response(206 if "Range" in self.headers else 200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        return io.BytesIO(part)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    handler = type("Served", (Handler,), {"__init__": lambda self, *args: Handler.__init__(self, *args, directory=str(folder))})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser.new_page()
        browser.close()


def replayed(page: Page) -> tuple[str, str] | None:
    """The story's heading and its colour, once some frame shows them."""
    for _ in range(60):
        page.wait_for_timeout(400)
        for frame in page.frames:
            try:
                if heading := frame.query_selector("#story"):
                    return heading.inner_text(), frame.evaluate("getComputedStyle(document.querySelector('#story')).color")
            except Error:
                continue  # the frame went away while it was asked
    return None


@pytest.mark.parametrize(
    ("path", "ts", "heading"),
    [
        ("/0", "20261123040506", "水库 0"),
        ("/1", "20261123040506", "水库 1"),
        ("/0", "20261125040506", "水库 0"),
        ("/moved", "20261123040506", "水库 1"),
        ("/copy", "20261123040506", "水库 1"),
    ],
    ids=["plain", "gzip", "revisit", "redirect", "revisit of another address"],
)
def test_replayweb_page_shows(folder: Path, server: str, page: Page, path: str, ts: str, heading: str) -> None:
    (folder / "index.html").write_text(EMBED.format(url=SITE + path, ts=ts), "utf-8")
    page.goto(f"{server}/index.html")
    shown = replayed(page)
    if shown is None:  # its service worker now and then takes no hold of the first page that starts it
        page.reload()
        shown = replayed(page)
    assert shown == (heading, "rgb(1, 2, 3)")
