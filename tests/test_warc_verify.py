"""morgue verify names what is wrong, and only that."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from archives import archive_of
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_exchanges import PAGE, exchange, writer

from pipelines.archive import Archive
from pipelines.verify import Problem, verify
from pipelines.warc.fixity import FileCheck
from pipelines.warc.members import iter_members
from pipelines.warc.records import iter_sound_records
from scraper.cli import morgue


def kinds(problems: list[Problem]) -> list[str]:
    return [problem.kind for problem in problems]


def test_a_sound_archive_has_no_problem(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    told: list[int] = []
    report = verify(archive, advance=told.append)
    assert report.problems == []
    assert dict(report.records) == {"warcinfo": 1, "response": 4, "request": 4, "metadata": 4}
    size = (archive.warc / captures[0].warc_file).stat().st_size
    assert (report.rows, report.files, report.bytes, sum(told)) == (4, 1, size, size)


def test_revisits_have_nothing_of_their_own_to_compare(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a")
    with writer(archive.warc) as warc:
        original = warc.write_exchange(exchange())
        warc.write_exchange(exchange(status=304, body=b""), original)
    assert kinds(verify(archive).problems) == ["no row", "no row"]


@pytest.fixture(scope="module", params=["gzip", "zstd"])
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Path, bytes, list[int]]:
    archive, captures = archive_of(tmp_path_factory.mktemp("sound") / "a", compression=request.param)
    path = archive.warc / captures[0].warc_file
    return archive, path, path.read_bytes(), [member.offset for member in iter_members(path)]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_flipped_byte_is_found_and_its_record_named(sound: tuple[Archive, Path, bytes, list[int]], data: st.DataObject) -> None:
    archive, path, whole, offsets = sound
    place = data.draw(st.integers(0, len(whole) - 1), "place")
    flip = data.draw(st.integers(1, 255), "flip")
    path.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
    problems = verify(archive, every_bit=True).problems
    record = max(offset for offset in offsets if offset <= place)
    assert record in [problem.offset for problem in problems], f"byte {place} of the record at {record}: {problems}"
    quick = [problem.offset for problem in verify(archive).problems]
    assert record in quick or read(path) == read_of(whole, path), f"byte {place} changes what is read, and verify without --deep is silent"


def read(path: Path) -> list[tuple[Any, ...]]:
    return [(each.type, each.fields, each.headers, each.payload) for each in iter_sound_records(path, lambda _: None)]


def read_of(whole: bytes, path: Path) -> list[tuple[Any, ...]]:
    path.write_bytes(whole)
    return read(path)


@pytest.mark.long
def test_every_bit_that_nobody_reads(tmp_path: Path) -> None:
    """The last byte of a deflate stream is filled up, and stored blocks begin with bits that mean nothing."""
    packed = gzip.compress(random.Random(7).randbytes(500), mtime=0)
    archive, captures = archive_of(tmp_path / "a", [exchange(body=packed, response_headers=((b"Content-Encoding", b"gzip"),))])
    path = archive.warc / captures[0].warc_file
    whole = path.read_bytes()
    stored = whole.index(packed)
    for member in iter_members(path):
        ends = (*range(member.offset, member.offset + 12), *range(member.end - 20, member.end), *range(stored - 12, stored))
        for place in (each for each in ends if member.offset <= each < member.end):
            for bit in range(8):
                path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
                places = {checked.offset for checked in FileCheck(path, every_bit=True) if checked.faults}
                assert member.offset in places, f"bit {bit} of byte {place}, in the record at {member.offset}"


def test_records_after_the_damage_are_still_checked(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    path = archive.warc / captures[0].warc_file
    data = bytearray(path.read_bytes())
    data[captures[1].offset + 60] ^= 0xFF
    path.write_bytes(data)
    problems = verify(archive).problems
    assert kinds(problems) == ["unreadable", "record missing"]
    assert {problem.record_id for problem in problems} == {captures[1].record_id}


def test_rows_without_records_and_records_without_rows(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    with archive.database() as db:
        db.execute("DELETE FROM captures WHERE record_id = ?", [captures[0].record_id])
        db.execute("UPDATE captures SET offset = offset + 1 WHERE record_id = ?", [captures[1].record_id])
        db.execute("UPDATE captures SET sha256 = 'other' WHERE record_id = ?", [captures[2].record_id])
        db.execute("UPDATE captures SET warc_file = 'gone.warc.gz' WHERE record_id = ?", [captures[3].record_id])
    problems = verify(archive).problems
    assert kinds(problems) == ["no row", "row differs", "SHA-256", "no row", "file missing"]


def test_a_digest_that_is_false_although_the_gzip_is_whole(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a", [exchange()])
    path = archive.warc / captures[0].warc_file
    data = path.read_bytes()
    first = captures[0]
    record = gzip.decompress(data[first.offset : first.offset + first.length]).replace("水位".encode(), "火位".encode())
    path.write_bytes(data[: first.offset] + gzip.compress(record, mtime=0) + data[first.offset + first.length :])
    assert {"block digest", "payload digest", "SHA-256"} <= set(kinds(verify(archive).problems))


@pytest.mark.parametrize(
    "digest",
    [
        "sha1:HM5IFABMTAEU5EIVAZRYC2YXEAIXI7ZB",
        "sha256:282b466f3501931731794bb82d2701affac7a2de20f9c3ee800f148154e7b9f3",
        "sha1:3b3a82802c98094e91150663816b172011747f21",
    ],
)
def test_files_of_other_tools_with_other_spellings(tmp_path: Path, digest: str) -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\n" + PAGE
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http;msgtype=response\r\nWARC-Payload-Digest: {digest}\r\n"
    path = tmp_path / "b.warc"
    path.write_bytes(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    [checked] = FileCheck(path)
    assert checked.faults == ()


def test_a_file_that_a_crawl_writes_is_no_problem_and_one_left_by_a_crash_is(tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "a", [])
    warc = writer(archive.warc)
    warc.write_exchange(exchange())
    assert verify(archive).problems == []
    warc._file.close()  # type: ignore[union-attr] - as a crash does
    warc._file = None
    assert kinds(verify(archive).problems) == ["not closed", "no row"]


def test_the_command(tmp_path: Path) -> None:
    archive, captures = archive_of(tmp_path / "a")
    run = CliRunner().invoke(morgue, ["-C", str(archive.root), "verify"], standalone_mode=False)
    assert run.return_value == 0, run.output
    assert "All is well." in run.output
    path = archive.warc / captures[0].warc_file
    path.write_bytes(path.read_bytes()[:-200])
    run = CliRunner().invoke(morgue, ["-C", str(archive.root), "verify", "--json"], standalone_mode=False)
    assert run.return_value == 3
    assert [problem["kind"] for problem in json.loads(run.output)["problems"]] == ["torn"]
