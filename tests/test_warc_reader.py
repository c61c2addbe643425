"""Captures and payloads read back, from files whole, still written, torn and damaged."""

from __future__ import annotations

import gzip
import random
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import brotli
import pytest
import zstandard
from warc_exchanges import MOMENT, PAGE, exchange, writer

from pipelines.capture import Capture
from pipelines.errors import RecordDamaged
from pipelines.warc.members import iter_members
from pipelines.warc.reader import archived, iter_captures, read_capture, read_payload


def write(folder: Path, *changes: dict[str, object]) -> list[Capture]:
    with writer(folder) as warc:
        return [warc.write_exchange(exchange(**change)) for change in changes]


VARIANTS: list[dict[str, object]] = [
    {},
    {"status": 301, "body": b"", "response_headers": ((b"Location", "http://news.example/新".encode()),)},
    {"role": "feed", "redirected_from": "http://news.example/rss", "crawl_id": None},
    {"protocol": "h2", "ip_address": "2001:db8::1", "truncated": "length"},
    {"protocol": None, "ip_address": None, "site": None, "url": "http://news.example"},
    {"body": b"\r\n\r\nWARC/1.1\r\n", "response_headers": ()},
]


def test_the_reader_gives_the_captures_that_the_writer_gave(tmp_path: Path) -> None:
    captures = write(tmp_path, *VARIANTS)
    read = list(iter_captures(tmp_path / captures[0].warc_file, captures[0].warc_file))
    assert [capture for capture, _ in read] == captures
    assert [entity for _, entity in read] == [variant.get("body", PAGE) for variant in VARIANTS]
    assert [read_capture(tmp_path, capture.warc_file, capture.offset) for capture in captures] == read


def test_a_file_still_written_can_be_read(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    capture = warc.write_exchange(exchange())
    assert read_payload(tmp_path, capture) == PAGE
    assert [read for read, _ in iter_captures(tmp_path / (capture.warc_file + ".open"))] == [
        replace(capture, warc_file=Path(capture.warc_file).name)
    ]
    warc.close()
    assert read_payload(tmp_path, capture) == PAGE


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("gzip", PAGE),
        ("br", PAGE),
        ("zstd", PAGE),
        ("unheard-of", PAGE),
        ("", PAGE),
    ],
)
def test_content_codings_are_undone_and_false_ones_let_be(tmp_path: Path, encoding: str, body: bytes) -> None:
    [capture] = write(tmp_path, {"body": body, "response_headers": ((b"Content-Encoding", encoding.encode()),)})
    assert read_payload(tmp_path, capture) == PAGE
    assert read_payload(tmp_path, replace(capture, headers=())) == PAGE, "a capture from a row has no headers; the record has them"


