"""Profiles from saved pages, without an archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from pipelines.batch import Item, load
from pipelines.capture import Capture
from pipelines.errors import RecordDamaged
from pipelines.extraction.profile import SiteProfile
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.learning.learn import learn


def learn_saved(items: Iterable[Item], rules: SiteRules = NO_RULES) -> Iterator[SiteProfile]:
    """A profile a site (`Item.site`), in the order of their names; pages whose site nobody knows and unreadable ones are left out."""
    by_site: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.site and item.problem is None:
            by_site[item.site].append(item)
    for site in sorted(by_site):
        yield learn(site, _pages(by_site[site]), rules)


def _pages(items: Iterable[Item]) -> Iterator[tuple[Capture, bytes]]:
    for item in items:
        with suppress(OSError, RecordDamaged):
            yield load(item)
