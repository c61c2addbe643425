"""What several test files need: a new archive, the command, and sites on loopback."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest
from command import Morgue

from pipelines.archive import Archive, Config, ExtractionSettings, Network, Operator


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names bytes by their argument: a compressed body holds the time it was made at, and pytest-xdist needs equal names everywhere."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A new archive that may crawl loopback."""
    config = Config(
        operator=Operator(name="Test", contact="mailto:test@example.org"),
        network=Network(allow=(ip_network("127.0.0.0/8"),), ports=()),
        extraction=ExtractionSettings(jobs=2),
    )
    return Archive.create(tmp_path / "archive", config)


@pytest.fixture
def morgue(archive: Archive, tmp_path: Path) -> Morgue:
    """Runs the real command on the archive, from a folder that has nothing to do with it."""

    def run(*args: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scraper.cli", "-C", str(folder or archive.root), *args]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=110)

    return run
