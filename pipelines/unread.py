"""The article of a page that could not be read: it hung, it took all memory, it killed its worker, or a step of extraction raised."""

from __future__ import annotations

import traceback
from pathlib import Path

from pipelines.article import Article
from pipelines.errors import MorgueError
from pipelines.extraction.rules import SiteRules
from pipelines.extractor import extractor
from pipelines.processes import Lost


def unread(url: str, why: Exception | Lost, rules: SiteRules, *, timeout: float = 0.0) -> Article:
    """An Article of status "timeout" or "error" whose reason says what happened; `timeout` are the seconds that a page had."""
    if isinstance(why, Lost) and why.exitcode is None:
        return Article(url=url, status="timeout", reason=f"extraction took longer than {timeout:g} seconds", extractor=extractor(rules))
    return Article(url=url, status="error", reason=_reason(why), extractor=extractor(rules))


def _reason(why: Exception | Lost) -> str:
    if isinstance(why, Lost):
        return f"the worker process died (exit code {why.exitcode}) each time it read this page"
    if isinstance(why, MemoryError):
        return "extraction took more memory than a worker may have"
    if isinstance(why, MorgueError):
        return str(why)
    place = traceback.extract_tb(why.__traceback__)[-1]
    return f"{type(why).__name__}: {why} ({Path(place.filename).name}:{place.lineno}); report it with the page"
