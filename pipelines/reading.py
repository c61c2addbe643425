"""What a worker process does: reads captures from WARC files and extracts them, or does another job that may hang."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.process import process_capture
from pipelines.saved_page import read_saved
from pipelines.storage.article_rows import ArticleRows, article_rows
from pipelines.unread import unread

_PAGE = b"""<html><head><title>Town hall opens</title></head><body><article><h1>Town hall opens</h1><p>4 March 2025, 08:03</p>
<p>By Jane Roe</p><p>The council of the town opened its hall again, said the mayor on Tuesday evening, and many came.</p></article>"""


def warm_up() -> None:
    """Language models and patterns load with the first page: not in the time of a real one."""
    process_capture(Capture(url="https://news.example/"), _PAGE)


def begin(warc_folder: Path, rules: Mapping[str, SiteRules], memory: int | None) -> Callable[[Capture | Callable[[], Any]], Any]:
    """The function that reads a capture, which gives its rows and the seconds it took, or does a job, whose value comes back."""
    warm_up()
    limit_memory(memory)

    def read(item: Capture | Callable[[], Any]) -> Any:
        return _extract(warc_folder, item, rules.get(item.site or "", NO_RULES)) if isinstance(item, Capture) else item()

    return read


def _extract(warc_folder: Path, capture: Capture, rules: SiteRules) -> tuple[ArticleRows, float]:
    began = time.process_time()
    try:
        rows = article_rows(extract_capture(warc_folder, capture, rules))
    except Exception as error:  # noqa: BLE001 - the page's last resort: a bug of ours or a library's costs this page alone
        rows = article_rows(unread(capture.url, error, rules))
    return rows, time.process_time() - began


def limit_memory(size: int | None) -> None:
    """Lets this process have so many bytes of memory and no more, where the system knows such limits (not on Windows)."""
    if size is None or sys.platform == "win32":
        return
    import resource

    # RLIMIT_DATA counts what is allocated; RLIMIT_AS would count mapped files and reserved addresses too.
    resource.setrlimit(resource.RLIMIT_DATA, (size, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def extract_capture(warc_folder: Path, capture: Capture, rules: SiteRules) -> Article:
    """The article of a capture, read back from its WARC file, so that a crawl and a re-extraction see the very same.

    Raises RecordDamaged where the bytes are not to be had.
    """
    archived, payload = read_saved(warc_folder, capture)
    return process_capture(archived, payload, rules, [read_saved(warc_folder, page) for page in capture.following])