def test_a_body_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    text = " ".join(str(number) for number in range(100_000)).encode()
    for encoding, body in (("gzip", gzip.compress(text)), ("br", brotli.compress(text, quality=1)), ("zstd", zstandard.compress(text))):
        [capture] = write(tmp_path, {"body": body[: len(body) // 2], "response_headers": ((b"Content-Encoding", encoding.encode()),)})
        payload = read_payload(tmp_path, capture)
        assert text.startswith(payload), encoding
        assert len(payload) > 1000, f"{encoding}: what came before the break must be kept"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_are_refused_by_file_and_offset(tmp_path: Path, encoding: str) -> None:
    compress = {"gzip": gzip.compress, "deflate": zlib.compress, "br": partial(brotli.compress, quality=1), "zstd": zstandard.compress}[
        encoding
    ]
    [capture] = write(tmp_path, {"body": compress(bytes(70_000_000)), "response_headers": ((b"Content-Encoding", encoding.encode()),)})
    with pytest.raises(RecordDamaged, match=rf"{Path(capture.warc_file).name} at byte {capture.offset}: .*; leave it out"):
        read_payload(tmp_path, capture)


def test_a_capture_that_points_elsewhere_is_told(tmp_path: Path) -> None:
    first, second = write(tmp_path, {}, {"body": b"other"})
    moved = replace(first, offset=second.offset, length=second.length)
    with pytest.raises(RecordDamaged, match="stands where"):
        read_payload(tmp_path, moved)
    with pytest.raises(RecordDamaged, match=f"at byte {first.offset + 1}: .*morgue verify"):
        read_capture(tmp_path, first.warc_file, first.offset + 1)
    with pytest.raises(RecordDamaged, match="is not there; bring"):
        read_payload(tmp_path, replace(first, warc_file="gone.warc.gz"))


def test_a_file_cut_anywhere_gives_every_whole_capture_and_says_that_it_is_torn(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(700)
    captures = write(tmp_path, {}, {"body": noise}, {"body": b""})
    data = (tmp_path / captures[0].warc_file).read_bytes()
    ends = [capture.offset + capture.length for capture in captures]
    member_ends = {0, *(member.end for member in iter_members(tmp_path / captures[0].warc_file))}
    path = tmp_path / "cut.warc.gz"
    for cut in sorted(
        {*range(0, len(data), 5), *(end + near for end in member_ends for near in (-1, 0, 1) if 0 <= end + near < len(data))}
    ):
        path.write_bytes(data[:cut])
        told: list[RecordDamaged] = []
        read = [capture.record_id for capture, _ in iter_captures(path, torn=told.append)]
        assert read == [capture.record_id for capture, end in zip(captures, ends, strict=True) if end <= cut], f"cut at byte {cut}"
        assert len(told) == (0 if cut in member_ends else 1), f"cut at byte {cut}: {told}"


def test_a_flipped_byte_never_gives_other_bytes_than_were_written(tmp_path: Path) -> None:
    bodies = [PAGE, random.Random(8).randbytes(300)]
    captures = write(tmp_path, *({"body": body} for body in bodies))
    path = tmp_path / captures[0].warc_file
    data = path.read_bytes()
    named = 0
    for capture, body in zip(captures, bodies, strict=True):
        for place in range(capture.offset, capture.offset + capture.length, 2):
            path.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
            payload, error = payload_or_error(tmp_path, capture)
            assert payload == body or f"{path.name} at byte {capture.offset}" in error, f"byte {place}"
            named += bool(error)
    assert named > 0.45 * sum(capture.length for capture in captures)


def payload_or_error(folder: Path, capture: Capture) -> tuple[bytes | None, str]:
    try:
        return read_payload(folder, capture), ""
    except RecordDamaged as error:
        return None, str(error)


def test_damage_in_the_middle_is_named_and_not_taken_for_a_torn_tail(tmp_path: Path) -> None:
    captures = write(tmp_path, {}, {}, {})
    path = tmp_path / captures[0].warc_file
    data = bytearray(path.read_bytes())
    data[captures[1].offset + 40] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(RecordDamaged, match=f"{path.name} at byte {captures[1].offset}"):
        list(iter_captures(path))


@pytest.mark.parametrize("content", [b"not a WARC", b"\0" * 5000, b"<html>", b"PK\x03\x04zip"])
def test_files_that_are_no_warc_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.warc.gz"
    path.write_bytes(content)
    with pytest.raises(RecordDamaged, match=r"strange\.warc\.gz at byte 0"):
        list(iter_captures(path))


def test_a_row_gets_back_what_only_the_record_says(tmp_path: Path) -> None:
    first, second = write(tmp_path, {}, {})
    from_row = replace(first, id=7, headers=(), request_record_id=None, fetched_at=MOMENT.replace(microsecond=0))
    assert archived(tmp_path, from_row) == first, "a revisit must give the very WARC-Date of the record that it refers to"
    assert archived(tmp_path, replace(first, offset=second.offset)) is None
    assert archived(tmp_path, replace(first, warc_file="gone.warc.gz")) is None


def test_uncompressed_files_and_requests_that_come_first(tmp_path: Path) -> None:
    [capture] = write(tmp_path, {"redirected_from": "http://news.example/old"})
    members = gzip.decompress((tmp_path / capture.warc_file).read_bytes()).split(b"WARC/1.1\r\n")[1:]
    info, response, request, metadata = (b"WARC/1.1\r\n" + member for member in members)
    path = tmp_path / "plain.warc"
    path.write_bytes(info + request + metadata + response)
    [(read, entity)] = iter_captures(path)
    assert entity == PAGE
    assert (read.request_record_id, read.redirected_from, read.role) == (capture.request_record_id, "http://news.example/old", "article")
    assert (read.offset, read.length) == (len(info + request + metadata), len(response))


def test_a_capture_is_read_whatever_is_being_written_after_it(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        first = warc.write_exchange(exchange())
        end = (tmp_path / f"{first.warc_file}.open").stat().st_size
        warc.write_exchange(exchange(url="http://news.example/next"))
    path = tmp_path / first.warc_file
    whole = path.read_bytes()
    for rest in (b"", whole[end : end + 40], b"\0" * 100, whole[end + 10 :]):
        path.write_bytes(whole[:end] + rest)
        found, entity = read_capture(tmp_path, first.warc_file, first.offset)
        assert (found.record_id, found.role, found.request_record_id, entity) == (
            first.record_id,
            first.role,
            first.request_record_id,
            PAGE,
        )
