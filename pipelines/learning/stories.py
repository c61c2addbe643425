"""Which observations tell the same story, so that a text which a site shows at many addresses counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipelines.extraction.known_layout import alikeness
from pipelines.extraction.title import key
from pipelines.learning.observation import Observation

# The share of their long lines that two tellings of one story have in common.
_SAME = 0.5


def distinct(observations: Iterable[Observation]) -> list[Observation]:
    """One observation a story, in the order of their digests, whatever order they come in.

    Told again is what has the same address, or the same long lines, or most of them and the same title or opening.
    """
    kept: list[Observation] = []
    known: dict[object, list[Observation]] = defaultdict(list)
    for each in sorted(observations, key=lambda one: one.digest):
        signs = _signs(each)
        if not any(_tells_again(each, other) for sign in signs for other in known[sign]):
            kept.append(each)
            for sign in signs:
                known[sign].append(each)
    return kept


def _signs(each: Observation) -> list[object]:
    """What two tellings of a story have at least one of in common."""
    address = each.article.canonical_url or each.capture.url
    signs: list[object] = [
        ("lines", frozenset(each.long_lines)),
        ("title", key(each.article.title or "")),
        ("opening", each.long_lines[:1]),
    ]
    return [("address", address), *signs] if address else signs


def _tells_again(one: Observation, other: Observation) -> bool:
    addresses = {each.article.canonical_url or each.capture.url for each in (one, other)}
    return (len(addresses) == 1 and "" not in addresses) or alikeness(frozenset(one.long_lines), frozenset(other.long_lines)) >= _SAME
