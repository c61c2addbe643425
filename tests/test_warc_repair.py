"""morgue repair brings files, records and rows together again, and verify passes afterwards."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from archives import archive_of
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_exchanges import exchange

from pipelines.archive import Archive
from pipelines.repair import repair
from pipelines.storage.captures import save_site
from pipelines.verify import verify
from pipelines.warc.members import iter_members
from pipelines.warc.record import Compression
from pipelines.warc.writer import WarcWriter
from scraper.cli import morgue


def test_a_sound_archive_is_left_alone(tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "a")
    before = {path: path.read_bytes() for path in archive.warc.rglob("*") if path.is_file()}
    repairs = repair(archive)
    assert (repairs.closed, repairs.torn, repairs.taken_in, repairs.moved, repairs.damaged) == ([], {}, 0, 0, [])
    assert {path: path.read_bytes() for path in archive.warc.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("cut", [1, 50, 300, 900, 1500])
def test_after_a_crash_repair_makes_verify_pass(tmp_path: Path, cut: int) -> None:
    archive, _ = archive_of(tmp_path / "a")
    warc = WarcWriter(archive.warc, "example", {})
    captures = [warc.write_exchange(exchange(url=f"http://news.example/late/{number}")) for number in range(3)]
    [left] = archive.warc.rglob("*.open")
    warc._file.close()  # type: ignore[union-attr] - as a crash does
    left.write_bytes(left.read_bytes()[:-cut])
    repairs = repair(archive)
    assert repairs.closed == [captures[0].warc_file]
    assert list(repairs.torn) == [captures[0].warc_file]
    assert 1 <= repairs.taken_in <= 3
    assert verify(archive).problems == []
    assert repair(archive).taken_in == 0, "a second run changes nothing"


@pytest.mark.parametrize(("policy", "private"), [("private", 1), ("keep", 0)])
def test_records_taken_in_are_as_private_as_they_asked(tmp_path: Path, policy: str, private: int) -> None:
    archive, _ = archive_of(tmp_path / "a")
    asks = b'<html><head><meta name="robots" content="noarchive"></head><body><p>A story.</p></body></html>'
    with archive.database() as db, db.writing():
        save_site(db, "example", {"name": "example", "crawl": {"noarchive": policy}}, "d")
    with WarcWriter(archive.warc, "example", {}) as warc:
        late = warc.write_exchange(exchange(url="http://news.example/late", body=asks))
    assert repair(archive).taken_in == 1
    with archive.database() as db:
        row = db.first("SELECT private FROM captures WHERE record_id = ?", late.record_id)
    assert row == {"private": private}, "repair must not publish what a page wants private, unless the site's policy says keep"


def test_a_closed_file_that_was_cut_keeps_its_whole_records(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    path = archive.warc / captures[0].warc_file
    whole = path.read_bytes()
    path.write_bytes(whole[: captures[3].offset + 20])
    repairs = repair(archive)
    assert path.read_bytes() == whole[: captures[3].offset]
    assert (archive.warc / repairs.torn[captures[0].warc_file]).read_bytes() == whole[captures[3].offset : captures[3].offset + 20]
    assert [problem.kind for problem in verify(archive).problems] == ["record missing"], "the lost record is told, not hidden"


@pytest.fixture(scope="module", params=["gzip", "zstd"])
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Path, bytes, list[int]]:
    archive, captures = archive_of(tmp_path_factory.mktemp("cut") / "a", compression=request.param)
    path = archive.warc / captures[0].warc_file
    return archive, path, path.read_bytes(), [member.end for member in iter_members(path)]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_cut_at_any_length_every_whole_record_stays(sound: tuple[Archive, Path, bytes, list[int]], data: st.DataObject) -> None:
    archive, path, whole, ends = sound
    cut = data.draw(st.integers(1, len(whole)), "cut")
    path.write_bytes(whole[:cut])
    repair(archive)
    side = path.with_name(path.name + ".torn")
    kept, aside = path.read_bytes(), side.read_bytes() if side.exists() else b""
    side.unlink(missing_ok=True)
    assert kept + aside == whole[:cut], "not one byte may be lost"
    assert len(kept) == max((end for end in ends if end <= cut), default=0)


def test_rows_are_pointed_to_their_records(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    with archive.database() as db:
        first, second = captures[:2]
        db.execute("UPDATE captures SET offset = -1 WHERE record_id = ?", [first.record_id])
        db.execute("UPDATE captures SET offset = ? WHERE record_id = ?", [first.offset, second.record_id])
        db.execute("UPDATE captures SET warc_file = 'gone.warc.gz' WHERE record_id = ?", [captures[2].record_id])
        db.execute("DELETE FROM captures WHERE record_id = ?", [captures[3].record_id])
    repairs = repair(archive)
    assert (repairs.moved, repairs.taken_in) == (3, 1)
    assert verify(archive).problems == []


def test_damage_is_named_and_left_where_it_is(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    path = archive.warc / captures[0].warc_file
    data = bytearray(path.read_bytes())
    data[captures[1].offset + 60] ^= 0xFF
    path.write_bytes(data)
    run = CliRunner().invoke(morgue, ["-C", str(archive.root), "repair"], standalone_mode=False)
    assert run.return_value == 3
    assert f"{path.name} at byte {captures[1].offset}" in run.output
    assert path.read_bytes() == data


def test_a_file_that_a_crawl_writes_is_left_alone(tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "a")
    with WarcWriter(archive.warc, "example", {}) as warc:
        capture = warc.write_exchange(exchange())
        assert repair(archive).in_use == [capture.warc_file + ".open"]


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_a_compressed_page_in_the_torn_tail_is_no_record(tmp_path: Path, compression: Compression) -> None:
    """It cannot be compressed again, so its own gzip member stands in the file as it is."""
    page = gzip.compress(random.Random(7).randbytes(3000), mtime=0)
    pages = [
        exchange(url=f"http://news.example/{number}", body=page, response_headers=((b"Content-Encoding", b"gzip"),)) for number in range(2)
    ]
    archive, captures = archive_of(tmp_path / "a", pages, compression=compression)
    path = archive.warc / captures[0].warc_file
    whole = path.read_bytes()
    assert page in whole, "the test needs a page that stands in the file as it is"
    last = captures[1]
    path.write_bytes(whole[: last.offset + last.length - 5])
    repairs = repair(archive)
    assert path.read_bytes() == whole[: last.offset]
    assert (list(repairs.torn), repairs.damaged) == ([last.warc_file], [])
