"""The search index at the end of a crawl and of what else writes: few segments, and no more work than what was written allows."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

from generated_site import write_site
from test_storage import captured, story

from pipelines.archive import Archive
from pipelines.storage.articles import save_article
from pipelines.storage.captures import save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.search import search
from pipelines.storage.segments import PAGES_AN_ARTICLE, join_segments
from scraper.session import CrawlSession
from scraper.site import read_sites

LENGTH = 12_000


def write(db: MorgueDatabase, numbers: range, length: int = 20) -> None:
    """Articles of characters in no order, one a transaction, as a crawl with a delay writes them."""
    save_site(db, "post", {}, "d")
    for number in numbers:
        text = "".join(random.Random(number).choices("春夏秋冬东南西北山水花鸟江海云雨", k=length))
        save_article(db, captured(db, number), story(f"第{number}段{text}", canonical_url=f"https://post.example/{number}"))


def segments(db: MorgueDatabase) -> int:
    return len(db.rows_of("SELECT DISTINCT segid FROM articles_fts_idx"))


def check(db: MorgueDatabase, articles: int) -> None:
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    assert len(search(db, "段", limit=1000)) == articles, "putting segments together must lose nothing"


def test_who_writes_to_an_archive_leaves_few_segments(archive: Archive) -> None:
    with archive.database() as db:
        write(db, range(40))
        assert segments(db) == 40
    with archive.database() as db:
        assert segments(db) == 1, "the block's end should put the segments together"
        check(db, 40)


def test_who_only_reads_or_fails_writes_nothing(archive: Archive) -> None:
    with suppress(KeyboardInterrupt), archive.database() as db:
        write(db, range(20))
        raise KeyboardInterrupt
    with archive.database() as db:
        check(db, 20)
    with archive.database() as db:
        assert segments(db) == 20, "who stops should not wait, who searches should write nothing"


def test_a_crawl_puts_together_what_it_wrote(archive: Archive) -> None:
    write_site(archive.sites, "http://127.0.0.1:1")
    session = CrawlSession(archive, read_sites(archive.sites)[0])
    for number in range(20):
        session.ledger.add(lambda db, number=number: write(db, range(number, number + 1)))
        session.ledger.commit()
    session.close("finished")
    with archive.database() as db:
        assert segments(db) == 1
        check(db, 20)


def test_a_small_crawl_does_not_write_a_large_index_anew(tmp_path: Path) -> None:
    db = MorgueDatabase.open(tmp_path / "morgue.db")
    write(db, range(30), LENGTH)
    db.indexed = 0  # as if each was written by a process that was killed
    last = max(row["id"] for row in db.rows_of("SELECT id FROM articles_fts_data"))
    write(db, range(30, 31))
    join_segments(db)
    anew = len(db.rows_of("SELECT id FROM articles_fts_data WHERE id > ?", last))
    assert 0 < anew <= 2 * PAGES_AN_ARTICLE, f"one article allows {PAGES_AN_ARTICLE} pages, and {anew} were written"
    assert segments(db) > 1
    check(db, 31)
    for number in range(31, 60):
        write(db, range(number, number + 1))
        join_segments(db)
    assert segments(db) < 16, "what is left to do should be gone on with when more is written"
    check(db, 60)
    db.close()
