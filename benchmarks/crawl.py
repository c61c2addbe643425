"""Crawl to article rows, beside a plain Scrapy spider and beside extraction alone; memory; a crawl when nothing has changed.

    python benchmarks/crawl.py [--articles 2000] [--memory 2000 20000]

The site is generated and served on loopback from memory by a process of its own: pages of 50 to 200 KB, gzip'd, delay off.
Each way runs in new processes; a time is from the start of its process to the last row (`morgue crawl` then looks for near
duplicates and learns the layouts of a new site; *to the end* is with that). CPU is of all its processes, on Linux. The memory table uses
smaller pages, as what is asked is whether it grows with their number.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from site_server import Site, site

from pipelines.archive import Archive, Config, Network, Operator

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
TICK = 0.1
KILOBYTES_A_PAGE = os.sysconf("SC_PAGE_SIZE") / 1024
SMALL_PAGES = 0.05


@dataclass
class Run:
    """Seconds to the last result and to the end, processor seconds, and the most memory of the first process and of any other, in MB."""

    results: int
    seconds: float
    to_end: float
    processor: float
    first_mb: float
    other_mb: float


def measure(command: list[str], wanted: int, done: Callable[[], int], output: int | None = None) -> Run:
    """Runs a command in a session of its own and looks at its processes every TICK, until `done` gives `wanted`, and to the end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True, stdout=output or subprocess.DEVNULL)
    seconds, memory = 0.0, dict[int, float]()
    while process.poll() is None:
        time.sleep(TICK)
        for pid, size in _memory(process.pid).items():
            memory[pid] = max(size, memory.get(pid, 0))
        if not seconds and done() >= wanted:
            seconds = time.perf_counter() - began
    to_end = time.perf_counter() - began
    first = memory.pop(process.pid, 0)
    return Run(done(), seconds or to_end, to_end, 0.0, first / 1024, max(memory.values(), default=0) / 1024)


def _memory(session: int) -> dict[int, float]:
    """Resident kilobytes of the processes of a session."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                found[int(folder.name)] = int(fields[21]) * KILOBYTES_A_PAGE
        except (OSError, ValueError):  # noqa: PERF203 - it has just ended
            pass
    return found


def rows(database: Path) -> Callable[[], int]:
    def count() -> int:
        try:
            with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1) as connection:
                return int(connection.execute("SELECT count(*) FROM articles WHERE title IS NOT NULL").fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    return count


def lines(path: Path) -> Callable[[], int]:
    return lambda: path.read_bytes().count(b"\n") if path.exists() else 0


def with_processor_time(way: Callable[[], Run]) -> Run:
    """A run with the processor time of its processes, which their ends add to that of this one's children."""
    before = os.times()
    run = way()
    after = os.times()
    run.processor = after.children_user + after.children_system - before.children_user - before.children_system
    return run


def plain(served: Site, folder: Path) -> Run:
    database = folder / "plain.db"
    return measure([sys.executable, "-c", PLAIN_SPIDER, served.url, str(database)], served.articles, rows(database))


def archive_for(served: Site, folder: Path) -> Archive:
    network = Network(allow=(ip_network("127.0.0.0/8"),), ports=())
    archive = Archive.create(folder, Config(operator=Operator(contact="mailto:b@example.org"), network=network))
    (archive.sites / "bench.toml").write_text(SITE.format(url=served.url), "utf-8")
    return archive


def crawl(served: Site, archive: Archive) -> Run:
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", "--json"]
    return measure(command, served.articles, rows(archive.database_path))


def extract(served: Site, folder: Path) -> Run:
    saved, output = folder / "pages", folder / "extracted.jsonl"
    saved.mkdir()
    for number in range(served.articles):
        with urllib.request.urlopen(f"{served.url}/2025/{number}.html") as answer:
            (saved / f"{number}.html.gz").write_bytes(answer.read())
    with output.open("wb") as stream:
        return measure(
            [sys.executable, "-m", "scraper.cli", "extract", "--jobs", "2", str(saved)], served.articles, lines(output), stream.fileno()
        )


def throughput(articles: int) -> None:
    runs: dict[str, Run] = {}
    with site(articles) as served, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = archive_for(served, folder / "archive")
        print(f"{'':38}{'articles':>9}{'seconds':>9}{'pages/s':>9}{'to the end':>11}{'CPU ms a page':>14}{'MB':>6}")
        for title, way in (
            ("Scrapy + trafilatura in the callback", lambda: plain(served, folder)),
            ("morgue extract --jobs 2", lambda: extract(served, folder)),
            ("morgue crawl", lambda: crawl(served, archive)),
        ):
            run = runs[title] = with_processor_time(way)
            cost = run.processor / run.results * 1000
            figures = f"{run.results:9}{run.seconds:9.1f}{run.results / run.seconds:9.1f}{run.to_end:11.1f}{cost:14.1f}"
            print(f"{title:38}{figures}{max(run.first_mb, run.other_mb):6.0f}", flush=True)
        beside_plain, beside_extract = (runs[each].seconds / runs["morgue crawl"].seconds for each in list(runs)[:2])
        print(f"morgue crawl: {beside_plain:.2f} x plain spider (2.5 wanted), {beside_extract:.2f} x morgue extract (.55 wanted)")
        served.requests()
        again = crawl(served, archive)
        print(f"crawled again, nothing changed: {again.to_end:.1f} s, requests: {served.requests()}")


def memory(sizes: list[int]) -> None:
    print(f"{'pages':>8}{'seconds':>9}{'pages/s':>9}{'crawl MB':>10}{'worker MB':>10}")
    found = []
    for articles in sizes:
        with site(articles, size=SMALL_PAGES) as served, tempfile.TemporaryDirectory() as name:
            run = crawl(served, archive_for(served, Path(name) / "archive"))
            found.append(run)
            print(f"{run.results:8}{run.seconds:9.1f}{run.results / run.seconds:9.1f}{run.first_mb:10.0f}{run.other_mb:10.0f}", flush=True)
    print(
        f"memory, last by first: crawl {found[-1].first_mb / found[0].first_mb:.2f}, worker {found[-1].other_mb / found[0].other_mb:.2f} (.8 to 1.2 wanted)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="0 leaves the first table out")
    parser.add_argument(
        "--memory", type=int, nargs="*", default=[2000, 20000], metavar="PAGES", help="sizes of the memory table; none leaves it out"
    )
    asked = parser.parse_args()
    if asked.articles:
        throughput(asked.articles)
    if asked.memory:
        memory(asked.memory)


if __name__ == "__main__":
    main()
