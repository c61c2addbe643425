"""What stands beside articles merges too: the pages of a story, what browsers made of pages, what a site says of rights."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from long_story import numbers, page
from test_reextract import digest

from pipelines.archive import Archive
from pipelines.intake import take_in
from pipelines.merge import merge
from pipelines.reextract import reextract
from pipelines.repair import repair
from pipelines.storage.captures import end_crawl
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.merging import attached, merge_rows
from pipelines.storage.rights_sources import read_all_sources, read_sources
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter

START = datetime(2025, 3, 1, tzinfo=timezone.utc)
SHELL = b"<html><head><title>x</title></head><body><div id='app'></div></body></html>"
BESIDE = {
    "article_pages": """SELECT a.url, f.record_id, e.fingerprint, p.page, c.record_id AS page_record FROM article_pages p
        JOIN articles a ON a.id = p.article JOIN extractions e ON e.id = p.extraction JOIN captures f ON f.id = e.capture
        JOIN captures c ON c.id = p.capture ORDER BY 1, 2, 3, 4""",
    "conversions": """SELECT v.record_id, c.record_id AS made_of, v.made_at, v.software, v.warc_file, v.offset, v.length, v.sha256
        FROM conversions v JOIN captures c ON c.id = v.capture ORDER BY 1""",
    "rights_sources": """SELECT r.site, r.kind, r.url, r.host, r.pattern, r.value, r.policy, r.first_seen_at, r.seen_at, r.ended_at, r.changed,
        c.record_id FROM rights_sources r JOIN captures c ON c.id = r.capture ORDER BY r.url, r.pattern, r.value, r.first_seen_at""",
    "articles": """SELECT a.url, r.pattern, r.value, r.first_seen_at FROM articles a LEFT JOIN rights_sources r ON r.id = a.rights_source
        ORDER BY a.url""",
}


def beside(db: MorgueDatabase) -> dict[str, list[dict[str, Any]]]:
    return {name: db.rows_of(sql) for name, sql in BESIDE.items()}


def rules(*reservations: int) -> bytes:
    paths = ("/2025/", "/2025/story-1.html")
    return json.dumps([{"location": path, "tdm-reservation": value} for path, value in zip(paths, reservations, strict=False)]).encode()


def crawl(archive: Archive, number: int, tdmrep: bytes) -> None:
    """What a crawl leaves of a site: a story on two pages, a page that a script wrote, and its tdmrep.json."""
    home, moment = "http://news.example", START + timedelta(hours=number)
    html = (("Content-Type", "text/html; charset=utf-8"),)
    common: dict[str, Any] = {"response_headers": html, "site": "example", "crawl_id": f"example-{number}"}
    link = f"{home}/2025/story-{number}_2.html"
    pager = numbers(2, f"story-{number}")
    with WarcWriter(archive.warc, f"example-{number}", {}) as writer:

        def write(url: str, body: bytes, **more: Any) -> Any:
            return writer.write_exchange(Exchange(url, moment, 200, body, **(common | more)))

        first = write(f"{home}/2025/story-{number}.html", page(1, pager))
        second = write(link, page(2, pager), role="page", page_of=first.record_id, page_link=link)
        shell = write(f"{home}/2025/scripted-{number}.html", SHELL)
        rendered = writer.write_conversion(shell, page(3, "", title=f"A title that a script wrote for page {number}"), "Chromium/1")
        said = write(f"{home}/.well-known/tdmrep.json", tdmrep, role="tdmrep", response_headers=(("Content-Type", "application/json"),))
    with archive.database() as db:
        for capture in (first, second, shell, rendered, said):
            take_in(db, capture)
        end_crawl(db, f"example-{number}", "finished", {})


def read(archive: Archive) -> Archive:
    reextract(archive, {}, jobs=1)
    with archive.database() as db:
        read_all_sources(db, archive.warc)
    return archive


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Archive]:
    """Two archives of one site, whose tdmrep.json said another thing later."""
    archives = [Archive.create(tmp_path_factory.mktemp("part") / "archive") for _ in range(2)]
    crawl(archives[0], 1, rules(1, 0))
    crawl(archives[1], 2, rules(1, 1))
    return [read(archive) for archive in archives]


def test_both_orders_and_twice_give_what_one_machine_would_have(tmp_path: Path, parts: list[Archive]) -> None:
    whole = Archive.create(tmp_path / "whole")
    for part in parts:
        shutil.copytree(part.warc, whole.warc, dirs_exist_ok=True)
    repair(whole)
    read(whole)
    with whole.database() as db:
        expected = beside(db)
    assert [len(expected[name]) for name in BESIDE] == [4, 2, 3, 4], "the archives must hold rows of every table"
    for number, order in enumerate((*itertools.permutations(parts), [*parts, *parts])):
        target = Archive.create(tmp_path / str(number))
        for part in order:
            merge(target, part)
        with target.database() as db:
            assert beside(db) == expected, "say in pipelines/storage/merging.py how these rows come over"
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert digest(target) == digest(whole)


def test_a_shard_that_knew_the_site_brings_back_what_became_of_it(tmp_path: Path, parts: list[Archive]) -> None:
    target, shard = Archive.create(tmp_path / "target"), Archive.create(tmp_path / "shard")
    merge(target, parts[0])
    with shard.database() as known, target.database() as source, attached(known, target.database_path):
        merge_rows(known, source, "example")
    crawl(shard, 2, rules(1, 1))
    reextract(shard, {}, jobs=1)
    with shard.database() as db:
        read_sources(db, shard.warc, "example-2")
    for _ in range(2):
        with target.database() as db, shard.database() as source, attached(db, shard.database_path):
            merge_rows(db, source)
            (left,) = db.execute("SELECT count(*) FROM rights_sources WHERE ended_at IS NULL").fetchone()
            assert left == 2, "what the site says no more has ended"
            rows = beside(db)
    shutil.copytree(shard.warc, target.warc, dirs_exist_ok=True)
    with target.database() as db:
        read_all_sources(db, target.warc)
        assert beside(db)["rights_sources"] == rows["rights_sources"], "the rows that came over must be those that the captures give"
