"""A disk that fills up in mid-crawl: a clear message, nothing that was stored is damaged, and it goes on when there is room."""

from __future__ import annotations

import base64
import random
import subprocess
import sys
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from raw_server import RawServer, answer, write_site

from pipelines.archive import Archive, Config, Network, Operator

PAGES = 24


def _page(number: int) -> bytes:
    """A page that does not compress: a story and 40 kB of noise."""
    noise = base64.b64encode(random.Random(number).randbytes(30_000)).decode()
    story = f"Story {number} of the day, with words enough to be one. " * 20
    head = f"<html><head><title>Story {number}</title></head><body><article><h1>Story {number}</h1>"
    return f"{head}<p>{story}</p></article><!--{noise}--></body></html>".encode()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _crawl(archive: Archive) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-m", "scraper.cli", "-C", str(archive.root), "crawl"]
    return subprocess.run(command, capture_output=True, text=True, timeout=100)


@pytest.mark.parametrize("taken", [2_000_000, 2_600_000])
def test_a_full_disk_stops_the_crawl_and_damages_nothing(small_disk: Path, taken: int) -> None:
    network = Network(allow=(ip_network("127.0.0.0/8"),), ports=())
    config = Config(operator=Operator(name="Test", contact="mailto:test@example.org"), network=network)
    archive = Archive.create(small_disk / "archive", config)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * taken)
    paths = [f"/2025/story-{n}.html" for n in range(PAGES)]
    with RawServer({path: answer(_page(n)) for n, path in enumerate(paths)}) as server:
        write_site(archive.root, server.url, [server.url + path for path in paths])
        full = _crawl(archive)
        assert full.returncode != 0, full.stdout
        assert "make room and start again" in full.stderr, full.stdout + full.stderr
        assert "Traceback" not in full.stderr, full.stderr
        ballast.unlink()
        free = _crawl(archive)
        assert free.returncode == 0, free.stdout + free.stderr
    files = [str(path) for path in archive.warc.rglob("*.warc.gz")]
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with archive.database() as db:
        assert db.first("PRAGMA integrity_check") == {"integrity_check": "ok"}
        stored = db.rows_of("SELECT url, count(*) AS n FROM captures WHERE role = 'article' GROUP BY url")
        assert len(stored) == PAGES, "every page is there in the end"
        assert db.first("SELECT count(*) AS n FROM articles WHERE status = 'ok'") == {"n": PAGES}
