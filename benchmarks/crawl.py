"""Crawl to article rows, beside a plain Scrapy spider that calls trafilatura in its callback. Prints one table.

    python benchmarks/crawl.py [--articles 300]

The site is generated and served on loopback by a process of its own: pages of 50 to 200 KB, gzip'd, delay off. Each way
runs in a new process; the figures are pages a second of wall time, start and end of the process included.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

from sqlite_utils import Database

from pipelines.archive import Archive, Config, Network, Operator

WORDS = "council bridge harbour budget school river market transport museum library energy winter report committee".split()

PLAIN_SPIDER = """
import sys
import scrapy, trafilatura
from scrapy.crawler import CrawlerProcess
from sqlite_utils import Database

db = Database(sys.argv[2])

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = [sys.argv[1] + "/"]
    def parse(self, response):
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.article)
    def article(self, response):
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        row = {"url": response.url, "title": document.title, "date": document.date, "author": document.author, "text": document.text}
        db["articles"].insert(row)

settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True}
process = CrawlerProcess(settings)
process.crawl(Plain)
process.start()
"""

SITE = """\
name = "bench"
url = "{url}/"
domains = ["127.0.0.1"]
[discover]
sections = ["{url}/"]
article = '/2025/'
[crawl]
delay = 0
concurrency = 8
revisit = []
"""


def page(number: int) -> bytes:
    """An article between furniture, 50 to 200 KB, the same bytes for the same number."""
    chance = random.Random(number)
    sentence: Callable[[], str] = lambda: " ".join(chance.choices(WORDS, k=14)).capitalize() + "."  # noqa: E731
    prose = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(chance.randint(8, 30)))
    teasers = "".join(
        f'<li class="teaser"><a href="/2025/{chance.randrange(9999)}.html"><img src="/i/{n}.jpg" alt="">{sentence()}</a></li>'
        for n in range(chance.randint(150, 500))
    )
    script = f"<script>var data = {{{','.join(f'k{n}: {chance.random()}' for n in range(chance.randint(1000, 3500)))}}};</script>"
    head = f'<title>Story {number} - The Bench</title><meta property="article:published_time" content="2025-03-01T08:00:00Z">'
    body = f'<nav><ul>{teasers}</ul></nav><article><h1>Story {number}</h1><p class="by">By Jane Roe</p>{prose}</article>'
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}{script}</head><body>{body}</body></html>".encode()


def serve(articles: int, port: multiprocessing.SimpleQueue[int]) -> None:
    index = gzip.compress("".join(f'<a href="/2025/{n}.html">story</a>\n' for n in range(articles)).encode())
    pages = [gzip.compress(page(number), 6) for number in range(articles)]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.removeprefix("/2025/").removesuffix(".html")
            body = index if self.path == "/" else pages[int(name)] if name.isdigit() and int(name) < articles else b""
            self.send_response(200 if body else 404)
            coding = [("Content-Encoding", "gzip")] if body else []
            for key, value in [("Content-Type", "text/html; charset=utf-8"), *coding, ("Content-Length", str(len(body)))]:
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.put(server.server_port)
    server.serve_forever()


@contextmanager
def site(articles: int) -> Iterator[str]:
    port: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=serve, args=(articles, port), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port.get()}"
    finally:
        process.terminate()
        process.join()


def plain(url: str, folder: Path) -> int:
    subprocess.run([sys.executable, "-c", PLAIN_SPIDER, url, str(folder / "plain.db")], check=True)
    return Database(folder / "plain.db")["articles"].count


def morgue(url: str, folder: Path) -> int:
    network = Network(allow=(ip_network("127.0.0.0/8"),), ports=())
    archive = Archive.create(folder / "archive", Config(operator=Operator(contact="mailto:b@example.org"), network=network))
    (archive.sites / "bench.toml").write_text(SITE.format(url=url), "utf-8")
    subprocess.run([sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"], check=True, stdout=subprocess.DEVNULL)
    with archive.database() as db:
        return int(db["articles"].count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    articles = parser.parse_args().articles
    rates: dict[str, float] = {}
    with site(articles) as url, tempfile.TemporaryDirectory() as folder:
        for name, way in (("Scrapy + trafilatura in the callback", plain), ("morgue crawl", morgue)):
            began = time.perf_counter()
            rows = way(url, Path(folder))
            rates[name] = rows / (time.perf_counter() - began)
            print(f"{name:40} {rows:6} articles {rates[name]:8.1f} pages/s")
    print(f"{'ratio':40} {rates['morgue crawl'] / next(iter(rates.values())):24.2f}")


if __name__ == "__main__":
    main()
