"""WARC files that stay where they lie: rows name them, every command reads them, and none writes to them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from archives import archive_of
from click.testing import CliRunner
from foreign import compressed, page, rows, write
from test_warc_import import STORY

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.export.records import write_warc
from pipelines.export.selection import Chosen, Selection
from pipelines.importing.run import Source, refer_to_source
from pipelines.rebuild import rebuild
from pipelines.repair import repair
from pipelines.storage.captures import capture_from_row
from pipelines.verify import verify
from pipelines.warc.files import references
from pipelines.warc.reader import iter_captures, read_payload
from scraper.cli import morgue

KINDS = ["gzip", "zstd", "dictionary", "plain"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    (archive.sites / "example.toml").write_text('name = "example"\nurl = "http://news.example/"\n')
    return archive


def elsewhere(folder: Path, kind: str = "gzip", count: int = 4) -> Path:
    ending, data = compressed([page(number) for number in range(1, count + 1)], kind)
    return write(folder / "elsewhere" / f"theirs{ending}", data)


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_reads_it_and_none_writes(archive: Archive, tmp_path: Path, kind: str) -> None:
    path = elsewhere(tmp_path, kind)
    before = path.read_bytes()
    path.chmod(0o444)
    assert refer_to_source(archive, Source(path, site="example"), lambda _: None).new == 4
    assert {(row["warc_file"], row["site"]) for row in rows(archive)} == {(str(path), "example")}
    assert [read_payload(archive.warc, capture_from_row(row)) for row in rows(archive)] == [
        STORY.replace(b"nine", b"%d" % n) for n in range(1, 5)
    ]
    report = verify(archive)
    assert (report.problems, report.files, report.rows) == ([], 1, 4)
    first = rows(archive, "record_id, warc_file, offset, length, sha256, site")
    rebuild(archive, lambda _: None, lambda _: None)
    assert rows(archive, "record_id, warc_file, offset, length, sha256, site") == first, "a rebuild must know the file and its site"
    repairs = repair(archive)
    assert (repairs.taken_in, repairs.moved, repairs.damaged) == (0, 0, [])
    assert refer_to_source(archive, Source(path, site="example"), lambda _: None).known == 4
    with archive.database() as db, (tmp_path / "out.warc.gz").open("wb") as out:
        assert write_warc(archive.warc, Chosen(db, Selection()).captures(), out) == 4
    assert [capture.record_id for capture, _ in iter_captures(tmp_path / "out.warc.gz")] == [row["record_id"] for row in first]
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_forget_leaves_the_file_and_says_so(archive: Archive, tmp_path: Path) -> None:
    path = elsewhere(tmp_path)
    before = path.read_bytes()
    refer_to_source(archive, Source(path), lambda _: None)
    done = CliRunner().invoke(morgue, ["-C", str(archive.root), "forget", "http://news.example/2", "--yes"], standalone_mode=False)
    assert done.exception is None, done.output
    assert f"{path} still holds them: it lies outside of the archive and was not written to" in done.output
    assert path.read_bytes() == before
    assert [row["url"][-1] for row in rows(archive)] == ["1", "3", "4"]
    assert verify(archive).problems == []
    assert repair(archive).taken_in == 0
    rebuild(archive, lambda _: None, lambda _: None)
    assert [row["url"][-1] for row in rows(archive)] == ["1", "3", "4"], "what was forgotten must not come back"
    assert refer_to_source(archive, Source(path), lambda _: None).new == 0


def test_damage_and_absence_are_told(archive: Archive, tmp_path: Path) -> None:
    path = elsewhere(tmp_path)
    refer_to_source(archive, Source(path), lambda _: None)
    second = rows(archive)[1]
    data = bytearray(path.read_bytes())
    data[second["offset"] + 60] ^= 0xFF
    path.write_bytes(data)
    assert {(problem.file, problem.record_id) for problem in verify(archive).problems} == {(str(path), second["record_id"])}
    path.write_bytes(data[:-20])
    assert "torn" in [problem.kind for problem in verify(archive).problems]
    assert repair(archive).torn == {}, "a tail that is not ours is never cut off"
    path.unlink()
    [problem] = verify(archive).problems
    assert (problem.kind, problem.file) == ("file missing", str(path))


def test_a_file_that_cannot_be_read_in_places_is_refused(archive: Archive, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.warc.gz", gzip.compress(page(1) + page(2) + page(3)))
    own = write(archive.warc / "own.warc.gz", gzip.compress(page(1)))
    for path, message in ((whole, "not compressed one by one; import it with --copy"), (own, "lies in the archive; run `morgue repair`")):
        with pytest.raises(UsageError, match=message):
            refer_to_source(archive, Source(path), lambda _: None)
    with pytest.raises(UsageError, match="import it with --copy"):
        refer_to_source(archive, Source(write(tmp_path / "a.arc", b"x")), lambda _: None)
    assert references(archive.warc) == {}


def test_another_file_under_the_same_name_is_told(archive: Archive, tmp_path: Path) -> None:
    path = elsewhere(tmp_path)
    refer_to_source(archive, Source(path), lambda _: None)
    write(path, gzip.compress(page(9)))
    result = refer_to_source(archive, Source(path), lambda _: None)
    assert result.new == 0
    assert "the file was another one when it was imported" in result.left_out[0]


def test_the_command_on_a_folder(archive: Archive, tmp_path: Path) -> None:
    write(tmp_path / "warcs" / "a.warc.gz", gzip.compress(page(1)))
    write(tmp_path / "warcs" / "deeper" / "b.warc", page(2))
    command = ["-C", str(archive.root), "import", "--in-place", "--no-extract", "--json", str(tmp_path / "warcs")]
    done = CliRunner().invoke(morgue, command, standalone_mode=False)
    assert done.exception is None, done.output
    assert [(source["new"], Path(source["warc_file"]).name) for source in json.loads(done.stdout)["sources"]] == [
        (1, "a.warc.gz"),
        (1, "b.warc"),
    ]
    assert {row["site"] for row in rows(archive)} == {"example"}


PEAK = """
import re, sys
from pathlib import Path
from pipelines.archive import Archive
from pipelines.export.records import write_warc
from pipelines.export.selection import Chosen, Selection
from pipelines.importing.run import Source, import_source, refer_to_source
how = refer_to_source if sys.argv[3] == "in-place" else import_source
assert how(Archive.open(Path(sys.argv[1])), Source(Path(sys.argv[2])), lambda _: None).left_out == []
# Not ru_maxrss, which a process takes over from the one that started it.
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
"""


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads its peak of memory from Linux's /proc")
@pytest.mark.parametrize("how", ["copy", "in-place"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, how: str) -> None:
    peaks = []
    for number, count in enumerate((1_500, 15_000)):
        archive, _ = archive_of(tmp_path / str(number), [])
        noise = os.urandom(2000)
        path = write(
            tmp_path / f"{number}.warc.gz", b"".join(gzip.compress(page(n, STORY + noise + b"%d" % n), 1) for n in range(1, count + 1))
        )
        done = subprocess.run([sys.executable, "-c", PEAK, archive.root, path, how], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 20_000, f"ten times the file took {peaks[1] - peaks[0]} kB more"
