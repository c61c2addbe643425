"""What storing and searching cost as an archive grows: insert, near duplicates, search and size. One run, one table.

    python benchmarks/storage.py                    10,000 articles
    python benchmarks/storage.py --articles 100000  a line at 10,000 and one at 100,000
    python benchmarks/storage.py --articles 1000000 --share 0.2 --no-duplicates
                                                    texts a fifth as long, no comparison: what the size of the archive costs, in an hour
    python benchmarks/storage.py --transaction 1    an article a transaction, as a slow crawl writes them
    python benchmarks/storage.py --crawls 400       and then crawls of fifty articles, an article a transaction

The articles are made up, half of them Chinese, of words whose frequencies fall as in real text (Zipf); they take the way of a
crawl: capture, extraction with evidence, version, credits, notice and search index, 50 pages a transaction. One in twenty
is a copy of another. Times are processor time. An insert's are those of the last four thousand articles; those of all since the
line before, with every merge of the search index; and, for a ratio that the machine's load leaves alone, those of a new archive of
ten thousand made right after. The line `joined` is what segments of the search index are put together for at the end of a crawl:
what it takes, by all articles since the line before, and the same searches again.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from pipelines.article import Article, Credit, Evidence, Extractor
from pipelines.capture import Capture
from pipelines.duplicates import update
from pipelines.inspect.questions import canned
from pipelines.inspect.served import Visibility
from pipelines.item_pipeline import save_result
from pipelines.storage.article_rows import article_rows
from pipelines.storage.captures import save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.search import alike_query, search
from pipelines.storage.segments import join_segments
from pipelines.workers import Result

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
STEPS = (10_000, 100_000, 1_000_000)
VOCABULARY = 20_000


class Newsroom:
    """Makes articles up, the same ones in every run."""

    def __init__(self, share: float = 1.0) -> None:
        self._share = share
        self._random = random.Random(1)
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
        self._random.shuffle(characters)
        # Characters have their own frequencies: a word is two of the first ones more often than of the last.
        weights = list(itertools.accumulate(1 / rank for rank in range(1, len(characters) + 1)))
        pairs = zip(*(self._random.choices(characters, cum_weights=weights, k=VOCABULARY) for _ in range(2)), strict=True)
        self._chinese = ["".join(pair) for pair in pairs]
        letters = "etaoinshrdlu"
        self._english = ["".join(self._random.choices(letters, k=self._random.randint(2, 9))) for _ in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
        self._pair = characters[5] + characters[40]
        self.words = {"rare word": "鹮鸻", "rare pair": self._pair, "common": self._chinese[3], "English": "harbourmaster"}
        self._last: list[str] = []

    def text(self, number: int) -> str:
        """Paragraphs of 100 characters of Chinese or 38 words of English, as many as real pages have: a few, and now and then a hundred."""
        if number % 20 == 19:
            return "\n".join(self._last)
        words, joint, count = (self._chinese, "", 50) if number % 2 else (self._english, " ", 38)
        paragraphs = min(120, max(2, round(self._share * self._random.lognormvariate(2.5, 0.8))))
        drawn = self._random.choices(words, cum_weights=self._weights, k=paragraphs * count)
        self._last = [joint.join(drawn[start : start + count]) + "。" for start in range(0, len(drawn), count)]
        if number % 2000 == 1:
            self._last[1] += f"，鹮鸻，{self._pair}。"
        if number % 2000 == 2:
            self._last[1] += " harbourmaster"
        return "\n".join(self._last)

    def page(self, number: int) -> Result:
        """What a worker would hand back."""
        text, fetched = self.text(number), START + timedelta(minutes=number)
        url = f"https://site{number % 20}.example/{number}"
        capture = Capture(
            url,
            fetched,
            record_id=f"urn:uuid:{number:036}",
            warc_file="made-up.warc.gz",
            offset=number,
            site=f"site{number % 20}",
            payload_digest=f"sha1:{hashlib.sha1(url.encode()).hexdigest()[:32]}",
            sha256=hashlib.sha256(url.encode()).hexdigest(),
        )
        people = [Credit("reporter", f"记者{number % 300}"), Credit("editor", f"编辑{number % 50}")]
        evidence = {name: Evidence("selector", f"#{name}", text[:30]) for name in ("title", "published_at", "source", "authors", "editors")}
        article = Article(
            url,
            title=text[:20],
            published_at=fetched.isoformat(),
            authors=[people[0].name],
            editors=[people[1].name],
            credits=people,
            source=f"来源{number % 300}",
            language="zh" if number % 2 else "en",
            text=text,
            notice=f"版权声明{number % 40}：未经授权不得转载。",
            evidence=evidence,
            extractor=Extractor("made-up", "1", "0"),
        )
        return Result(capture, article_rows(article), 0.01)


def grow(db: MorgueDatabase, newsroom: Newsroom, numbers: range, transaction: int) -> Iterator[float]:
    """Saves articles; the seconds of processor time of each transaction, without the time in which the articles are made up."""
    for start in range(numbers.start, numbers.stop, transaction):
        pages = [newsroom.page(number) for number in range(start, min(start + transaction, numbers.stop))]
        began = time.process_time()
        with db.writing():
            for page in pages:
                save_result(db, page)
        yield time.process_time() - began


def milliseconds(function: Callable[[], object], repeats: int = 7) -> float:
    """The median of some calls."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        function()
        times.append(1000 * (time.process_time() - began))
    return statistics.median(times)


