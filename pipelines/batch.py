"""Extraction over files that are in no archive: HTML, gzipped HTML, WARC, standard input, manifests. One dict a page, in order."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

from pipelines.article import Article
from pipelines.batch_pages import Belonging
from pipelines.capture import Capture
from pipelines.errors import RecordDamaged, UsageError
from pipelines.extraction.profile import SiteProfile
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor
from pipelines.process import process_capture
from pipelines.processes import Lost, Processes
from pipelines.profile_files import site_of
from pipelines.saved_page import absent, rendered_headers, wanted
from pipelines.unread import unread
from pipelines.warc.content import decode_content, gunzip
from pipelines.warc.reader import iter_sound_captures, read_capture, read_response

STDIN = "-"
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".warc", ".warc.gz", ".warc.zst")
MAX_PAGE_BYTES = 64_000_000
PAGES_A_WORKER = 2000
TIMEOUT = 20.0
# Pages that are handed to the workers ahead of the one whose result is due, for each worker.
_AHEAD = 4

Profiles = Mapping[str, SiteProfile]
NO_PROFILES: Profiles = {}


@dataclass(frozen=True, slots=True)
class Item:
    """One page to extract: a file still to be read, or a capture with its payload. `path` is how the caller calls it.

    `problem` says what of a WARC file could not be read, in place of a page; `rendered` is what a browser made of it, `further`
    are items that may be the article's other pages.
    """

    path: str
    url: str = ""
    fetched_at: datetime | None = None
    file: Path | None = None
    capture: Capture | None = None
    payload: bytes | None = None
    problem: str | None = None
    rendered: Capture | None = None
    further: tuple[Item, ...] = ()
    named_site: str | None = None

    @property
    def site(self) -> str:
        """The name by which a profile is looked up: as the manifest gives it, else by the address."""
        return self.named_site or site_of(self.url)

    @property
    def key(self) -> str:
        """Tells an item from all others."""
        return f"{self.path}#{self.capture.record_id}" if self.capture else self.path

    @property
    def link(self) -> str:
        """The address by which the other pages of its article link it."""
        return (self.capture.page_link if self.capture else None) or self.url


def from_paths(paths: Iterable[Path | str], url: str = "", *, payloads: bool = True) -> Iterator[Item]:
    """The pages of files and folders, in order; "-" is HTML from standard input. `url` is the address of a single page.

    Of a WARC file every HTML response is a page, which comes with its payload unless the items are for `find_belonging` alone.
    Raises UsageError for a path that is not there.
    """
    for path in paths:
        if str(path) == STDIN:
            yield Item(STDIN, url, payload=sys.stdin.buffer.read(MAX_PAGE_BYTES))
            continue
        path = Path(path)
        if not path.exists():
            raise UsageError(f"{path}: there is no such file", "name HTML, .gz or WARC files, a folder of them, or - for standard input")
        files = (
            sorted(each for each in path.rglob("*") if each.name.endswith(PAGE_SUFFIXES) and not each.is_dir()) if path.is_dir() else [path]
        )
        for file in files:
            yield from _from_file(Item(str(file), url, file=file), payloads=payloads)


def from_manifest(manifest: Path | str, *, payloads: bool = True) -> Iterator[Item]:
    """The pages of a manifest, whose lines are `{"path", "url", "fetched_at", "site"}`; paths are relative to the manifest's folder.

    Raises UsageError with the line's number for a line that cannot be read.
    """
    manifest = Path(manifest)
    with manifest.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from _from_file(_entry(manifest, number, line), payloads=payloads)


def _entry(manifest: Path, number: int, line: bytes) -> Item:
    try:
        entry = json.loads(line)
        path = str(entry["path"])
        site = str(entry["site"]) if entry.get("site") else None
        return Item(path, str(entry.get("url") or ""), _moment(entry.get("fetched_at")), manifest.parent / path, named_site=site)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{manifest}:{number}: {type(error).__name__}: {error}"
        advice = 'write a line such as {"path": "page.html", "url": "https://…", "fetched_at": "2018-09-19T01:04:09Z"}'
        raise UsageError(problem, advice) from error


def extract_all(
    items: Iterable[Item],
    rules: SiteRules = NO_RULES,
    *,
    profiles: Profiles = NO_PROFILES,
    jobs: int = 1,
    timeout: float = TIMEOUT,
    belonging: Belonging | None = None,
) -> Iterator[dict[str, Any]]:
    """`{"path", **article}` for each page, in the order of the items.

    With `jobs` above 1 pages are read in that many processes and one that takes longer than `timeout` seconds
    has the status "timeout". Nothing on a page raises. By `belonging` (`find_belonging`) the pages of an article are joined; the
    row of a further page then says so. `profiles` are what was learned, by `Item.site`; each worker gets them once.
    """
    readers = _InProcesses(rules, profiles, jobs, timeout) if jobs > 1 else _Here(rules, profiles)
    remaining = (item for item in items if not (item.capture and item.capture.refers_to))
    waiting = deque[_Waiting]()
    articles = _Articles(readers, belonging or Belonging())
    try:
        while True:
            waiting.extend(articles.begin(item) for item in islice(remaining, jobs * _AHEAD - len(waiting)))
            if not waiting:
                return
            yield _row(*articles.end(waiting.popleft()))
    finally:
        readers.close()


class _Here:
    """Reads in this process, when it is asked."""

    def __init__(self, rules: SiteRules, profiles: Profiles) -> None:
        self._rules, self._profiles = rules, profiles

    def read(self, item: Item) -> Callable[[], Article]:
        return lru_cache(maxsize=1)(lambda: extract_item(item, self._rules, self._profiles))

    def close(self) -> None:
        pass


class _InProcesses:
    """Reads in worker processes, at once."""

    def __init__(self, rules: SiteRules, profiles: Profiles, jobs: int, timeout: float) -> None:
        lost = partial(_lost, rules, timeout)
        taught = [rules, profiles]
        self._pool: Processes[Item, Article] = Processes(_begin_worker, taught, lost, jobs=jobs, timeout=timeout, renew=PAGES_A_WORKER)

    def read(self, item: Item) -> Callable[[], Article]:
        future = self._pool.submit([item])
        return lambda: future.result()[0]

    def close(self) -> None:
        self._pool.close(wait=False)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An item, its article, and that of the first page which it may belong to."""

    item: Item
    own: Callable[[], Article]
    first: Callable[[], Article] | None


