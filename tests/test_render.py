"""Sites whose articles come by script: a real headless Chromium, without a network of its own, against a site on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site
from long_story import TITLE, paragraphs

from pipelines.archive import Archive
from pipelines.errors import InvalidSite
from pipelines.warc.records import iter_records
from scraper.rendering import CHROMIUMS, Answer, Renderer, RenderFailed
from scraper.site import read_site

pytestmark = pytest.mark.skipif(not any(map(shutil.which, CHROMIUMS)), reason="apt-get install chromium")

HTML = "text/html; charset=utf-8"
STORY = "/2025/story.html"
SHELL = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Loopback Post</title><link rel="stylesheet" href="/style.css"></head>
<body><div id="app">Loading</div><img src="/picture.png"><script src="/app.js"></script></body></html>"""
SCRIPT = """
document.cookie = 'seen=1; max-age=99999';
fetch('/api/story.json').then(answer => answer.json()).then(story => {
  document.title = story.title + ' - The Loopback Post';
  document.getElementById('app').innerHTML = '<article><h1>' + story.title + '</h1>' + story.lines.map(line => '<p>' + line + '</p>').join('') + '</article>';
});
"""


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(sql)


def story(words: str = "") -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps({"title": TITLE, "lines": paragraphs(1, words)}).encode()


@pytest.fixture
def site(archive: Archive) -> Iterator[GeneratedSite]:
    """A site that sends an empty shell; its one article comes by script."""
    with GeneratedSite(0) as server:
        write_site(archive.sites, server.url)
        path = archive.sites / "post.toml"
        path.write_text(path.read_text("utf-8").replace("revisit = []", 'render = true\nrevisit = ["0s", "0s", "0s"]'), "utf-8")
        listing = f'<html><body><a href="{STORY}">a story</a></body></html>'.encode()
        server.pages = {"/": (200, HTML, listing), STORY: (200, HTML, SHELL), "/api/story.json": story()}
        server.pages["/app.js"] = (200, "text/javascript", SCRIPT.encode())
        yield server


