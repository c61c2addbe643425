"""Exchanges for the WARC tests: one page of a made-up site, whole or changed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pipelines.warc.writer import Exchange, WarcWriter

MOMENT = datetime(2026, 11, 23, 4, 5, 6, 789012, tzinfo=timezone.utc)
PAGE = "<!doctype html><title>水库</title><p>水库的水位回到了正常。</p>".encode()


def exchange(**changes: Any) -> Exchange:
    values: dict[str, Any] = {
        "url": "http://news.example/20261123/a.html?page=1",
        "fetched_at": MOMENT,
        "status": 200,
        "reason": "OK",
        "body": PAGE,
        "request_headers": ((b"User-Agent", b"newsmorgue"), (b"Cookie", b"secret=1")),
        "response_headers": (
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Set-Cookie", b"a=1"),
            (b"Transfer-Encoding", b"chunked"),
            (b"Set-Cookie", b"b=2"),
        ),
        "ip_address": "192.0.2.7",
        "protocol": "HTTP/1.1",
        "site": "example",
        "crawl_id": "example-1",
    }
    return Exchange(**{**values, **changes})


def counted_ids() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"urn:uuid:00000000-0000-4000-8000-{next(numbers):012d}"


def writer(folder: Path, **options: Any) -> WarcWriter:
    """A writer whose dates and record ids are the same in every run."""
    return WarcWriter(folder, "example", {"operator": "Example Newsroom"}, clock=lambda: MOMENT, ids=counted_ids(), **options)