class _Articles:
    """The articles of items, each first page read once however many pages ask for it."""

    def __init__(self, readers: _Here | _InProcesses, belonging: Belonging) -> None:
        self._readers, self._belonging = readers, belonging
        self._firsts: dict[str, tuple[Callable[[], Article], int]] = {}

    def begin(self, item: Item) -> _Waiting:
        first = self._belonging.first_of.get(item.key)
        return _Waiting(item, self._read(item), self._read(cast(Item, first)) if first else None)

    def end(self, waiting: _Waiting) -> tuple[Item, Article]:
        item = waiting.item
        if waiting.first is not None and item.link in (pages := (first := waiting.first()).pages)[1:]:
            reason = f"page {pages.index(item.link) + 1} of {first.url}, and joined to it"
            return item, Article(url=item.url, status="not_article", reason=reason, extractor=first.extractor)
        return item, waiting.own()

    def _read(self, item: Item) -> Callable[[], Article]:
        rendered = self._belonging.rendered.get(item.capture.record_id) if item.capture else None
        item = replace(item, rendered=rendered) if rendered else item
        further = self._belonging.further.get(item.key)
        if not further:
            return self._readers.read(item)
        read, times = self._firsts.pop(item.key, (None, 0))
        read = read or self._readers.read(replace(item, further=tuple(cast(list[Item], further))))
        if times < len(further):  # it is asked for by each of them, and by itself
            self._firsts[item.key] = read, times + 1
        return read


