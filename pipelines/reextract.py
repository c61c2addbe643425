"""Extraction again, from the WARC files alone and by the same function as in a crawl."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from types import TracebackType
from typing import Any, Protocol, TypeVar

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.extraction.pagination import highest_number
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor
from pipelines.item_pipeline import save_result
from pipelines.period import check_dates
from pipelines.saved_page import wanted
from pipelines.storage.articles import Change, compare
from pipelines.storage.captures import BRINGS_NEWS
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import find_page, readable_of, with_pages
from pipelines.storage.profiles import with_profiles
from pipelines.warc.store import named_store
from pipelines.workers import ExtractionPool, Result

# Rows that are written in one transaction, a few tenths of a second's work.
BATCH = 50
SAMPLES = 20
# Whether the row c of captures was joined to an article whose first page another capture is.
_AS_A_PAGE = "EXISTS (SELECT 1 FROM article_pages p JOIN extractions e ON e.id = p.extraction WHERE p.capture = c.id AND p.page > 1"


Item = TypeVar("Item")


class Engine(Protocol):
    """What reads captures: worker processes here, or those of a cluster; `pages_a_task` go to one of them at once."""

    pages_a_task: int

    def read(self, batches: Iterator[list[Capture]]) -> Iterator[list[Result]]: ...

    def __enter__(self) -> Engine: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which captures: all without any; `since` and `until` are ISO dates of the fetch, both included, `where` SQL over captures (as c).

    Raises UsageError for what is no date.
    """

    site: str | None = None
    since: str | None = None
    until: str | None = None
    url: str | None = None
    where: str | None = None
    failed: bool = False

    def __post_init__(self) -> None:
        check_dates(since=self.since, until=self.until)


@dataclass(slots=True)
class Report:
    """What a run did: captures by outcome, articles that differ by field, and some of the changes."""

    outcomes: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    samples: list[Change] = field(default_factory=list)
    failures: int = 0

    def note(self, outcome: str, changes: Sequence[Change]) -> None:
        self.outcomes[outcome] += 1
        self.fields.update(change.field for change in changes)
        self.samples.extend(changes[: SAMPLES - len(self.samples)])

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        samples = [asdict(change) for change in self.samples]
        return {"outcomes": dict(self.outcomes), "fields": dict(self.fields), "samples": samples, "failures": self.failures}


