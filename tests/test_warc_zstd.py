"""Files of zstd frames: everything that works on gzip members works on them, and holds the same records."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zstandard
from archives import archive_of
from fastwarc.warc import ArchiveIterator
from warc_exchanges import exchange, writer

from pipelines.archive import Archive, Config, WarcSettings, config_text, read_config
from pipelines.batch import extract_all, from_paths
from pipelines.export.records import write_warc
from pipelines.export.selection import Chosen, Selection
from pipelines.forget import forget
from pipelines.importing.run import Source, import_source
from pipelines.rebuild import rebuild
from pipelines.repair import repair
from pipelines.verify import verify
from pipelines.warc.cdxj import cdxj_lines
from pipelines.warc.reader import iter_captures, read_payload
from pipelines.warc.record import Compression

URLS = [f"http://news.example/{number}" for number in range(4)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "a", compression="zstd")
    return archive


def records(folder: Path, compression: Compression) -> list[bytes]:
    """Every record's bytes, uncompressed, as FastWARC reads them."""
    with writer(folder, compression=compression) as warc:
        original = warc.write_exchange(exchange())
        warc.write_exchange(exchange(url=URLS[1], status=304, body=b""), original)
    with (folder / original.warc_file).open("rb") as stream:
        return [b"%r" % dict(record.headers) + record.reader.read() for record in ArchiveIterator(stream, parse_http=False)]


def test_the_records_are_the_same(tmp_path: Path) -> None:
    ours, theirs = records(tmp_path / "z", "zstd"), records(tmp_path / "g", "gzip")
    assert len(ours) == 7
    assert [record.replace(b".warc.zst", b".warc.gz") for record in ours] == theirs


def test_each_frame_is_a_record_with_its_size_and_a_checksum(archive: Archive) -> None:
    [path] = archive.warc.rglob("*.warc.zst")
    data = path.read_bytes()
    for capture, entity in iter_captures(path, path.relative_to(archive.warc).as_posix()):
        frame = data[capture.offset : capture.offset + capture.length]
        assert zstandard.get_frame_parameters(frame).has_checksum
        assert zstandard.frame_content_size(frame) == len(zstandard.decompress(frame))
        assert read_payload(archive.warc, capture) == entity
    assert zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read().count(b"WARC/1.1\r\n") == 13


def test_the_index_points_at_the_frames(archive: Archive) -> None:
    [path] = archive.warc.rglob("*.warc.zst")
    lines = list(cdxj_lines(path, path.name))
    assert len(lines) == 4
    for line, (capture, _) in zip(lines, iter_captures(path), strict=True):
        assert f'"length": "{capture.length}", "offset": "{capture.offset}", "filename": "{path.name}"' in line


def test_verify_repair_and_rebuild(archive: Archive) -> None:
    assert verify(archive).problems == []
    with writer(archive.warc, compression="zstd") as warc:
        late = warc.write_exchange(exchange(url="http://news.example/late"))
        warc._file.close()  # type: ignore[union-attr] - as a crash does
        warc._file = None
    [left] = archive.warc.rglob("*.warc.zst.open")
    left.write_bytes(left.read_bytes()[:-7])
    repairs = repair(archive)
    assert (repairs.closed, list(repairs.torn), repairs.damaged) == ([late.warc_file], [late.warc_file], [])
    assert verify(archive).problems == []
    assert rebuild(archive, lambda _: None, lambda _: None).captures == 5
    assert verify(archive).problems == []


def test_forget_rewrites_the_file_in_its_own_compression(archive: Archive) -> None:
    gone = forget(archive, [URLS[1]], "court order")
    assert gone.captures == 1
    [path] = archive.warc.rglob("*.warc.zst")
    assert [capture.url for capture, _ in iter_captures(path)] == [URLS[0], *URLS[2:]]
    assert verify(archive).problems == []


def test_export_gives_gzip_that_every_tool_reads(archive: Archive, tmp_path: Path) -> None:
    with archive.database() as db, (tmp_path / "a.warc.gz").open("wb") as out:
        assert write_warc(archive.warc, Chosen(db, Selection()).captures(), out) == 4
    assert [capture.url for capture, _ in iter_captures(tmp_path / "a.warc.gz")] == URLS
    assert (tmp_path / "a.warc.gz").read_bytes().startswith(b"\x1f\x8b")


def test_files_of_others_are_imported_and_extracted(archive: Archive, tmp_path: Path) -> None:
    [path] = archive.warc.rglob("*.warc.zst")
    other = Archive.create(tmp_path / "b")
    assert import_source(other, Source(path), lambda _: None).new == 4
    assert verify(other).problems == []
    assert [row["url"] for row in extract_all(from_paths([path]))] == URLS


def test_morgue_toml_asks_for_it(tmp_path: Path) -> None:
    config = Config(warc=WarcSettings(compression="zstd"))
    (tmp_path / "morgue.toml").write_text(config_text(config), "utf-8")
    assert read_config(tmp_path / "morgue.toml").warc == config.warc
