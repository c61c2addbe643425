"""A profile tried on stories that it was not learned from: does a reading with it agree with the full one?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from statistics import mean
from typing import Any

from pipelines.article import Article, Rights
from pipelines.capture import Capture
from pipelines.extraction import pagination
from pipelines.extraction.fit import beside, fits
from pipelines.extraction.page import Page
from pipelines.extraction.pagination import Pager
from pipelines.extraction.profile import Layout, SiteProfile, line_digest
from pipelines.extraction.rules import SiteRules
from pipelines.learning.observation import Observation
from pipelines.process import FACTS, read_article, read_page

_FIELDS = ("status", *FACTS, "notice")
# Stories that are handed over to be read with one copy of the profile.
_TOGETHER = 5

# Calls a function with each of some items, as `map` does; None in the place of what could not be had.
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
_Story = tuple[Capture, bytes, Article, Pager]
_Reading = tuple[int, bool, float, float, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a story was read by `layout`.

    `text` is the share of both texts' characters that is in both, `differing` names fields, `beside` is the prose outside.
    """

    story: Observation
    layout: Layout
    fitted: bool
    beside: float
    text: float
    differing: tuple[str, ...]


def attempt(profile: SiteProfile, stories: Iterable[Observation], rules: SiteRules, each: Each = map) -> list[Outcome]:
    """The outcomes of the stories whose layout the profile knows; `each` may have them read elsewhere."""
    stories = list(stories)
    told = [(story.capture, story.payload, story.article, story.pager) for story in stories]
    parts = [told[start : start + _TOGETHER] for start in range(0, len(told), _TOGETHER)]
    read = each(partial(_read, rules.taught(profile)), parts)
    readings = chain.from_iterable(some or [None] * _TOGETHER for some in read)
    found = ((story, reading) for story, reading in zip(stories, readings, strict=False) if reading)
    return [Outcome(story, profile.layouts[place], *how) for story, (place, *how) in found]


def figures(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Stories tried, the share of them that fitted, and for these the agreement of their texts and of all other fields."""
    tried = list(outcomes)
    fitted = [each for each in tried if each.fitted]
    return {
        "tried": float(len(tried)),
        "fitted": round(len(fitted) / len(tried), 4) if tried else 0.0,
        "text": round(mean(each.text for each in fitted), 4) if fitted else 0.0,
        "fields": round(mean(1 - len(each.differing) / (len(_FIELDS) + 1) for each in fitted), 4) if fitted else 0.0,
    }


def strays(layout: Layout, story: Observation, rules: SiteRules) -> bool:
    """True if a field other than the text is not what a full reading gives."""
    return any(each.differing for each in attempt(SiteProfile("", (layout,)), [story], rules))


def _read(rules: SiteRules, stories: list[_Story]) -> list[_Reading | None]:
    """What an Outcome says of each story, the layout by its place in the profile; None where the profile knows none."""
    return [_reading(rules, *story) for story in stories]


def _reading(rules: SiteRules, capture: Capture, payload: bytes, full: Article, pager: Pager) -> _Reading | None:
    page = read_page(capture, payload, rules)
    if not isinstance(page, Page) or page.known is None or rules.profile is None:
        return None
    layout, reading = page.known.layout, read_article(page)
    article = reading.article
    lines = [line for line in full.text.split("\n") if line_digest(line) not in layout.recurring]
    differing = tuple(name for name in _FIELDS if not _is_same(getattr(article, name), getattr(full, name)))
    if pagination.find(page, pagination.stems_of(page.url)) != pager:
        differing += ("pager",)
    text = _agreement(lines, article.text.split("\n"))
    return rules.profile.layouts.index(layout), fits(layout, page, reading), beside(page, reading), text, differing


def _is_same(one: object, full: object) -> bool:
    """Equal; or rights whose statement only the shorter page shows among its last lines."""
    if isinstance(one, Rights) and isinstance(full, Rights) and full.statement is None:
        return replace(one, holder=full.holder, statement=None) == full
    return one == full


def _agreement(one: list[str], other: list[str]) -> float:
    """Twice the characters of the lines in both of those in either, 1 for two empty texts."""
    common = sum(len(line) * count for line, count in (Counter(one) & Counter(other)).items())
    size = sum(map(len, one)) + sum(map(len, other))
    return 2 * common / size if size else 1.0
