"""How fast the pages over an archive are. Makes an archive of made-up articles and asks for each page several times.

    python benchmarks/web.py --articles 100000 /tmp/large-archive

An existing archive is measured as it is. Prints the median of the requests in milliseconds of the clock and of CPU time,
without a server in between.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Evidence, Extractor
from pipelines.capture import Capture
from pipelines.inspect.server import archive_datasette
from pipelines.storage.articles import save_article
from pipelines.storage.captures import begin_crawl, end_crawl, save_capture, save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter

SITES = 20
# So many articles have their page in a WARC; the others are rows only.
SAVED_PAGES = 200
START = datetime(2020, 1, 1, tzinfo=timezone.utc)
WORDS = "贵州 城镇 发展 会议 经济 建设 改革 农业 工业 教育 交通 旅游 记者 报道 北京 上海 政府 市场 企业 科技".split()
NAMES = [f"{family}{given}" for family in "王李张刘陈杨黄赵吴周" for given in "伟芳娜敏静丽强磊军洋"]

LIMITS = {"/": 1000, "/search?q=%E8%B4%B5%E5%B7%9E": 300, "/search?q=%E8%B4%B5%E5%B7%9E&site=site3": 300, "/search": 300, "/article/77": 200,
          "/article/77/versions": 200, "/article/77/provenance": 200, "/article/77/xray": 1000, "/article/77/xray/page": 1000,
          "/health": 1000, "/morgue/articles?_search=%E8%B4%B5%E5%B7%9E": 1000,
          "/search?q=77777": 300, "/morgue/articles?_search=77777": 300, "/morgue/articles": 1000}  # fmt: skip


def generate(folder: Path, articles: int) -> Archive:
    """An archive of made-up articles, through the functions that crawls use."""
    archive = Archive.create(folder)
    random.seed(1)
    with archive.database() as db, WarcWriter(archive.warc, "made-up", {}) as writer:
        for site in range(SITES):
            save_site(db, f"site{site}", {"title": f"Site {site}"}, "0")
            begin_crawl(db, f"crawl{site}", f"site{site}", {"newsmorgue": "0"})
        for first in range(0, articles, 1000):
            with db.writing():
                for number in range(first, min(first + 1000, articles)):
                    _save(db, writer, number)
        for site in range(SITES):
            end_crawl(db, f"crawl{site}", "finished", {})
    return archive


def _save(db: MorgueDatabase, writer: WarcWriter, number: int) -> None:
    site = f"site{number % SITES}"
    fetched = START + timedelta(minutes=20 * number)
    words, between = (WORDS, "") if number % 3 else (["town", "river", "council"], " ")
    paragraphs = [between.join(random.choices(words, k=60)) for _ in range(8)]
    html = "<html><body><h1>标题</h1><div id=body>" + "".join(f"<p>{line}</p>" for line in paragraphs) + "</div></body></html>"
    if number < SAVED_PAGES:
        capture = writer.write_exchange(
            Exchange(
                f"https://{site}.example/{number}",
                fetched,
                200,
                html.encode(),
                response_headers=(("Content-Type", "text/html; charset=utf-8"),),
            )
        )
        capture = replace(capture, site=site, crawl_id=f"crawl{site[4:]}")
    else:
        capture = Capture(
            f"https://{site}.example/{number}", fetched, record_id=f"urn:uuid:{number}", warc_file="none", offset=number, length=9
        )
        capture = replace(capture, site=site, crawl_id=f"crawl{site[4:]}", payload_digest="sha1:0", sha256=f"{number:064x}")
    capture = replace(capture, id=save_capture(db, capture))
    editor, reporter = random.sample(NAMES, 2)
    article = Article(
        capture.url,
        title="".join(random.choices(WORDS, k=6)) + str(number),
        published_at=fetched.isoformat(),
        authors=[reporter],
        editors=[editor],
        credits=[Credit("reporter", reporter), Credit("editor", editor)],
        source=f"来源{random.randrange(300)}" if number % 4 else None,
        origin="republished" if number % 4 else "original",
        language="zh" if number % 3 else "en",
        text="\n".join(paragraphs),
        evidence={"title": Evidence("heading", "h1", "标题"), "text": Evidence("container", "#body", None)},
        extractor=Extractor("made-up", "1", "0"),
    )
    save_article(db, capture, article)


async def measure(archive: Archive, repeats: int) -> None:
    """Prints a line a page."""
    datasette = archive_datasette(archive)
    await datasette.invoke_startup()
    for path, limit in LIMITS.items():
        times, work = [], []
        for _ in range(repeats + 1):
            begin, busy = time.perf_counter(), time.process_time()
            response = await datasette.client.get(path)
            times.append(1000 * (time.perf_counter() - begin))
            work.append(1000 * (time.process_time() - busy))
            assert response.status_code == 200, f"{path}: {response.status_code}"
        median = statistics.median(times[1:])  # the first request opens connections
        print(
            f"{median:8.0f} ms  (CPU {statistics.median(work[1:]):5.0f}, limit {limit:5}, first {times[0]:6.0f})  {path}{'' if median <= limit else '   TOO SLOW'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    if (options.folder / "morgue.toml").exists():
        archive = Archive.open(options.folder)
    else:
        begin = time.perf_counter()
        archive = generate(options.folder, options.articles)
        print(f"{options.articles} articles made in {time.perf_counter() - begin:.0f} s")
    asyncio.run(measure(archive, options.repeats))


if __name__ == "__main__":
    main()
