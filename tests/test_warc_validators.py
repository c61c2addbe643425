"""Validators of other makes find nothing wrong with what we write."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from test_warc_replay import PAGE, SERVED, of
from warc_exchanges import exchange, writer

KINDS = {"gzip": ".warc.gz", "zstd": ".warc.zst"}


def written(folder: Path, compression: str = "gzip", leave_out: str = "") -> Path:
    """Every kind of record that we write, over pages of every coding."""
    with writer(folder, compression=compression) as warc:
        captures = [warc.write_exchange(of(path)) for path in SERVED if path != leave_out]
        warc.write_exchange(exchange(url="http://news.example/moved", status=301, body=b""))
        warc.write_exchange(exchange(url="http://news.example/cut", truncated="length", body=PAGE[:9], protocol="h2"))
        warc.write_exchange(of(next(iter(SERVED)), 1), captures[0])
        warc.write_exchange(of(next(iter(SERVED)), 2, status=304, body=b""), captures[0])
    [path] = folder.rglob(f"*{KINDS[compression]}")
    return path


def tool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


def test_warcat(tmp_path: Path) -> None:
    """It checks fourteen rules of the standard by name and clause, record by record.

    One of them is not the standard's: it takes the payload digest of a revisit for that of its own block, where it is the original's.
    """
    path = written(tmp_path)
    done = tool("warcat", "verify", path)
    complaints = re.findall(r"VerifyProblem: (.*)", done.stderr)
    assert set(complaints) <= {"('Bad payload digest.', '5.9', True)"}, done.stderr[-2000:]
    with path.open("rb") as stream:
        revisits = [record.record_id for record in ArchiveIterator(stream, parse_http=False) if record.headers["WARC-Type"] == "revisit"]
    failed = re.findall(r"Record <?(urn:uuid:[0-9a-f-]+)>? failed validation", done.stderr)
    assert sorted(failed) == sorted(each.strip("<>") for each in revisits), done.stderr[-2000:]


def test_warcat_sees_what_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path)
    data = b"".join(gzip.decompress(path.read_bytes()).split(b"WARC-Date: 2026-11-23T04:05:06.789012Z\r\n"))
    (tmp_path / "bad.warc").write_bytes(data)
    assert "Mandatory WARC-Date field is missing" in tool("warcat", "verify", tmp_path / "bad.warc").stderr


def test_warcio(tmp_path: Path) -> None:
    """Without brotli, which it decodes by an attribute that the brotli package does not have, and zstd, which it cannot read."""
    done = tool("warcio.cli", "check", written(tmp_path, leave_out="/br"))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", list(KINDS))
def test_fastwarc(tmp_path: Path, kind: str) -> None:
    """Its --verify-payloads, too, looks for the payload of a revisit in the revisit."""
    path = written(tmp_path, kind)
    done = tool("fastwarc.cli", "check", path)
    assert done.returncode == 0, done.stdout
    with path.open("rb") as stream:
        wrong = [
            record.record_id
            for record in ArchiveIterator(stream)
            if not record.verify_payload_digest() and record.headers.get("WARC-Payload-Digest") and record.headers["WARC-Type"] != "revisit"
        ]
    assert wrong == []
