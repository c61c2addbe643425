"""Which saved files and records are pages of one article, or what a browser made of another record: found before any is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pipelines.capture import Capture
from pipelines.extraction.pagination import numbered_stems, stems_of


class Saved(Protocol):
    """What is asked of an item here. `key` tells it from all others; `capture` is there for records of WARC files."""

    @property
    def key(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def fetched_at(self) -> datetime | None: ...
    @property
    def capture(self) -> Capture | None: ...


@dataclass(slots=True)
class Belonging:
    """By keys: the items that may be further pages of an article, the first page of each of these, and rendered pages by record id."""

    further: dict[str, list[Saved]] = field(default_factory=lambda: defaultdict(list))
    first_of: dict[str, Saved] = field(default_factory=dict)
    rendered: dict[str, Capture] = field(default_factory=dict)


def find_belonging(scan: Callable[[], Iterable[Saved]]) -> Belonging:
    """Goes over the items twice, without their payloads. Addresses and records say what may belong; links decide, in extraction."""
    found = Belonging()
    by_stem: dict[str, list[tuple[int, Saved]]] = defaultdict(list)
    by_first: dict[str, list[Saved]] = defaultdict(list)
    for item in scan():
        if item.capture is not None and item.capture.refers_to:
            found.rendered[item.capture.refers_to] = item.capture
        elif item.capture is not None and item.capture.page_of:
            by_first[item.capture.page_of].append(item)
        elif item.capture is None or item.capture.crawl_id is None:  # crawls say what they fetched for what
            for stem, number in numbered_stems(item.url):
                by_stem[stem].append((number, item))
    for item in scan() if by_stem or by_first else ():
        own = {number: stem for stem, number in numbered_stems(item.url) if number <= 1}
        for page in by_first.get(item.capture.record_id, ()) if item.capture else ():
            _claim(found, item, page)
        for number, stem in {-1: next(iter(stems_of(item.url)), ""), **own}.items():
            for other, page in by_stem.get(stem, ()):
                if other > number and page.url != item.url:
                    _claim(found, item, page)
    return found


def _claim(found: Belonging, first: Saved, page: Saved) -> None:
    """Of several captures of a first page the one nearest in time has the page."""
    known = found.first_of.get(page.key)
    if known is not None and _distance(known, page) <= _distance(first, page):
        return
    if known is not None:
        found.further[known.key].remove(page)
    found.first_of[page.key] = first
    found.further[first.key].append(page)


def _distance(first: Saved, page: Saved) -> float:
    if first.fetched_at is None or page.fetched_at is None:
        return 0.0
    return abs((first.fetched_at - page.fetched_at).total_seconds())