@pytest.mark.long
@pytest.mark.timeout(240)
def test_the_rendered_page_is_a_conversion_and_the_article(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    first = crawled(morgue("crawl", "--json"))
    assert first["counts"]["articles new"] == 1, first
    (article,) = rows(archive, "SELECT title, text FROM articles")
    assert article == {"title": TITLE, "text": "\n".join(paragraphs(1))}
    assert not {"/picture.png", "/style.css", "/favicon.ico"} & set(site.hits), "pictures and styles are not fetched"
    (path,) = archive.warc.rglob("*.warc.gz")
    records = list(iter_records(path))
    (conversion,) = [record for record in records if record.type == "conversion"]
    (response,) = [record for record in records if record.type == "response" and record.uri.endswith(STORY)]
    assert conversion.refers_to == response.record_id
    assert conversion.uri == response.uri
    assert conversion.fields["content-type"] == HTML
    assert b"Loading" in response.payload or response.headers, "the raw response is kept beside"
    (notes,) = [record.payload.decode() for record in records if record.concurrent_to == conversion.record_id]
    assert "role: rendered" in notes
    assert "software: Chromium/" in notes

    site.pages["/api/story.json"] = story("at the arches ")
    assert crawled(morgue("crawl", "--json"))["counts"]["articles changed"] == 1, "the shell is the same, what it shows is not"
    assert crawled(morgue("crawl", "--json"))["counts"]["articles unchanged"] == 1
    state = "SELECT url, title, text, last_seen_at FROM articles"
    kept = "SELECT v.record_id, v.made_at, v.software, v.offset, c.record_id AS of FROM conversions v JOIN captures c ON c.id = v.capture ORDER BY 1"
    before = rows(archive, state), rows(archive, kept)
    assert "at the arches" in before[0][0]["text"]
    assert "Nothing to do" in morgue("reextract").stdout
    verified = morgue("verify", "--deep")
    assert verified.returncode == 0, verified.stdout
    rebuilt = morgue("rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert (rows(archive, state), rows(archive, kept)) == before


@pytest.mark.long
@pytest.mark.timeout(240)
def test_conversions_are_shown_exported_and_forgotten(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    morgue("crawl")
    url = site.url + STORY
    assert "rendered at" in morgue("provenance", url).stdout
    cdxj = morgue("export", "cdxj").stdout
    assert [json.loads(line[line.index("{") :])["mime"] for line in cdxj.splitlines() if STORY in line] == ["text/html"], (
        "only the response is indexed"
    )
    copy = archive.root / "copy.warc.gz"
    assert morgue("export", "warc", "-o", str(copy)).returncode == 0
    (row,) = [row for row in map(json.loads, morgue("extract", str(copy)).stdout.splitlines()) if row["url"] == url]
    assert row["text"] == "\n".join(paragraphs(1)), "what was exported is read as it was in the crawl"
    (conversion,) = rows(archive, "SELECT warc_file, offset FROM conversions")
    path = archive.warc / conversion["warc_file"]
    whole = path.read_bytes()
    hurt = bytearray(whole)
    hurt[conversion["offset"] + 200] ^= 0xFF
    path.write_bytes(hurt)
    assert morgue("verify").returncode == 3, "a damaged conversion is found"
    assert morgue("provenance", url).returncode == 3
    path.write_bytes(whole)
    assert morgue("forget", url, "--reason", "asked", "--yes").returncode == 0
    assert rows(archive, "SELECT * FROM conversions") == []
    assert [record.type for record in iter_records(path) if "story.html" in record.uri] == []


@pytest.mark.long
@pytest.mark.timeout(240)
def test_the_browser_has_no_way_out(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    """Another port of loopback stands for whatever a script might try to reach past the crawl."""
    connections: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as trap:
        port = trap.getsockname()[1]
        threading.Thread(target=_listen, args=(trap, connections), daemon=True).start()
        attempts = f"""
          new WebSocket('ws://127.0.0.1:{port}/socket');
          new Image().src = 'http://127.0.0.1:{port}/picture';
          navigator.sendBeacon('http://127.0.0.1:{port}/beacon', 'x');
          fetch('http://127.0.0.1:{port}/post', {{method: 'POST', body: 'x', mode: 'no-cors'}}).catch(() => 0);
          fetch('http://169.254.169.254/latest/meta-data/').catch(() => 0);
          fetch('http://[::1]:{port}/').catch(() => 0);
          fetch('file:///etc/passwd').catch(() => 0);
          fetch('/forbidden/data.json').catch(() => 0);
          const frame = document.createElement('iframe'); frame.src = 'http://127.0.0.1:{port}/frame'; document.body.append(frame);
          const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}}); peer.createDataChannel('x');
          peer.createOffer().then(offer => peer.setLocalDescription(offer));
          window.open('http://127.0.0.1:{port}/window');
          const link = document.createElement('link'); link.rel = 'prefetch'; link.href = 'http://127.0.0.1:{port}/prefetch'; document.head.append(link);
          setTimeout(() => {{ location.href = 'http://127.0.0.1:{port}/elsewhere'; }}, 50);
        """
        site.pages["/app.js"] = (200, "text/javascript", (attempts + SCRIPT).encode())
        site.pages["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /forbidden/\n")
        counts = crawled(morgue("crawl", "--json"))["counts"]
    assert connections == []
    assert counts["scripts refused"] >= 2, counts
    assert "/forbidden/data.json" not in site.hits, "robots.txt holds for scripts too"
    (article,) = rows(archive, "SELECT title FROM articles")
    assert article["title"] == TITLE, "the page is read all the same"


def _listen(trap: socket.socket, connections: list[str]) -> None:
    while True:
        try:
            connection, _ = trap.accept()
        except OSError:
            return
        connections.append(connection.recv(200).decode("latin-1"))
        connection.close()


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_page_that_hangs_is_a_failure_and_the_rest_goes_on(archive: Archive, morgue: Morgue, site: GeneratedSite) -> None:
    site.pages["/2025/a-hang.html"] = (200, HTML, b"<html><body><p>Words before.</p><script>for(;;){}</script></body></html>")
    site.pages["/"] = (200, HTML, f'<html><body><a href="/2025/a-hang.html">x</a><a href="{STORY}">y</a></body></html>'.encode())
    path = archive.sites / "post.toml"
    path.write_text(path.read_text("utf-8").replace("render = true", "render = true\nrender_timeout = 12"), "utf-8")
    done = morgue("crawl", "--json")
    assert crawled(done)["reason"] == "finished", done.stderr
    failures = rows(archive, "SELECT url, error FROM failures WHERE stage = 'render' AND url LIKE '%a-hang%'")
    assert [failure["error"] for failure in failures] == [f"{site.url}/2025/a-hang.html: not rendered within 12 seconds"]
    assert TITLE in [row["title"] for row in rows(archive, "SELECT title FROM articles")], "the next page gets a browser that works"


@pytest.mark.long
def test_a_browser_that_dies_is_a_reason_and_the_next_page_gets_another() -> None:
    async def run() -> tuple[str, str]:
        async def kill(url: str, headers: dict[str, str]) -> Answer | None:
            for pid in descendants(os.getpid()):
                if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGSEGV)
            return None

        renderer = Renderer(kill, "test", 20.0)
        try:
            with pytest.raises(RenderFailed) as failed:
                await renderer.render("http://news.example/a", (("Content-Type", HTML),), SHELL)
            page = b"<html><body><script>document.body.append('by script')</script></body></html>"
            return str(failed.value), await renderer.render("http://news.example/b", (("Content-Type", HTML),), page)
        finally:
            await renderer.close()

    why, html = asyncio.run(run())
    assert why.startswith("http://news.example/a: "), why
    assert "crash" in why.lower(), why
    assert "by script" in html


def descendants(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def test_without_playwright_one_line_says_what_to_install(archive: Archive, site: GeneratedSite) -> None:
    code = f"import sys; sys.modules['playwright'] = None; sys.argv = ['morgue', '-C', {str(archive.root)!r}, 'crawl']; from scraper.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
    assert done.returncode != 0
    assert (
        "render = true needs playwright, which is not installed; pip install 'newsmorgue[js]' and a Chromium" in done.stdout + done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not site.hits, "nothing is fetched that could not be read"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('render = "perhaps"', "crawl.render: "),
        ("render_timeout = 0", "crawl.render_timeout: "),
        ("rendered = true", "did you mean render?"),
    ],
)
def test_wrong_keys_are_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "post.toml"
    path.write_text(f'name = "post"\nurl = "http://news.example/"\n[crawl]\n{line}\n', "utf-8")
    with pytest.raises(InvalidSite, match=re.escape(said)) as wrong:
        read_site(path)
    assert str(path) in str(wrong.value)
