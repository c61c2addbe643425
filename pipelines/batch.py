"""Extraction over files that are in no archive: HTML, gzipped HTML, WARC, standard input, manifests. One dict a page, in order."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.errors import RecordDamaged, UsageError
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.process import extractor, process_capture
from pipelines.processes import Lost, Processes
from pipelines.unread import unread
from pipelines.warc.content import decode_content
from pipelines.warc.reader import iter_sound_captures

STDIN = "-"
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".warc", ".warc.gz", ".warc.zst")
MAX_PAGE_BYTES = 64_000_000
PAGES_A_WORKER = 2000
TIMEOUT = 20.0
# Pages that are handed to the workers ahead of the one whose result is due, for each worker.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One page to extract: a file still to be read, or a capture with its payload. `path` is how the caller calls it.

    `problem` says what of a WARC file could not be read, in place of a page.
    """

    path: str
    url: str = ""
    fetched_at: datetime | None = None
    file: Path | None = None
    capture: Capture | None = None
    payload: bytes | None = None
    problem: str | None = None


def from_paths(paths: Iterable[Path | str], url: str = "") -> Iterator[Item]:
    """The pages of files and folders, in order; "-" is HTML from standard input. `url` is the address of a single page.

    Of a WARC file every HTML response is a page. Raises UsageError for a path that is not there.
    """
    for path in paths:
        if str(path) == STDIN:
            yield Item(STDIN, url, payload=sys.stdin.buffer.read(MAX_PAGE_BYTES))
            continue
        path = Path(path)
        if not path.exists():
            raise UsageError(f"{path}: there is no such file", "name HTML, .gz or WARC files, a folder of them, or - for standard input")
        files = sorted(each for each in path.rglob("*") if each.name.endswith(PAGE_SUFFIXES)) if path.is_dir() else [path]
        for file in files:
            yield from _from_file(Item(str(file), url, file=file))


def from_manifest(manifest: Path | str) -> Iterator[Item]:
    """The pages of a manifest, whose lines are `{"path", "url", "fetched_at"}`; paths are relative to the manifest's folder.

    Raises UsageError with the line's number for a line that cannot be read.
    """
    manifest = Path(manifest)
    with manifest.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from _from_file(_entry(manifest, number, line))


def _entry(manifest: Path, number: int, line: str) -> Item:
    try:
        entry = json.loads(line)
        path = str(entry["path"])
        return Item(path, str(entry.get("url") or ""), _moment(entry.get("fetched_at")), manifest.parent / path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{manifest}:{number}: {type(error).__name__}: {error}"
        advice = 'write a line such as {"path": "page.html", "url": "https://…", "fetched_at": "2018-09-19T01:04:09Z"}'
        raise UsageError(problem, advice) from error


def extract_all(items: Iterable[Item], rules: SiteRules = NO_RULES, *, jobs: int = 1, timeout: float = TIMEOUT) -> Iterator[dict[str, Any]]:
    """`{"path", **article}` for each page, in the order of the items.

    With `jobs` above 1 pages are read in that many processes and one that takes longer than `timeout` seconds
    has the status "timeout". Nothing on a page raises.
    """
    if jobs < 2:
        for item in items:
            yield _row(item, extract_item(item, rules))
        return
    pool: Processes[Item, Article] = Processes(
        _begin_worker, [rules], partial(_lost, rules, timeout), jobs=jobs, timeout=timeout, renew=PAGES_A_WORKER
    )
    remaining, waiting = iter(items), deque[tuple[Item, Future[list[Article]]]]()
    try:
        while True:
            waiting.extend((item, pool.submit([item])) for item in islice(remaining, jobs * _AHEAD - len(waiting)))
            if not waiting:
                return
            item, future = waiting.popleft()
            yield _row(item, *future.result())
    finally:
        pool.close(wait=False)


def extract_item(item: Item, rules: SiteRules = NO_RULES) -> Article:
    """The article of one item; a file that cannot be read gives an Article of status "error"."""
    if item.problem is not None:
        return Article(url=item.url, status="error", reason=item.problem, extractor=extractor(rules))
    capture = item.capture or Capture(url=item.url, fetched_at=item.fetched_at)
    try:
        payload = item.payload if item.payload is not None else read_page_file(item.file or Path(item.path))
    except OSError as error:
        return Article(url=item.url, status="error", reason=f"{item.path}: {error}", extractor=extractor(rules))
    try:
        return process_capture(capture, payload, rules)
    except Exception as error:  # noqa: BLE001 - as in a crawl's worker: a bug costs this page alone
        return unread(item.url, error, rules)


def read_page_file(path: Path) -> bytes:
    """The bytes of a page, gunzipped if they are gzip, as far as they can be; raises OSError."""
    with path.open("rb") as file:
        content = file.read(MAX_PAGE_BYTES)
    return decode_content(content, "gzip", limit=MAX_PAGE_BYTES, exact=False) if content.startswith(b"\x1f\x8b") else content


def _from_file(item: Item) -> Iterator[Item]:
    if item.file is None or not item.file.name.endswith((".warc", ".warc.gz", ".warc.zst")):
        yield item
        return
    damages: list[RecordDamaged] = []
    pages = 0
    for capture, entity in iter_sound_captures(item.file, item.file.name, damages.append):
        if capture.mime is None or "html" in capture.mime:
            payload = decode_content(entity, capture.header("content-encoding"), limit=MAX_PAGE_BYTES, exact=False)
            pages += 1
            yield replace(item, url=capture.url, fetched_at=capture.fetched_at, capture=capture, payload=payload)
    for damage in damages:
        yield replace(item, problem=str(damage))
    if not pages and not damages:
        yield replace(item, problem=f"{item.path} holds no HTML page")


def _begin_worker(rules: SiteRules) -> Callable[[Item], Article]:
    return partial(extract_item, rules=rules)


def _lost(rules: SiteRules, timeout: float, item: Item, why: Lost) -> Article:
    return unread(item.url, why, rules, timeout=timeout)


def _row(item: Item, article: Article) -> dict[str, Any]:
    return {"path": item.path, **article.to_dict()}


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