def extract_item(item: Item, rules: SiteRules = NO_RULES, profiles: Profiles = NO_PROFILES) -> Article:
    """The article of one item with its further pages; a file that cannot be read gives an Article of status "error"."""
    if profiles and (profile := profiles.get(item.site)):
        rules = rules.taught(profile)
    if item.problem is not None:
        return Article(url=item.url, status="error", reason=item.problem, extractor=extractor(rules))
    if item.capture and item.capture.revisit_of and not item.rendered:
        reason = f"a revisit of {item.capture.revisit_of}, whose record holds the page; an archive that both are imported into reads it"
        return Article(url=item.url, status="not_article", reason=reason, extractor=extractor(rules))
    try:
        capture, payload = load(item)
        following: list[tuple[Capture, bytes]] = []
        while True:
            article = process_capture(capture, payload, rules, following)
            links = wanted(replace(capture, following=tuple(page for page, _ in following)), article)
            if not links:
                return _say_cut(article, (item, *item.further), (capture, *(page for page, _ in following)))
            by_link = {each.link: each for each in item.further}
            following += [load(by_link[link]) if link in by_link else (absent(link), b"") for link in links]
    except (OSError, RecordDamaged) as error:
        return Article(url=item.url, status="error", reason=f"{item.path}: {error}", extractor=extractor(rules))
    except Exception as error:  # noqa: BLE001 - as in a crawl's worker: a bug costs this page alone
        return unread(item.url, error, rules)


def load(item: Item) -> tuple[Capture, bytes]:
    """An item's capture and payload, read from its file unless they came with it; raises OSError and RecordDamaged."""
    capture = item.capture or Capture(url=item.url, fetched_at=item.fetched_at)
    if item.rendered is not None and item.file is not None:
        return replace(capture, headers=rendered_headers(capture.headers)), read_response(item.file, item.rendered).payload
    payload = item.payload
    if payload is None and item.capture is not None and item.file is not None:
        capture, entity = read_capture(item.file.parent, item.file.name, capture.offset)
        payload = _payload(capture, entity)
    if payload is None:
        payload, is_whole = read_page_file(item.file or Path(item.path))
        capture = replace(capture, truncated=None if is_whole else "unspecified")
    return replace(capture, page_link=item.link), payload


def read_page_file(path: Path) -> tuple[bytes, bool]:
    """The bytes of a page, gunzipped if they are gzip, as far as they can be, and whether they can; raises OSError."""
    with path.open("rb") as file:
        return gunzip(file.read(MAX_PAGE_BYTES), MAX_PAGE_BYTES)


def _say_cut(article: Article, items: Iterable[Item], captures: Iterable[Capture]) -> Article:
    """The article with the files that were read in part as its reason; where none was found in them, that is an error."""
    broken = {capture.page_link for capture in captures if capture.truncated}
    if files := ", ".join(item.path for item in items if item.capture is None and item.link in broken):
        found = f" ({article.reason})" if article.reason else ""
        article.reason = f"{files}: cut or damaged gzip, read as far as it goes{found}; copy or fetch it again"
        article.status = "error" if article.status in ("empty", "not_article") else article.status
    return article


def _from_file(item: Item, *, payloads: bool) -> Iterator[Item]:
    if item.file is None or not item.file.name.endswith((".warc", ".warc.gz", ".warc.zst")):
        yield item
        return
    damages: list[RecordDamaged] = []
    pages = 0
    for capture, entity in iter_sound_captures(item.file, item.file.name, damages.append):
        if capture.refers_to:
            yield replace(item, url=capture.url, capture=capture)
        elif capture.mime is None or "html" in capture.mime:
            pages += 1
            payload = _payload(capture, entity) if payloads else None
            yield replace(item, url=capture.url, fetched_at=capture.fetched_at, capture=capture, payload=payload)
    for damage in damages:
        yield replace(item, problem=str(damage))
    if not pages and not damages:
        yield replace(item, problem=f"{item.path} holds no HTML page")


def _payload(capture: Capture, entity: bytes) -> bytes:
    return decode_content(entity, capture.header("content-encoding"), limit=MAX_PAGE_BYTES, exact=False)


def _begin_worker(rules: SiteRules, profiles: Profiles) -> Callable[[Item], Article]:
    return partial(extract_item, rules=rules, profiles=profiles)


def _lost(rules: SiteRules, timeout: float, item: Item, why: Lost) -> Article:
    return unread(item.url, why, rules, timeout=timeout)


def _row(item: Item, article: Article) -> dict[str, Any]:
    return {"path": item.path, **article.to_dict()}


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
