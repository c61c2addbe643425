"""The article of a page that could not be read: it hung, it killed its worker, or a step of extraction raised."""

from __future__ import annotations

import asyncio
import traceback
from concurrent.futures import TimeoutError as FuturesTimeout
from pathlib import Path

from pebble import ProcessExpired

from pipelines.article import Article
from pipelines.errors import MorgueError
from pipelines.extraction.rules import SiteRules
from pipelines.process import extractor

_LATE = (TimeoutError, FuturesTimeout, asyncio.TimeoutError)  # one class since Python 3.11, three before
# What waiting for a worker raises when the page was not read.
LOST = (*_LATE, ProcessExpired)


def unread(url: str, error: Exception, rules: SiteRules, *, timeout: float | None = None) -> Article:
    """An Article of status "timeout" or "error" whose reason says what happened; `timeout` are the seconds that a page had."""
    if isinstance(error, _LATE) and timeout is not None:
        return Article(url=url, status="timeout", reason=f"extraction took longer than {timeout:g} seconds", extractor=extractor(rules))
    return Article(url=url, status="error", reason=_reason(error), extractor=extractor(rules))


def _reason(error: Exception) -> str:
    if isinstance(error, ProcessExpired):
        return f"the worker process died (exit code {error.exitcode}) while it read this page"
    if isinstance(error, MorgueError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno}); report it with the page"
