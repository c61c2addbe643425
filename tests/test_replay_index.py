"""index/ holds the lines of all that is captured and public, sorted, at any time: after a commit, a crash, a repair."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from archives import add_rows, archive_of
from warc_exchanges import MOMENT, PAGE, exchange

from pipelines import replay_index
from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.forget import forget
from pipelines.ledger import Ledger
from pipelines.rebuild import rebuild
from pipelines.repair import repair
from pipelines.replay_index import CrawlIndex, update_index
from pipelines.rights import mark_private
from pipelines.storage.captures import save_capture
from pipelines.verify import verify
from pipelines.warc.cdxj import cdxj_lines
from pipelines.warc.record import Compression
from pipelines.warc.writer import WarcWriter


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "a", [])
    return archive


class Crawl:
    """What a session does with a capture."""

    def __init__(self, archive: Archive, compression: Compression = "gzip") -> None:
        self.writer = WarcWriter(archive.warc, "example", {}, compression=compression)
        self.index = CrawlIndex(archive, "example")
        self._database = archive.database()
        self.db = self._database.__enter__()
        self.ledger = Ledger(self.db, self.writer, self.index)

    def record(self, original: Capture | None = None, **changes: object) -> Capture:
        capture = self.writer.write_exchange(exchange(**changes), original)
        self.index.add(capture, is_revisit=original is not None)
        self.ledger.add(lambda db: save_capture(db, capture))
        return capture

    def close(self) -> None:
        self.ledger.commit()
        self.writer.close()
        self.index.close()
        self._database.__exit__(None, None, None)


def lines(archive: Archive) -> list[str]:
    """The lines of all files, of which each must be sorted."""
    found: list[str] = []
    for path in archive.index.glob("*.cdxj"):
        own = path.read_text("utf-8").splitlines()
        assert own == sorted(own), f"{path.name} is not sorted"
        found += own
    return sorted(found)


def urls(archive: Archive) -> list[str]:
    return [json.loads(line.split(" ", 2)[2])["url"].rpartition("/")[2] for line in lines(archive)]


@pytest.fixture(params=["gzip", "zstd"])
def crawl(request: pytest.FixtureRequest, archive: Archive) -> Iterator[Crawl]:
    crawl = Crawl(archive, request.param)
    yield crawl
    crawl.close()


def test_a_capture_is_in_the_index_with_its_commit(archive: Archive, crawl: Crawl) -> None:
    first = crawl.record(url="http://news.example/b")
    assert not archive.index.exists()
    crawl.ledger.commit()
    assert urls(archive) == ["b"]
    link = archive.index / "open" / first.warc_file
    assert link.resolve() == archive.warc / f"{first.warc_file}.open", "lines name the file as it will be called"
    crawl.record(url="http://news.example/a")
    crawl.ledger.commit()
    assert urls(archive) == ["a", "b"]
    crawl.close()
    assert [path.name for path in archive.index.glob("*.cdxj")] == ["index.cdxj"]
    assert not link.is_symlink()


def test_it_is_what_cdxj_indexer_prints_of_our_files_but_for_304_answers(archive: Archive) -> None:
    crawl = Crawl(archive)
    original = crawl.record(response_headers=((b"Content-Type", b"Text/HTML ;charset=GBK"),))
    crawl.record(original, fetched_at=MOMENT + timedelta(hours=1))
    crawl.record(original, status=304, body=b"", fetched_at=MOMENT + timedelta(hours=2))
    crawl.record(url="http://news.example/cut?b=2&a=1", truncated="length")
    crawl.record(url="http://news.example/moved", status=301, body=b"", response_headers=((b"Location", b"/"),))
    crawl.record(url="http://news.example/head", method="HEAD", body=b"", response_headers=())
    crawl.close()
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "--sort", "--dir-root", str(archive.warc)]
    done = subprocess.run([*command, str(archive.warc / original.warc_file)], capture_output=True, text=True, check=True)
    assert lines(archive) == [line for line in done.stdout.splitlines() if '"status": "304"' not in line]


def test_small_files_are_merged(archive: Archive, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_index, "FILES_AT_MOST", 3)
    for number in range(10):
        crawl.record(url=f"http://news.example/{number}")
        crawl.ledger.commit()
        assert len(list(archive.index.glob("*.cdxj"))) <= 4
        assert urls(archive) == [str(each) for each in range(number + 1)]


def test_a_small_crawl_does_not_write_a_large_index_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for numbers in (range(20), range(20, 21)):
        crawl = Crawl(archive)
        for number in numbers:
            crawl.record(url=f"http://news.example/{number:02}")
        crawl.close()
    assert len(list(archive.index.glob("*.cdxj"))) == 2
    assert len(urls(archive)) == 21


def test_what_a_killed_crawl_left_is_taken_up(archive: Archive) -> None:
    killed = Crawl(archive)
    killed.record(url="http://news.example/committed")
    killed.ledger.commit()
    late = killed.record(url="http://news.example/late")
    killed.writer._file.close()  # type: ignore[union-attr] - as a kill does
    (archive.index / "example~000000009.cdxj.part").write_text("half a li")
    assert urls(archive) == ["committed"]
    assert repair(archive).closed == [late.warc_file]
    following = Crawl(archive)
    following.record(url="http://news.example/next")
    following.close()
    assert urls(archive) == ["committed", "late", "next"], "each once"


def test_repair_makes_an_index_that_is_missing(tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "a")
    assert not archive.index.exists()
    repair(archive)
    assert urls(archive) == ["0", "1", "2", "3"]


def test_files_that_are_older_than_the_index_are_noted_and_added(tmp_path: Path) -> None:
    archive, [old] = archive_of(tmp_path / "a", [exchange(url="http://news.example/old")])
    with WarcWriter(archive.warc, "other", {}) as warc:
        new = warc.write_exchange(exchange(url="http://news.example/new"))
    add_rows(archive, [new])
    with archive.database() as db:
        update_index(archive, db, {new.warc_file})
    [note] = verify(archive).notes
    assert note == "index/ lacks the captures of 1 WARC files, which pywb does not find; run `morgue repair`"
    repair(archive)
    assert verify(archive).notes == []
    assert [json.loads(line[line.index("{") :])["filename"] for line in lines(archive)] == [new.warc_file, old.warc_file]


def test_forget_and_rebuild_leave_it_true(archive: Archive) -> None:
    crawl = Crawl(archive)
    captures = [crawl.record(url=f"http://news.example/{number}") for number in range(3)]
    crawl.close()
    forget(archive, ["http://news.example/1"], "x")
    assert urls(archive) == ["0", "2"]
    [path] = (archive.warc / "example").rglob("*.warc.gz")
    assert lines(archive) == sorted(line.rstrip("\n") for line in cdxj_lines(path, captures[0].warc_file))
    before = lines(archive)
    for file in archive.index.glob("*.cdxj"):
        file.unlink()
    rebuild(archive, lambda _: None, lambda _: None)
    assert lines(archive) == before


def test_what_is_private_is_not_served(archive: Archive) -> None:
    with WarcWriter(archive.warc, "example", {}) as warc:
        captures = [warc.write_exchange(exchange(url=f"http://news.example/{number}", body=PAGE)) for number in range(2)]
    add_rows(archive, captures)
    with archive.database() as db:
        mark_private(db, save_capture(db, captures[1]))
        update_index(archive, db)
    assert urls(archive) == ["0"]
