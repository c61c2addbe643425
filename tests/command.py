"""The real `morgue` command in a process of its own, and how to read what it prints."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

Morgue = Callable[..., "subprocess.CompletedProcess[str]"]


def crawled(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The summary of a `crawl --json` of one site."""
    assert result.stdout.strip(), f"the crawl printed nothing; its errors: {result.stderr[-2000:]}"
    summary: dict[str, Any] = json.loads(result.stdout)[0]
    return summary
