"""Extraction again, from the WARC files alone and by the same function as in a crawl."""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from pipelines.archive import Archive
from pipelines.article import Extractor
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.item_pipeline import save_result
from pipelines.process import extractor
from pipelines.storage.articles import Change, compare
from pipelines.storage.captures import capture_from_row
from pipelines.storage.database import MorgueDatabase
from pipelines.workers import ExtractionPool, Result

BATCH = 50
SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Selection:
    """Which captures: all without any; `since` is an ISO date of the fetch, `where` SQL over the columns of captures (as c)."""

    site: str | None = None
    since: str | None = None
    url: str | None = None
    where: str | None = None
    failed: bool = False


@dataclass(slots=True)
class Report:
    """What a run did: captures by outcome, articles that differ by field, and some of the changes."""

    outcomes: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    samples: list[Change] = field(default_factory=list)
    failures: int = 0

    def note(self, outcome: str, changes: list[Change]) -> None:
        self.outcomes[outcome] += 1
        self.fields.update(change.field for change in changes)
        self.samples.extend(changes[: SAMPLES - len(self.samples)])


def reextract(
    archive: Archive,
    rules: Mapping[str, SiteRules],
    selection: Selection = Selection(),
    *,
    jobs: int | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Reads captures again that this extractor has not read; what it read before stays as it is.

    With `dry_run` nothing is written and the report says what would change. `progress` gets pages done and pages
    in all. Raises UsageError for a `where` that is no SQL condition.
    """
    report = Report()
    with archive.database() as db:
        captures = select(db, rules, selection)
        settings = archive.config.extraction
        with ExtractionPool(archive.warc, rules, jobs=jobs or settings.jobs, timeout=settings.timeout) as pool:
            for done, batch in _batches(_results(pool, captures)):
                with db.writing():
                    for result in batch:
                        _take(db, result, report, dry_run=dry_run, again=selection.failed)
                if progress:
                    progress(done, len(captures))
    return report


def select(db: MorgueDatabase, rules: Mapping[str, SiteRules], selection: Selection) -> list[Capture]:
    """The captures to read, in WARC order: pages of articles that the extractor in force for their site has not read."""
    fingerprints = {site: extractor(each) for site, each in rules.items()}
    conditions, values = ["c.role = 'article'", "c.status = 200"], list[Any]()
    for column, value in (("c.site = ?", selection.site), ("c.fetched_at >= ?", selection.since), ("c.url = ?", selection.url)):
        if value:
            conditions.append(column)
            values.append(value)
    if selection.where:
        conditions.append(f"({selection.where})")
    sql = f"SELECT c.* FROM captures c WHERE {' AND '.join(conditions)} ORDER BY c.warc_file, c.offset"  # noqa: S608 - the user's own SQL on their own file
    try:
        rows = db.rows_of(sql, *values)
    except sqlite3.Error as error:
        advice = "write a condition over the columns of captures, such as c.url LIKE '%/2018/%'"
        raise UsageError(f"--where {selection.where!r}: {error}", advice) from error
    return [capture_from_row(row) for row in rows if _is_wanted(db, row, fingerprints, selection)]


def _is_wanted(db: MorgueDatabase, row: dict[str, Any], fingerprints: Mapping[str, Extractor], selection: Selection) -> bool:
    known = fingerprints.get(row["site"] or "") or extractor(NO_RULES)
    found = db.first("SELECT status FROM extractions WHERE capture = ? AND fingerprint = ?", row["id"], known.fingerprint)
    if selection.failed:
        return found is not None and found["status"] in ("error", "timeout", "blocked")
    return found is None


def _results(pool: ExtractionPool, captures: list[Capture]) -> Iterator[Result]:
    """In the captures' order; a bounded number is under way, so memory stays flat."""
    waiting: deque[tuple[Capture, Future[Result]]] = deque()
    for capture in captures:
        waiting.append((capture, pool.submit(capture)))
        if len(waiting) >= BATCH:
            yield pool.settle(*waiting.popleft())
    while waiting:
        yield pool.settle(*waiting.popleft())


def _batches(results: Iterator[Result]) -> Iterator[tuple[int, list[Result]]]:
    done, batch = 0, list[Result]()
    for result in results:
        done += 1
        batch.append(result)
        if len(batch) == BATCH:
            yield done, batch
            batch = []
    if batch:
        yield done, batch


def _take(db: MorgueDatabase, result: Result, report: Report, *, dry_run: bool, again: bool) -> None:
    changes = compare(db, result.article)
    if dry_run:
        report.note("would change" if changes else "no difference", changes)
        return
    if again and result.article.extractor:
        key = [result.capture.id, result.article.extractor.fingerprint]
        db.execute("DELETE FROM extractions WHERE capture = ? AND fingerprint = ?", key)
    outcome, failure = save_result(db, result)
    report.note(outcome, changes if outcome == "changed" else [])
    report.failures += failure is not None
