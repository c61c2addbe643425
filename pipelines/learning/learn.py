"""A site's profile from its captures: learned on two thirds of the stories, tried on the last, and what disagrees thrown out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from heapq import nsmallest

from pipelines.capture import Capture
from pipelines.extraction.profile import Layout, SiteProfile
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.learning.cutting import cuts_of
from pipelines.learning.lesson import group, outermost, repeated, spare, teach
from pipelines.learning.observation import Observation, observe
from pipelines.learning.stories import distinct
from pipelines.learning.trial import Each, Outcome, attempt, figures, strays

# Captures that are looked at, an even sample of all: enough for some layouts, and no more than memory holds.
MOST_CAPTURES = 600
# Bytes of a page; larger ones are few, and all of a sample are in memory at once.
_LARGEST = 2_000_000
# The agreement that a layout has to reach on stories held out, and the share of them that it has to fit.
_TEXT, _FIELDS, _FITTED = 0.95, 0.97, 0.5
# Stories of a layout that are looked at when they are read otherwise, and how much more prose than usual may stand beside a text.
_STRAYED, _MORE_BESIDE = 6, 1.5


def learn(
    site: str, pages: Iterable[tuple[Capture, bytes]], rules: SiteRules = NO_RULES, *, most: int = MOST_CAPTURES, each: Each = map
) -> SiteProfile:
    """The profile that captures of a site teach; the same captures teach the same, in any order.

    Pages are captures with their payloads. A site with few stories has a profile without layouts, which changes nothing. Pages are
    read by `each`, which may have it done elsewhere.
    """
    rules = replace(rules, profile=None)
    fit = ((hashlib.sha256(payload).hexdigest(), capture, payload) for capture, payload in pages if len(payload) <= _LARGEST)
    sample = nsmallest(most, fit, key=_order)
    seen = each(partial(_observed, rules), [(capture, payload) for _, capture, payload in sample])
    stories = distinct(filter(None, seen))
    lessons = [_lesson(members) for members in group(stories)]
    layouts = _proven(site, _adjusted(site, lessons, rules, each), rules, each)
    return SiteProfile(site, layouts, len(sample), len(stories))


@dataclass(frozen=True, eq=False)
class _Lesson:
    """A layout, the stories that taught it and those held out."""

    layout: Layout
    told: list[Observation]
    held: list[Observation]


def _observed(rules: SiteRules, page: tuple[Capture, bytes]) -> Observation | None:
    return observe(*page, rules)


def _order(entry: tuple[str, Capture, bytes]) -> tuple[str, str]:
    digest, capture, _ = entry
    return digest, capture.url


def _lesson(members: list[Observation]) -> _Lesson:
    told = [each for place, each in enumerate(members) if place % 3 != 2]
    layout = teach(told)
    return _Lesson(replace(layout, recurring=layout.recurring & repeated(members)), told, members[2::3])


def _adjusted(site: str, lessons: list[_Lesson], rules: SiteRules, each: Each) -> list[_Lesson]:
    """The lessons without skipping what some story needs after all."""
    outcomes = attempt(_profile(site, lessons), [story for lesson in lessons for story in (*lesson.told, *lesson.held)], rules, each)
    adjusted = []
    for lesson in lessons:
        own = [outcome for outcome in outcomes if outcome.layout is lesson.layout]
        strayed = [outcome.story for outcome in own if outcome.differing][:_STRAYED]
        usual = sorted(outcome.beside for outcome in own)[: 1 + 9 * len(own) // 10]
        layout = _repaired(spare(lesson.layout, lesson.held), strayed, rules)
        beside = float(round(_MORE_BESIDE * max(usual, default=0.0), 3))
        layout = replace(layout, skipped=outermost(layout.skipped), beside=beside)
        cuts = cuts_of(layout, [*lesson.told, *lesson.held]) if layout.containers else ()
        adjusted.append(replace(lesson, layout=replace(layout, cuts=cuts)))
    return adjusted


def _repaired(layout: Layout, strayed: list[Observation], rules: SiteRules) -> Layout:
    """The layout skipping of its blocks only those without which the stories read as they do in full."""
    for story in strayed:
        paths = sorted(layout.skipped, key=lambda path: (len(path), path))
        layout = _with_harmless(replace(layout, skipped=frozenset()), paths, story, rules)
    return layout


def _with_harmless(layout: Layout, paths: list[str], story: Observation, rules: SiteRules) -> Layout:
    """The layout skipping as many of the paths, too, as leave the story as it is, the first before the later; found by halving."""
    more = replace(layout, skipped=layout.skipped.union(paths))
    if not paths or not strays(more, story, rules):
        return more
    half = len(paths) // 2
    return _with_harmless(_with_harmless(layout, paths[:half], story, rules), paths[half:], story, rules) if half else layout


def _proven(site: str, lessons: list[_Lesson], rules: SiteRules, each: Each = map) -> tuple[Layout, ...]:
    """The layouts that agree with full readings of stories held out. One that does not is tried again with less, then thrown out."""
    while lessons:
        outcomes = attempt(_profile(site, lessons), [story for lesson in lessons for story in lesson.held], rules, each)
        measured = [(lesson, _figures(lesson, outcomes)) for lesson in lessons]
        if all(_is_good(found) for _, found in measured):
            return tuple(replace(lesson.layout, figures=found) for lesson, found in measured)
        lessons = [again for lesson, found in measured if (again := lesson if _is_good(found) else _with_less(lesson, found))]
    return ()


def _with_less(lesson: _Lesson, found: dict[str, float]) -> _Lesson | None:
    """The lesson without its cuts, then its containers where texts differ, or skipping where fields do; None when nothing is left."""
    layout = lesson.layout
    if layout.cuts:
        less = replace(layout, cuts=())
    elif found["text"] < _TEXT and layout.containers:
        less = replace(layout, containers=())
    elif layout.skipped and (layout.containers or found["text"] < _TEXT or found["fields"] < _FIELDS):
        less = replace(layout, skipped=frozenset())
    else:
        return None
    return replace(lesson, layout=less) if less.containers or less.skipped else None


def _figures(lesson: _Lesson, outcomes: list[Outcome]) -> dict[str, float]:
    return figures(each for each in outcomes if each.layout is lesson.layout)


def _is_good(found: dict[str, float]) -> bool:
    return found["text"] >= _TEXT and found["fields"] >= _FIELDS and found["fitted"] >= _FITTED


def _profile(site: str, lessons: list[_Lesson]) -> SiteProfile:
    return SiteProfile(site, tuple(lesson.layout for lesson in lessons))
