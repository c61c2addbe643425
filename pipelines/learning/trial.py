"""A profile tried on stories that it was not learned from: does a reading with it agree with the full one?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import mean

from pipelines.article import Rights
from pipelines.extraction import pagination
from pipelines.extraction.fit import beside, fits
from pipelines.extraction.page import Page
from pipelines.extraction.profile import Layout, SiteProfile, line_digest
from pipelines.extraction.rules import SiteRules
from pipelines.learning.observation import Observation
from pipelines.process import FACTS, read_article, read_page

_FIELDS = ("status", *FACTS, "notice")


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


def attempt(profile: SiteProfile, stories: Iterable[Observation], rules: SiteRules) -> list[Outcome]:
    """The outcomes of the stories whose layout the profile knows."""
    taught = replace(rules, profile=profile)
    outcomes = []
    for story in stories:
        page = read_page(story.capture, story.payload, taught)
        if isinstance(page, Page) and page.known:
            outcomes.append(_outcome(story, page, page.known.layout))
    return outcomes


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


def _outcome(story: Observation, page: Page, layout: Layout) -> Outcome:
    reading = read_article(page)
    article, full = reading.article, story.article
    lines = [line for line in full.text.split("\n") if line_digest(line) not in layout.recurring]
    differing = tuple(name for name in _FIELDS if not _is_same(getattr(article, name), getattr(full, name)))
    if pagination.find(page, pagination.stems_of(page.url)) != story.pager:
        differing += ("pager",)
    fitted = fits(layout, page, reading)
    return Outcome(story, layout, fitted, beside(page, reading), _agreement(lines, article.text.split("\n")), differing)


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