def reextract(
    archive: Archive,
    rules: Mapping[str, SiteRules],
    selection: Selection = Selection(),
    *,
    jobs: int | None = None,
    dry_run: bool = False,
    adopt: bool = True,
    batch: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Reads captures again that this extractor has not read; what it read before stays as it is.

    With `dry_run` nothing is written and the report says what would change; without `adopt` the new readings are
    kept beside and the articles stay as they are. `batch` pages at a time go to one of `jobs` workers, or to one of those of a Dask
    cluster whose `scheduler` is named, such as tcp://10.0.0.5:8786; none of these changes a row. `progress`
    gets pages done and pages in all. Raises UsageError for a `where` that is no SQL condition.
    """
    report = Report()
    with archive.database() as db:
        rules = with_profiles(db, rules)
        ids = select(db, rules, selection)
        if not ids:
            return report
        with _engine(archive, rules, jobs, scheduler) as pool:
            done = 0
            for results in _groups(_read(db, pool, ids, batch or pool.pages_a_task), BATCH):
                with db.writing():
                    for result in results:
                        _take(db, result, report, dry_run=dry_run, again=selection.failed, adopt=adopt)
                done += len(results)
                if progress:
                    progress(done, len(ids))
    return report


def _engine(archive: Archive, rules: Mapping[str, SiteRules], jobs: int | None, scheduler: str | None) -> Engine:
    if scheduler is None:
        return ExtractionPool.of(archive, rules, jobs=jobs)
    try:
        from pipelines.cluster import Cluster
        from pipelines.cluster_worker import Reading
    except ModuleNotFoundError as error:
        raise UsageError(f"--scheduler needs Dask: {error}", "pip install 'newsmorgue[distributed]'") from error
    settings = archive.config.extraction
    return Cluster(scheduler, Reading(str(archive.warc), named_store(archive.warc), rules, settings.timeout, int(settings.memory)))


def _read(db: MorgueDatabase, pool: Engine, ids: list[int], batch: int) -> Iterator[Result]:
    """The results for these captures; an article on several pages is read again with those that the archive has.

    What may be a further page of an article comes last, and not at all where an article has taken it in.
    """
    joined: set[int | None] = set()
    for some in _rounds(db, ids):
        captures: Iterator[Capture] = (capture for capture in some if capture.id not in joined)
        while True:
            longer: list[Capture] = []
            for result in chain.from_iterable(pool.read(_groups(captures, batch))):
                if links := wanted(result.capture, result.article):
                    longer.append(with_pages(result.capture, [(link, find_page(db, result.capture, link)) for link in links]))
                else:
                    joined.update(page.id for page in result.capture.following if page.page_link in result.article.pages)
                    yield result
            if not longer:
                break
            captures = iter(longer)


def _rounds(db: MorgueDatabase, ids: list[int]) -> Iterator[Iterator[Capture]]:
    """The captures whose addresses have no page number, those with a 1, the rest; crawls say of each what it was fetched for."""
    later: dict[int, list[int]] = {1: [], 2: []}
    yield _first_round(db, ids, later)
    yield from (_captures(db, each) for each in later.values())


def _first_round(db: MorgueDatabase, ids: list[int], later: dict[int, list[int]]) -> Iterator[Capture]:
    for capture in _captures(db, ids):
        number = 0 if capture.crawl_id else min(highest_number(capture.url), 2)
        if number and capture.id:
            later[number].append(capture.id)
        else:
            yield capture


def select(db: MorgueDatabase, rules: Mapping[str, SiteRules], selection: Selection) -> list[int]:
    """The ids of the captures to read, in WARC order: article pages that the extractor in force for their site has not read."""
    # A page that broke off was fetched again later; it is read only where the crawl made do with it.
    whole = "(c.truncated IS NULL OR EXISTS (SELECT 1 FROM extractions x WHERE x.capture = c.id))"
    conditions, values = ["c.role = 'article'", whole, BRINGS_NEWS], dict[str, Any]()
    for name, condition in (
        ("site", "c.site = :site"),
        ("since", "c.fetched_at >= :since"),
        ("until", "substr(c.fetched_at, 1, length(:until)) <= :until"),
        ("url", "c.url = :url"),
    ):
        if value := getattr(selection, name):
            conditions.append(condition)
            values[name] = value
    if selection.where:
        conditions.append(f"({selection.where})")
    in_force = "AND e.fingerprint = coalesce(json_extract(:extractors, '$.' || json_quote(c.site)), :default)"
    read = f"EXISTS (SELECT 1 FROM extractions e WHERE e.capture = c.id {in_force}"  # noqa: S608 - a literal of ours
    conditions.append(f"{read} AND e.status IN ('error', 'timeout', 'blocked'))" if selection.failed else f"NOT {read})")
    conditions.append(f"NOT {_AS_A_PAGE} {in_force})")
    values["extractors"] = json.dumps({site: extractor(each).fingerprint for site, each in rules.items()})
    values["default"] = extractor(NO_RULES).fingerprint
    sql = f"SELECT c.id FROM captures c WHERE {' AND '.join(conditions)} ORDER BY c.warc_file, c.offset"  # noqa: S608 - the user's own SQL
    try:
        return [row["id"] for row in db.query(sql, values)]
    except sqlite3.Error as error:
        advice = "write a condition over the columns of captures, such as c.url LIKE '%/2018/%'"
        raise UsageError(f"--where {selection.where!r}: {error}", advice) from error


def _captures(db: MorgueDatabase, ids: list[int]) -> Iterator[Capture]:
    """The captures of these ids in their order, some at a time, so that memory stays flat."""
    for start in range(0, len(ids), BATCH):
        yield from readable_of(db, ids[start : start + BATCH])


def _groups(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while group := list(islice(items, size)):
        yield group


def _take(db: MorgueDatabase, result: Result, report: Report, *, dry_run: bool, again: bool, adopt: bool) -> None:
    if dry_run:
        changes = compare(db, result.article)
        report.note("would change" if changes else "no difference", changes)
        return
    if again:
        key = [result.capture.id, result.article.fingerprint]
        db.execute("DELETE FROM extractions WHERE capture = ? AND fingerprint = ?", key)
    saved, failure = save_result(db, result, adopt=adopt)
    report.note(saved.outcome, saved.changes)
    report.failures += failure is not None
