"""Archives merge into the one that a single machine would have made: in any order, twice without harm."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from command import Morgue
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reextract import digest, unread

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Evidence, Extractor
from pipelines.capture import Capture
from pipelines.duplicates import update
from pipelines.errors import ArchiveDamaged, UsageError
from pipelines.forget import forget
from pipelines.merge import merge
from pipelines.reextract import reextract
from pipelines.repair import repair
from pipelines.rights import mark_private
from pipelines.storage import merging
from pipelines.storage.articles import save_article
from pipelines.storage.captures import Failure, begin_crawl, end_crawl, save_capture, save_failure, save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.digest import rows_digest
from pipelines.storage.duplicates import stories
from pipelines.storage.merging import attached, merge_rows
from pipelines.verify import verify

START = datetime(2025, 3, 1, tzinfo=timezone.utc)
# What `rows_digest` leaves out because it hangs on clocks; here the tests set them.
OTHER_ROWS = (
    "SELECT * FROM sites ORDER BY name",
    "SELECT * FROM crawls ORDER BY id",
    "SELECT * FROM frontier ORDER BY site, url",
    "SELECT * FROM captures ORDER BY record_id",
    "SELECT c.record_id, e.fingerprint, e.extracted_at, e.seconds FROM extractions e JOIN captures c ON c.id = e.capture ORDER BY 1, 2",
    "SELECT f.*, c.record_id FROM failures f LEFT JOIN captures c ON c.id = f.capture ORDER BY happened_at, f.url, stage",
    "SELECT v.record_id, c.record_id FROM conversions v JOIN captures c ON c.id = v.capture ORDER BY 1",
)


@dataclass(frozen=True)
class Reading:
    """One extraction: which of a few stories, at which hour, by which of three extractors, with which of a few texts."""

    story: int
    hour: int
    extractor: int
    text: int
    status: str
    private: bool

    @property
    def capture(self) -> Capture:
        serial = f"{self.story}-{self.hour}"
        return Capture(
            f"https://post.example/{self.story}",
            START + timedelta(hours=self.hour),
            record_id=f"urn:{serial}",
            warc_file=f"{serial}.warc.gz",
            payload_digest="sha1:0",
            sha256=serial,
            site=("post", "herald")[self.hour % 2],
            crawl_id=f"crawl-{self.hour % 2}",
        )

    @property
    def article(self) -> Article:
        return Article(
            self.capture.url,
            status=self.status,  # type: ignore[arg-type]
            title=f"Title {self.text} by {self.extractor}",
            authors=[f"Author {self.text}"],
            credits=[Credit("reporter", f"Author {self.text}"), Credit("editor", f"Editor {self.extractor}")],
            text=f"Text number {self.text}, 贵州." if self.status == "ok" else "",
            notice=f"Notice {self.text % 2}" if self.text else None,
            evidence={"title": Evidence("selector", "h1", "Title")},
            extractor=Extractor("x", str(self.extractor), "0"),
        )


def shard(folder: Path, readings: Iterable[Reading]) -> Path:
    """The database of an archive that has done these readings, the extractors in the order in which they were released."""
    path = folder / "morgue.db"
    path.parent.mkdir()
    db = MorgueDatabase.open(path)
    for number, site in enumerate(("post", "herald")):
        save_site(db, site, {"title": site}, str(number))
        begin_crawl(db, f"crawl-{number}", site, {})
        end_crawl(db, f"crawl-{number}", "finished", {})
    db.execute("UPDATE crawls SET started_at = '2025', finished_at = '2026'")
    for each in sorted(dict.fromkeys(readings), key=lambda each: each.extractor):
        capture = replace(each.capture, id=save_capture(db, each.capture))
        if each.private:
            mark_private(db, capture.id or 0)
        save_article(db, capture, each.article, seconds=each.text / 4)
        moment = f"2026-01-0{each.extractor + 1}"
        db.execute("UPDATE extractions SET extracted_at = ? WHERE fingerprint = ?", [moment, f"x/{each.extractor}/0"])
        if each.status == "error":
            save_failure(db, Failure("extract", "it broke", "mend it", capture.url, capture.site, capture.crawl_id, capture.id))
            db.execute("UPDATE failures SET happened_at = ? WHERE id = last_insert_rowid()", [f"{moment} {each.hour}"])
        db.execute(
            "INSERT OR REPLACE INTO frontier (url, site, role, due_at, discovered_at, visits, state, fetched_at) VALUES (?, ?, 'article', ?, ?, ?, ?, ?)",
            [
                capture.url,
                capture.site,
                f"2026-{each.hour:02}",
                f"2025-{each.hour:02}",
                each.hour,
                "leased" if each.hour == 3 else "done",
                f"2025-{each.hour:02}",
            ],
        )
    db.execute("UPDATE articles SET private = (SELECT private FROM captures c WHERE c.id = articles.capture)")
    update(db)
    db.close()
    return path


def merged(folder: Path, shards: Sequence[Path]) -> tuple[str, list[object]]:
    """All rows of a new database into which the shards were merged, by natural keys."""
    with tempfile.TemporaryDirectory(dir=folder) as target:
        db = MorgueDatabase.open(Path(target) / "morgue.db")
        for path in shards:
            source = MorgueDatabase.open(path)
            with attached(db, path):
                merge_rows(db, source)
            source.close()
        update(db)
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        result = contents(db)
        db.close()
        return result


def contents(db: MorgueDatabase) -> tuple[str, list[object]]:
    ids = {"id", "capture"}
    rows = [{key: value for key, value in row.items() if key not in ids} for sql in OTHER_ROWS for row in db.rows_of(sql)]
    return rows_digest(db), [*rows, sorted(sorted(each["url"] for each in story) for story in stories(db))]


readings = st.builds(
    Reading,
    story=st.integers(0, 2),
    hour=st.integers(1, 4),
    extractor=st.integers(0, 2),
    text=st.integers(0, 2),
    status=st.sampled_from(["ok", "ok", "ok", "error", "not_article"]),
    private=st.booleans(),
)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.lists(st.lists(readings, min_size=1, max_size=5), min_size=2, max_size=2))
def test_any_order_and_twice_give_the_rows_that_one_machine_would_have(parts: list[list[Reading]]) -> None:
    known: dict[tuple[int, int, int], Reading] = {}
    hidden: dict[tuple[int, int], bool] = {}
    for part in parts:  # the same extractor reads the same capture the same way, wherever it does
        for n, each in enumerate(part):
            first = known.setdefault((each.story, each.hour, each.extractor), each)
            part[n] = replace(first, private=hidden.setdefault((each.story, each.hour), first.private))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shards = [shard(folder / str(number), part) for number, part in enumerate(parts)]
        results = [merged(folder, order) for order in (*itertools.permutations(shards), [*shards, *shards])]
        db = MorgueDatabase.open(shard(folder / "alone", itertools.chain(*parts)))
        alone = rows_digest(db)
        db.close()
    assert all(each == results[0] for each in results), "the order of the shards must not matter"
    assert results[0][0] == alone, "several machines must give what one would have"


def test_three_shards_in_all_orders(tmp_path: Path) -> None:
    shards = [
        shard(tmp_path / str(n), [Reading(story, hour, n, (n + hour) % 3, "ok", n == 1) for story in range(2) for hour in (n + 1, 2)])
        for n in range(3)
    ]
    results = [merged(tmp_path, order) for order in itertools.permutations(shards)]
    assert all(each == results[0] for each in results)


def halves_of(folder: Path) -> list[Archive]:
    """Two archives that have read six pages each, of stories that go from one to the other."""
    halves = [unread(folder / "a", 6), unread(folder / "b", 12, first=6)]
    for each in halves:
        reextract(each, {}, jobs=1)
    return halves


def test_archives_merge_with_their_files(tmp_path: Path, morgue: Morgue) -> None:
    halves, whole = halves_of(tmp_path), Archive.create(tmp_path / "whole")
    for half in halves:
        shutil.copytree(half.warc, whole.warc, dirs_exist_ok=True)
    repair(whole)
    reextract(whole, {}, jobs=1)
    target = Archive.create(tmp_path / "target")
    (closed,) = halves[0].warc.rglob("*.warc.gz")
    closed.rename(f"{closed}.open")  # as a killed crawl leaves it
    assert merge(target, halves[1]).extractions == 6
    printed = morgue("merge", "--move", "--json", *(str(half.root) for half in halves), folder=target.root)
    assert [report["extractions"] for report in json.loads(printed.stdout)] == [6, 0], printed.stderr
    assert merge(target, halves[0]).extractions == 0, "what is known comes over no second time"
    assert digest(target) == digest(whole)
    assert not list(halves[0].warc.rglob("*.warc.gz")), "--move leaves no file behind"
    assert verify(target).problems == []


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    one = unread(tmp_path / "one", 1)
    target = Archive.create(tmp_path / "target")
    (path,) = one.warc.rglob("*.warc.gz")
    copy = target.warc / path.relative_to(one.warc)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ArchiveDamaged, match="have one name and differ"):
        merge(target, one)
    with pytest.raises(UsageError, match="into itself"):
        merge(one, one)


def test_what_was_taken_down_does_not_come_back(tmp_path: Path) -> None:
    one, other, target = unread(tmp_path / "one", 3), unread(tmp_path / "other", 6, first=3), Archive.create(tmp_path / "target")
    merge(target, one)
    forget(target, ["http://post.example/0"], reason="a court said so")
    merge(target, one)
    merge(target, other)
    with target.database() as db:
        assert [row["url"] for row in db.rows_of("SELECT url FROM captures ORDER BY url")] == [
            f"http://post.example/{n}" for n in (1, 2, 4, 5)
        ]
    assert verify(target).problems == [], "the bytes are gone too, and all that is left is whole"


def test_no_table_is_left_behind(tmp_path: Path) -> None:
    derived = {"duplicates", "duplicate_bands", "_sqlite_migrations", "articles_fts"}
    by_reading = {"articles", "versions", "credits", "notices", "article_notices", "extractions"}
    with Archive.create(tmp_path / "a").database() as db:
        names = {row["name"] for row in db.rows_of("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts_%'")}
    source = Path(merging.__file__).read_text("utf-8")
    left = {name for name in names - derived - by_reading if f'"{name}"' not in source and f"main.{name} " not in source}
    assert not left, f"say in pipelines/storage/merging.py how rows of {', '.join(sorted(left))} come over"
