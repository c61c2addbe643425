"""What is forgotten is in no file of the archive any more, and all else is as it was."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from archives import add_rows, archive_of
from click.testing import CliRunner
from filelock import FileLock
from warc_exchanges import MOMENT, exchange, writer

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Extractor
from pipelines.capture import Capture
from pipelines.errors import ArchiveDamaged, UsageError
from pipelines.forget import forget
from pipelines.importing.run import Source, import_source, refer_to_source
from pipelines.rebuild import rebuild
from pipelines.storage.articles import save_article
from pipelines.storage.captures import capture_from_row, save_capture
from pipelines.storage.search import search
from pipelines.verify import verify
from pipelines.warc.reader import iter_captures, read_payload
from scraper.cli import morgue
from scraper.frontier import Frontier

SECRET = "Zwetschgenmus"


def story(number: int) -> bytes:
    return f"<title>Story {number}</title><p>{SECRET if number == 1 else 'Plain'} {number}</p>".encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three stories, the second captured twice, the second time as a revisit under the same URL."""
    archive = Archive.create(tmp_path / "a")
    with writer(archive.warc) as warc:
        captures = [warc.write_exchange(exchange(url=f"http://news.example/{number}", body=story(number))) for number in range(3)]
        not_modified = exchange(url="http://news.example/1", status=304, body=b"", fetched_at=MOMENT.replace(day=24))
        captures.append(warc.write_exchange(not_modified, captures[1]))
        captures.append(warc.write_exchange(exchange(url="http://news.example/last", body=b"x")))
    add_rows(archive, captures)
    with archive.database() as db:
        for number, capture in enumerate(captures[:3]):
            save(db, replace(capture, id=save_capture(db, capture)), number)
        due = ("http://news.example/1", "example", "article", "2026-11-24", "2026-11-23")
        db.execute("INSERT INTO frontier (url, site, role, due_at, discovered_at) VALUES (?, ?, ?, ?, ?)", due)
    return archive


def save(db: object, capture: Capture, number: int) -> None:
    article = Article(
        url=f"http://news.example/story/{number}",
        title=f"Story {number}",
        text=f"{SECRET if number == 1 else 'Plain'} {number}",
        credits=[Credit("reporter", "A")],
        notice=f"notice {number} {SECRET if number == 1 else ''}",
        extractor=Extractor("test", "1", "0"),
    )
    save_article(db, capture, article)  # type: ignore[arg-type]


def held(archive: Archive) -> bytes:
    """Every byte of the archive's files, WARC files unpacked."""
    data = b""
    for path in sorted(archive.root.rglob("*")):
        if path.is_file():
            data += gzip.decompress(path.read_bytes()) if path.name.endswith(".gz") else path.read_bytes()
    return data


@pytest.mark.parametrize("url", ["http://news.example/story/1", "http://news.example/1"], ids=["canonical", "captured"])
def test_nothing_is_left_of_it(archive: Archive, url: str) -> None:
    assert SECRET.encode() in held(archive)
    gone = forget(archive, [url], "court order")
    assert (gone.articles, gone.captures, len(gone.files)) == (("http://news.example/story/1",), 2, 1)
    data = held(archive)
    assert SECRET.encode() not in data
    assert SECRET.lower().encode() not in data, "nor in the search index"
    assert b"reason: court order\r\n" in data
    assert data.count(b"removed-record: <urn:uuid:") == 6, "response, revisit, and the request and metadata of each"


def test_what_was_freed_before_holds_nothing_either(archive: Archive) -> None:
    with archive.database() as db:
        assert db.first("PRAGMA secure_delete") == {"secure_delete": 1}, "SQLite's own default differs: every connection has to say it"
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    forget(archive, ["http://news.example/story/1"], "court order")
    assert SECRET.lower().encode() not in held(archive), "pages that a merge of the search index freed still hold the words"


def test_all_else_is_as_it_was(archive: Archive) -> None:
    [path] = (archive.warc / "example").rglob("*.warc.gz")
    before = {capture.record_id: (capture.url, entity) for capture, entity in iter_captures(path) if not capture.url.endswith("/1")}
    forget(archive, ["http://news.example/story/1"], "x")
    assert {capture.record_id: (capture.url, entity) for capture, entity in iter_captures(path)} == before
    assert verify(archive).problems == []
    for capture, entity in iter_captures(path, path.relative_to(archive.warc).as_posix()):
        assert read_payload(archive.warc, capture) == entity
    with archive.database() as db:
        assert [hit.url for hit in search(db, "Plain")] == ["http://news.example/story/0", "http://news.example/story/2"]
        assert search(db, SECRET) == []
        assert db.rows_of("SELECT * FROM frontier") == [], "the address is known by its digest alone"
        assert len(db.rows_of("SELECT * FROM notices")) == 2


def test_a_second_time_there_is_nothing(archive: Archive) -> None:
    forget(archive, ["http://news.example/story/1"], "x")
    with pytest.raises(UsageError, match="neither an article nor a capture; see"):
        forget(archive, ["http://news.example/story/1"], "x")


def test_what_a_condition_holds_of(archive: Archive) -> None:
    gone = forget(archive, [], "x", where="a.title LIKE 'Story%' AND c.url <> 'http://news.example/2'")
    assert gone.articles == ("http://news.example/story/0", "http://news.example/story/1")
    assert verify(archive).problems == []
    with pytest.raises(UsageError, match=r"--where 'nonsense =': .*; write a condition"):
        forget(archive, [], "x", where="nonsense =")


