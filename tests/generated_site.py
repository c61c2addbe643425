"""A news site made up on the fly: as many articles as a test wants, over real HTTP on loopback."""

from __future__ import annotations

import gzip
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WORDS = (
    "council bridge harbour budget school river market transport museum library energy winter report "
    "committee engineer festival neighbourhood railway agreement research hospital election garden"
).split()


def article_html(number: int) -> bytes:
    """A page of a few kilobytes; the same number gives the same bytes."""
    words = random.Random(number)
    sentence = lambda: " ".join(words.choices(WORDS, k=14)).capitalize() + "."  # noqa: E731
    paragraphs = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>\n" for _ in range(6))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Story number {number} of the day - The Loopback Post</title>
<meta property="article:published_time" content="2025-03-{number % 28 + 1:02}T08:{number % 60:02}:00+00:00"></head>
<body><header><a href="/">The Loopback Post</a></header><article><h1>Story number {number} of the day</h1>
<p class="byline">By Jane Roe</p>{paragraphs}</article><footer>© 2025 The Loopback Post. All rights reserved.</footer></body></html>
""".encode()


class GeneratedSite:
    """Serves `/`, which links all articles, and the articles; `hits` counts requests by path.

    `pages` puts other bytes at a path: (status, content type, body, gzip'd or not).
    """

    def __init__(self, articles: int, delay: float = 0.0) -> None:
        self.articles = articles
        self.delay = delay
        self.hits: Counter[str] = Counter()
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> GeneratedSite:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path in self.pages:
            return self.pages[path]
        if path == "/":
            paths = [f"/2025/story-{n}.html" for n in range(self.articles)] + [path for path in self.pages if path.startswith("/2025/")]
            links = "".join(f'<li><a href="{path}">a story</a></li>' for path in paths)
            return 200, "text/html; charset=utf-8", f"<html><body><ul>{links}</ul></body></html>".encode()
        if path.startswith("/2025/story-") and (number := path[12:-5]).isdigit() and int(number) < self.articles:
            return 200, "text/html; charset=utf-8", article_html(int(number))
        return 404, "text/html", b"<html><body>not found</body></html>"


def _handler(site: GeneratedSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.hits[self.path] += 1
            if self.path.startswith("/2025/"):
                time.sleep(site.delay)
            status, kind, body = site.answer(self.path)
            coded = gzip.compress(body, mtime=0)
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", str(len(coded)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(coded)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


SITE = """\
name = "post"
title = "The Loopback Post"
url = "{url}/"
language = "en"
domains = ["127.0.0.1"]
[discover]
sections = ["{url}/"]
article = '/2025/'
[crawl]
delay = 0
concurrency = 8
revisit = []
"""


def write_site(folder: Path, url: str, name: str = "post") -> None:
    """The site's definition in an archive's sites folder."""
    (folder / f"{name}.toml").write_text(SITE.format(url=url).replace('"post"', f'"{name}"'), "utf-8")
