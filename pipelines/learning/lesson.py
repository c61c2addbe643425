"""What the stories of one layout have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipelines.extraction.known_layout import alikeness
from pipelines.extraction.profile import Layout
from pipelines.learning.observation import Node, Observation

# With fewer stories nothing is learned: chance would teach.
LEAST_STORIES = 5
# Two pages are of one layout when this share of all their words is in both; what is left over is tried with less.
_ONE_LAYOUT, _LOOSELY = 0.6, 0.4
# A container needs this share of the stories, a field that is expected that one.
_CONTAINER, _EXPECTED = 0.2, 0.95
# What is skipped held lines in so many stories, or was blank in so many and in half of all: it might be kept for a correction.
_SEEN, _BLANK = 3, 8
# What may be left unread; inside the text only by a name of its own, for any story may hold a first list or table.
_SKIPPABLE = frozenset("div table tbody tr td ul ol dl section aside nav header footer form center".split())

Value = TypeVar("Value", bound=Hashable)


def group(stories: Iterable[Observation]) -> list[list[Observation]]:
    """The stories by layout, in their order, the layouts of most stories first; those of too few are left out."""
    groups = _alike(stories, _ONE_LAYOUT)
    rest = [each for members in groups if len(members) < LEAST_STORIES for each in members]
    large = [members for members in (*groups, *_alike(rest, _LOOSELY)) if len(members) >= LEAST_STORIES]
    return sorted(large, key=len, reverse=True)


def _alike(stories: Iterable[Observation], least: float) -> list[list[Observation]]:
    """Groups of stories each of which shares so many words with the first of its group."""
    groups: list[list[Observation]] = []
    for each in stories:
        best = max(groups, key=lambda members: alikeness(each.words, members[0].words), default=None)
        if best is not None and alikeness(each.words, best[0].words) >= least:
            best.append(each)
        else:
            groups.append([each])
    return groups


def teach(stories: Sequence[Observation]) -> Layout:
    """The layout that these stories share."""
    words = _common(stories, lambda each: each.words, 0.5)
    bare = Layout(words, ())
    pages = [_Paths.of(bare, each) for each in stories]
    votes = Counter(page.container for page in pages if page.container)
    least = max(2.0, _CONTAINER * len(stories))
    containers = [path for path, count in sorted(votes.items(), key=lambda item: (-item[1], item[0])) if count >= least]
    dates = sorted(each.capture.fetched_at.date().isoformat() for each in stories if each.capture.fetched_at)
    return replace(
        bare,
        containers=tuple(containers),
        skipped=_skippable(pages),
        recurring=repeated(stories),
        expected=_common(stories, lambda each: each.fields, _EXPECTED),
        language=_only(each.article.language for each in stories),
        scripted=any(_is_scripted(each) for each in stories),
        publisher=_only(each.article.publisher or "" for each in stories),
        captures=len(stories),
        since=next(iter(dates), None),
        until=next(reversed(dates), None),
    )


def repeated(stories: Sequence[Observation]) -> frozenset[str]:
    """The digests of lines that more than half of these stories have, so that no minority of pages makes one."""
    return _common(stories, lambda each: each.inside, 0.5, beyond=True)


def spare(layout: Layout, stories: Iterable[Observation]) -> Layout:
    """The layout without skipping what any of these stories needs."""
    needed = {path for each in stories for path in _Paths.of(layout, each).needed}
    return replace(layout, skipped=layout.skipped - needed)


@dataclass(slots=True)
class _Paths:
    """The paths of one page: with lines, without any, and of what the story needs or generic code has to see."""

    seen: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    container: str = ""

    @classmethod
    def of(cls, layout: Layout, each: Observation) -> _Paths:
        paths: list[str] = []
        result = cls()
        for node in each.nodes:
            mark = layout.mark_of(node.key)
            paths.append(f"{paths[node.parent]}>{mark}" if node.parent >= 0 else mark)
            if node.is_needed or not _may_go(node, mark):
                result.needed.add(paths[-1])
            else:
                (result.seen if node.has_lines else result.blank).add(paths[-1])
        result.container = paths[each.container] if each.container >= 0 else ""
        return result


def _may_go(node: Node, mark: str) -> bool:
    return node.key[0] in _SKIPPABLE and not (node.in_text and (node.has_images or "." not in mark))


def _skippable(pages: list[_Paths]) -> frozenset[str]:
    """The paths that held lines in several stories, or were blank in many, and in none held anything of it; those inside others too."""
    seen = Counter(path for page in pages for path in page.seen)
    blank = Counter(path for page in pages for path in page.blank)
    known = {path for path, count in seen.items() if count >= _SEEN}
    known |= {path for path, count in blank.items() if count >= max(_BLANK, len(pages) / 2)}
    return frozenset(known.difference(*(page.needed for page in pages)))


def outermost(paths: Iterable[str]) -> frozenset[str]:
    """The paths that are inside none of the others."""
    found: set[str] = set()
    for path in sorted(paths, key=len):
        steps = path.split(">")
        if not any(">".join(steps[:n]) in found for n in range(1, len(steps))):
            found.add(path)
    return frozenset(found)


def _is_scripted(each: Observation) -> bool:
    evidence = each.article.evidence.get("published_at")
    return evidence is not None and evidence.where == "script"


def _only(values: Iterable[str | None]) -> str | None:
    """The value that all have, None where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _common(
    stories: Sequence[Observation], of: Callable[[Observation], Iterable[Value]], share: float, *, beyond: bool = False
) -> frozenset[Value]:
    """What at least this share of the stories has; with `beyond` more than that."""
    counts = Counter(value for each in stories for value in set(of(each)))
    limit = share * len(stories)
    return frozenset(value for value, count in counts.items() if count > limit or (count == limit and not beyond))
