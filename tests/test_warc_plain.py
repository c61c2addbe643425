"""WARC files that are not compressed, and zstd with a dictionary: verify and repair know them too."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import archive_of
from foreign import compressed, http, page, sha1, write
from hypothesis import given, settings
from hypothesis import strategies as st
from test_warc_import import STORY

from pipelines.archive import Archive
from pipelines.repair import repair
from pipelines.verify import verify
from pipelines.warc.members import iter_members

Kept = tuple[Archive, Path, bytes, list[int]]
PAGES = [STORY.replace(b"nine", b"%d" % number) for number in range(1, 5)]


def kept(folder: Path, kind: str) -> Kept:
    """An archive with one file of such records, their rows taken in by repair, and where each record ends."""
    records = [
        page(number, body, WARC_Block_Digest=sha1(http(body)), WARC_Payload_Digest=sha1(body)) for number, body in enumerate(PAGES, 1)
    ]
    ending, data = compressed(records, kind)
    archive, _ = archive_of(folder, [])
    path = write(archive.warc / f"a{ending}", data)
    assert repair(archive).taken_in == 4
    assert verify(archive).problems == []
    return archive, path, data, [member.end for member in iter_members(path)]


@pytest.fixture(scope="module", params=["plain", "dictionary"])
def sound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept(tmp_path_factory.mktemp(request.param) / "a", request.param)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_cut_at_any_length_every_whole_record_stays(sound: Kept, data: st.DataObject) -> None:
    archive, path, whole, ends = sound
    cut = data.draw(st.integers(1, len(whole)), "cut")
    path.write_bytes(whole[:cut])
    repair(archive)
    side = path.with_name(path.name + ".torn")
    rest, aside = path.read_bytes(), side.read_bytes() if side.exists() else b""
    side.unlink(missing_ok=True)
    assert rest + aside == whole[:cut], "not one byte may be lost"
    # The line breaks that end a record which is not compressed are no part of what it holds.
    complete = [end for end in ends if len(whole[:end].rstrip(b"\r\n") if path.suffix == ".warc" else whole[:end]) <= cut]
    assert len(rest) >= min(cut, max(complete, default=0))
    assert len([member for member in iter_members(path) if member.state == "whole"]) == len(complete)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_flipped_byte_of_a_block_is_found_and_its_record_named(sound: Kept, data: st.DataObject) -> None:
    """Of a header that is not compressed no checksum speaks; a dictionary is missed by all records that need it."""
    archive, path, whole, ends = sound
    if path.suffix == ".warc":
        number = data.draw(st.integers(0, 3), "record")
        block = http(PAGES[number])
        start = whole.index(block)
        place = data.draw(st.integers(start, start + len(block) - 1), "place")
    else:
        place = data.draw(st.integers(ends[0], len(whole) - 1), "place")
    path.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255), "flip")]) + whole[place + 1 :])
    problems = verify(archive).problems
    path.write_bytes(whole)
    record = max(offset for offset in [0, *ends] if offset <= place)
    if not problems and path.suffix == ".zst":
        return  # a frame has bits that are not read; only of frames that we compressed ourselves is it known what they were
    assert record in [problem.offset for problem in problems], f"byte {place} of the record at {record}: {problems}"


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_whatever_is_flipped_verify_and_repair_end_and_lose_nothing(sound: Kept, data: st.DataObject) -> None:
    archive, path, whole, _ = sound
    place = data.draw(st.integers(0, len(whole) - 1), "place")
    path.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255), "flip")]) + whole[place + 1 :])
    verify(archive)
    repair(archive)
    side = path.with_name(path.name + ".torn")
    rest = path.read_bytes() + (side.read_bytes() if side.exists() else b"")
    side.unlink(missing_ok=True)
    assert len(rest) == len(whole)
    path.write_bytes(whole)
    repair(archive)