def test_no_spelling_of_the_address_comes_back(archive: Archive, tmp_path: Path) -> None:
    [path] = (archive.warc / "example").rglob("*.warc.gz")
    copy = tmp_path / "copy.warc.gz"
    copy.write_bytes(path.read_bytes())
    forget(archive, ["https://www.news.example/1#top"], "x")
    assert b"http://news.example/1" not in held(archive), "not even the ban names it"
    for old in archive.root.glob("morgue.db*"):
        old.unlink()
    rebuild(archive, lambda _: None, lambda _: None)
    assert import_source(archive, Source(copy), lambda _: "example").new == 0, "the others are known, and this one is not taken"
    with archive.database() as db:
        frontier = Frontier(db, "example", "c", MOMENT)
        db.execute("INSERT INTO sites (name) VALUES ('example') ON CONFLICT DO NOTHING")
        again = ["http://news.example/1", "https://www.news.example/1", "http://news.example/new"]
        assert frontier.discover(again, "article") == 1, "a rebuild from the WARC files alone knows what was taken down"
    assert SECRET.encode() not in held(archive)
    assert verify(archive).problems == []


def test_not_while_a_crawl_runs(archive: Archive) -> None:
    with FileLock(archive.locks / "example.lock"), pytest.raises(UsageError, match="is being crawled"):
        forget(archive, ["http://news.example/story/1"], "x")


def test_the_command_asks_first(tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "a")
    command = ["-C", str(archive.root), "forget", "http://news.example/0"]
    refused = CliRunner().invoke(morgue, command, input="n\n")
    assert refused.exit_code == 1
    assert verify(archive).rows == 4
    done = CliRunner().invoke(morgue, [*command, "--yes"], standalone_mode=False)
    assert "0 articles and 1 captures removed; 1 WARC files written anew" in done.output
    report = verify(archive)
    assert (report.rows, report.problems) == (3, [])


def test_what_a_capture_said_of_rights_goes_with_it(archive: Archive) -> None:
    with archive.database() as db:
        capture = db.first("SELECT id FROM captures WHERE url = 'http://news.example/1'")
        assert capture is not None
        values = ("example", "license", "http://news.example/1", "news.example", "x", capture["id"], "2026", "2026")
        marks = ", ".join("?" * len(values))
        columns = "site, kind, url, host, value, capture, first_seen_at, seen_at"
        db.execute(f"INSERT INTO rights_sources ({columns}) VALUES ({marks})", values)
        db.execute("UPDATE articles SET rights_source = 1")
    forget(archive, ["http://news.example/1"], "x")
    with archive.database() as db:
        assert db.rows_of("SELECT rights_source FROM articles") == [{"rights_source": None}] * 2


def test_copies_in_files_that_were_imported_go_too(archive: Archive, tmp_path: Path) -> None:
    (original,) = archive.warc.rglob("*.warc.gz")
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(original.read_bytes())))
    again = import_source(archive, Source(whole), lambda _: None)
    elsewhere = tmp_path / "elsewhere.warc.gz"
    elsewhere.write_bytes(original.read_bytes())
    refer_to_source(archive, Source(elsewhere), lambda _: None)
    assert (again.new, held(archive).count(f"<p>{SECRET}".encode())) == (0, 2), "the same records are in two files, and have one row each"
    gone = forget(archive, ["http://news.example/1"], "court order")
    assert again.warc_file in gone.files
    assert gone.elsewhere == (str(elsewhere),)
    assert SECRET.encode() not in held(archive), "records without rows must be removed as well"
    assert verify(archive).problems == []
    with archive.database() as db:
        rows = db.rows_of("SELECT * FROM captures ORDER BY id")
    assert [read_payload(archive.warc, capture_from_row(row)) for row in rows] == [story(0), story(2), b"x"]


@pytest.mark.parametrize("number", [1, 2], ids=["its record is damaged", "another is"])
def test_damage_in_the_file_does_not_keep_it_from_being_removed(archive: Archive, number: int) -> None:
    (path,) = archive.warc.rglob("*.warc.gz")
    with archive.database() as db:
        row = db.first("SELECT * FROM captures WHERE url = ?", f"http://news.example/{number}")
    assert row is not None
    data = bytearray(path.read_bytes())
    data[row["offset"] + row["length"] - 8 : row["offset"] + row["length"] - 4] = b"xxxx"  # the checksum: the words can be read still
    path.write_bytes(data)
    hurt = bytes(data[row["offset"] : row["offset"] + row["length"]])
    gone = forget(archive, ["http://news.example/1"], "court order")
    assert gone.captures == 2
    assert (hurt in path.read_bytes()) is (number == 2), "what cannot be read stays, unless it is what has to go"
    with archive.database() as db:
        *rows, last = db.rows_of("SELECT * FROM captures ORDER BY url = 'http://news.example/2', id")
    assert [read_payload(archive.warc, capture_from_row(each)) for each in rows] == [story(0), b"x"]
    assert path.read_bytes()[last["offset"] :].startswith(hurt) is (number == 2), "its row must say where the damaged record stands now"


def test_nothing_is_changed_while_a_file_is_missing(archive: Archive) -> None:
    (path,) = archive.warc.rglob("*.warc.gz")
    aside = path.rename(path.with_suffix(".aside"))
    before = held(archive)
    with pytest.raises(ArchiveDamaged, match="is not there; bring the file back"):
        forget(archive, ["http://news.example/1"], "court order")
    assert held(archive) == before
    aside.rename(path)
    assert forget(archive, ["http://news.example/1"], "court order").captures == 2
