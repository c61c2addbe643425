"""What a crash leaves is mended without losing a whole record or a single byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from warc_exchanges import exchange, writer

from pipelines.errors import UsageError
from pipelines.warc.reader import iter_captures, read_payload
from pipelines.warc.recover import find_open_files, recover
from pipelines.warc.writer import OPEN_SUFFIX

WRITES_FOR_EVER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from warc_exchanges import exchange, writer
warc = writer(Path(sys.argv[1]))
number = 0
while True:
    capture = warc.write_exchange(exchange(url=f"http://news.example/{number}", body=b"%d" % number * 20000))
    print(capture.record_id, flush=True)
    number += 1
"""


def test_any_torn_tail_is_kept_aside_and_every_whole_record_stays(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    captures = [warc.write_exchange(exchange(body=random.Random(n).randbytes(200))) for n in range(3)]
    warc.close()
    closed = tmp_path / captures[0].warc_file
    data = closed.read_bytes()
    closed.unlink()
    for cut in range(0, len(data) + 1, 11):
        (folder := tmp_path / str(cut)).mkdir()
        left = folder / ("a.warc.gz" + OPEN_SUFFIX)
        left.write_bytes(data[:cut])
        recovery = recover(left)
        kept = recovery.path.read_bytes() if recovery.path else b""
        aside = recovery.torn.read_bytes() if recovery.torn else b""
        assert kept + aside == data[:cut], f"cut at {cut}: not one byte may be lost"
        whole = [capture.record_id for capture in captures if capture.offset + capture.length <= cut]
        assert [capture.record_id for capture, _ in recovery.captures("a.warc.gz")] == whole, f"cut at {cut}"
        assert not left.exists()


def test_after_a_kill_every_capture_that_was_reported_is_there(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITES_FOR_EVER, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = [process.stdout.readline().strip() for _ in range(40)]
        [left] = find_open_files(tmp_path)
        with pytest.raises(UsageError, match="another process"):
            recover(left)
        os.kill(process.pid, signal.SIGKILL)
        reported += process.stdout.read().split()
    recovery = recover(left)
    assert recovery.path is not None
    name = recovery.path.relative_to(tmp_path).as_posix()
    captures = [capture for capture, _ in recovery.captures(name)]
    assert [capture.record_id for capture in captures][: len(reported)] == reported
    for number, capture in enumerate(captures):
        assert read_payload(tmp_path, capture) == b"%d" % number * 20000
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(recovery.path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_damage_before_whole_records_stays_where_it_is(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    captures = [warc.write_exchange(exchange(body=b"%d" % n)) for n in range(3)]
    warc.close()
    closed = tmp_path / captures[0].warc_file
    data = bytearray(closed.read_bytes())
    data[captures[1].offset + 30] ^= 0xFF
    left = tmp_path / ("b.warc.gz" + OPEN_SUFFIX)
    left.write_bytes(data + b"\x1f\x8b\x08torn")
    recovery = recover(left)
    assert recovery.path is not None
    assert recovery.path.read_bytes() == data, "whole records after the damage must not be cut off with the tail"
    assert recovery.torn_bytes == 7
    assert [capture.record_id for capture, _ in recovery.captures("b.warc.gz")] == [captures[0].record_id, captures[2].record_id]


def test_only_open_files_are_recovered(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        path = tmp_path / warc.write_exchange(exchange()).warc_file
    path = path if path.exists() else path.with_name(path.name + OPEN_SUFFIX)
    with pytest.raises(UsageError, match="does not end with"):
        recover(path)
    assert len(list(iter_captures(path))) == 1