def new_archive(path: Path) -> MorgueDatabase:
    db = MorgueDatabase.open(path)
    for site in range(20):
        save_site(db, f"site{site}", {}, "0")
    return db


def average(inserts: list[float], transaction: int) -> float:
    """Milliseconds an article."""
    return 1000 * statistics.mean(inserts) / transaction


def last_inserts(inserts: list[float], transaction: int) -> float:
    """Those of the last four thousand articles: what one more costs at this size. SQLite's log is emptied a few times in so many."""
    return average(inserts[-4000 // transaction :], transaction)


def at_first(folder: Path, share: float, transaction: int) -> float:
    """What an insert costs now in an archive of the first step: by the time that a million are stored the machine may do other things."""
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        db = new_archive(Path(beside) / "morgue.db")
        inserts = list(grow(db, Newsroom(share), range(STEPS[0]), transaction))
        db.close()
    return last_inserts(inserts, transaction)


def searches(db: MorgueDatabase, words: dict[str, str]) -> str:
    """Segments of the search index and what searches take."""
    (segments,) = db.execute("SELECT count(DISTINCT segid) FROM articles_fts_idx").fetchone()
    title, text = db.execute("SELECT title, text FROM articles WHERE id = 701").fetchone()
    carriers = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    found = [milliseconds(lambda words=each: search(db, words)) for each in words.values()]  # type: ignore[misc]
    found.append(milliseconds(lambda: db.execute(carriers, [alike_query(title, text)]).fetchall()))
    found.append(milliseconds(lambda: db.execute(canned(Visibility())["sources"]["sql"]).fetchall()))
    return f"{segments:>9}" + "".join(f"{each:>8.1f} ms" for each in found)


def crawl_on(db: MorgueDatabase, newsroom: Newsroom, done: int, crawls: int) -> None:
    """Prints what small crawls of an archive cost, and what they leave."""
    inserts, joins = [], []
    for start in range(done, done + 50 * crawls, 50):
        inserts += grow(db, newsroom, range(start, start + 50), 1)
        began = time.process_time()
        join_segments(db)
        joins.append(1000 * (time.process_time() - began))
    costs = f"{crawls} crawls: insert {average(inserts, 1):.3f} ms, joining {statistics.mean(joins) / 50:.3f} ms an article"
    print(f"{costs}, at most {max(joins):.0f} ms a crawl;{searches(db, newsroom.words)}")


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Prints two lines at each step up to so many articles."""
    newsroom, share, transaction = Newsroom(options.share), options.share, options.transaction
    print(
        f"{'articles':>9} {'insert ms':>10} {'since ms':>9} {'at 10,000':>10} {'duplicates ms':>14}{'segments':>9}"
        + "".join(f"{name:>11}" for name in (*newsroom.words, "carriers", "sources"))
        + f"{'MB':>8} {'x text':>7}"
    )
    path = folder / "morgue.db"
    db, done = new_archive(path), 0
    for step in sorted({options.articles, *(each for each in STEPS if each < options.articles)}):
        inserts = list(grow(db, newsroom, range(done, step), transaction))
        last, since, first = last_inserts(inserts, transaction), average(inserts, transaction), at_first(folder, share, transaction)
        began = time.process_time()
        compared = 1 if options.no_duplicates else update(db)
        duplicates = 1000 * (time.process_time() - began) / compared
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (text,) = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()
        size = path.stat().st_size
        costs = f"{last:>10.3f} {since:>9.3f} {first:>10.3f} {duplicates:>14.2f}"
        print(f"{step:>9,} {costs}{searches(db, newsroom.words)}{size / 1e6:>8.0f} {size / text:>7.2f}", flush=True)
        began = time.process_time()
        join_segments(db)
        joined = 1000 * (time.process_time() - began) / (step - done)
        print(f"{'joined':>9} {joined:>10.3f} {'':>35}{searches(db, newsroom.words)}", flush=True)
        done = step
    if options.crawls:
        crawl_on(db, newsroom, done, options.crawls)
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--share", type=float, default=1.0, help="of the length of real texts")
    parser.add_argument("--transaction", type=int, default=50, help="articles that are written at once")
    parser.add_argument("--crawls", type=int, default=0, help="of fifty articles, at the end")
    parser.add_argument("--no-duplicates", action="store_true", help="leave the comparison of texts out, which takes as long as the rest")
    parser.add_argument("--folder", type=Path, help="where the database is made; a temporary one otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(Path(folder), options)


if __name__ == "__main__":
    main()
