"""A page whose layout the site's profile knows: where its text stands, what need not be read, and whether that fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from pipelines.extraction.container import Container, find_container, find_homes, main_homes
from pipelines.extraction.cuts import cut, is_found
from pipelines.extraction.lines import Block, Line
from pipelines.extraction.page import parse
from pipelines.extraction.profile import SKIP, Key, Layout, SiteProfile, Way, first_keys, key_of, line_digest, words_of

# What machines read, wherever it stands; it stays in sight when its block does not.
_TOLD = ("abbr", "base", "input", "link", "meta", "script", "time", "title")
# Paragraphs at the ends of a text among which a notice may stand, and the bytes that one has at least.
_OPENING, _CLOSING, _PROSE = 2, 8, 90
# The share of a layout's words that a page of it has, and of all words of either that are in both. Less than
# half is enough: only blocks whose whole path is the layout's are skipped, and what is read has to fit.
_SHARED, _ALIKE = 0.4, 0.3


@dataclass(frozen=True, eq=False)
class Known:
    """The layout of a page, the elements where its text may stand (none if that differs), and those that need not be read.

    What stands in the latter is taken out of the tree, for every walk over it costs: `hidden` are their children, `aside` what
    among these is said to machines. `cut` are the parts of the source that were not even parsed.
    """

    layout: Layout
    places: frozenset[etree._Element]
    skipped: frozenset[etree._Element]
    hidden: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    aside: list[etree._Element] = field(default_factory=list)
    cut: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, layout: Layout, places: Iterable[etree._Element], skipped: Iterable[etree._Element], cut: tuple[bytes, ...] = ()) -> Known:
        """A page with what is skipped out of the way."""
        known = cls(layout, frozenset(places), frozenset(skipped), cut=cut)
        for element in skipped:
            known.aside.extend(element.iter(*_TOLD))
            if len(element):
                known.hidden[element] = list(element)
                del element[:]
        return known

    def restored(self, tree: etree._Element) -> etree._Element | None:
        """The tree with what was skipped in its place again; None where parts were not parsed."""
        if self.cut:
            return None
        for element, children in self.hidden.items():
            element.extend(children)
        return tree

    def unread(self) -> Iterator[tuple[str, str]]:
        """The texts in the skipped blocks, each with the tag of the element that it stands in."""
        for around, children in self.hidden.items():
            yield from _texts(children, around.tag)
        for part in self.cut:
            if (tree := parse(part)) is not None:
                yield from _texts([tree], "")

    def recurring(self, lines: list[Line]) -> set[int]:
        """The indices of the lines that most stories of this layout repeat."""
        return {line.index for line in lines if line_digest(line.text) in self.layout.recurring} if self.layout.recurring else set()

    def midst(self, lines: list[Line], block: Block | None) -> set[int]:
        """The indices of the paragraphs far from both ends of the text: a notice that stood between them would be the story's."""
        beside: dict[Block | None, list[int]] = defaultdict(list)
        for line in lines[block.first : block.end] if block else ():
            if line.size > _PROSE and not line.linked:
                beside[line.block.parent].append(line.index)
        paragraphs = max(beside.values(), key=len, default=[])
        return set(paragraphs[_OPENING:-_CLOSING])

    def container(self, lines: list[Line], leave_out: Set[int], block: Block | None) -> Container | None:
        """Where in the block of the text its paragraphs are. None if there is no prose in it."""
        if not self.places:
            return find_container(lines, leave_out)
        if block is None:
            return None
        homes = find_homes(lines[block.first : block.end], leave_out)
        best = main_homes(homes)
        return Container(block, homes, best[0].shape, sum(h.mass for h in best), frozenset(h.block for h in best)) if best else None

    def block(self, lines: list[Line]) -> Block | None:
        """The block of the text: of the places that the layout has for it the one that holds most."""
        found: list[Block] = []
        seen: set[Block] = set()
        for line in lines if self.places else ():
            for block in line.block.path():
                if block in seen:
                    break
                seen.add(block)
                if block.element in self.places:
                    found.append(block)
                    break
        return max(found, key=lambda block: block.characters - block.linked, default=None)


def _texts(elements: Iterable[etree._Element], around: str) -> Iterator[tuple[str, str]]:
    """The texts of elements and behind them; `around` is the tag of the element that they stand in."""
    for element in (each for top in elements for each in top.iter(etree.Element)):
        if element.text and not element.text.isspace():
            yield element.text, element.tag
        if element.tail and not element.tail.isspace():
            parent = element.getparent()
            yield element.tail, around if parent is None else parent.tag


def recognise(tree: etree._Element, profile: SiteProfile) -> Known | None:
    """The layout of the profile that a page has, None for one that was not learned."""
    keys = first_keys(tree)
    layout = nearest(words_of(keys.values()), profile.layouts)
    return apply(layout, tree, keys) if layout else None


def read_cut(source: bytes, profile: SiteProfile, at: datetime | None) -> tuple[etree._Element, Known] | None:
    """The tree of a page without what its layout cuts, with that layout; None where the source is surely of none that cuts."""
    day = at.date().isoformat() if at else ""
    for layout in sorted(profile.layouts, key=lambda layout: not (layout.since or "") <= day <= (layout.until or "")):
        if not any(each.marks[0] in source for each in layout.cuts[:2]):
            continue
        shorter, spans = cut(source, layout.cuts)
        if is_found(layout.cuts, spans) and (tree := parse(shorter)) is not None:
            known = apply(layout, tree, {}, tuple(source[first:last] for first, last in spans))
            if known.places:
                return tree, known
    return None


def nearest(words: frozenset[str], layouts: Collection[Layout]) -> Layout | None:
    """The layout that shares most words with a page, if that is enough."""
    best = max(layouts, key=lambda layout: alikeness(words, layout.words), default=None)
    if best is None or len(words & best.words) < _SHARED * len(best.words) or alikeness(words, best.words) < _ALIKE:
        return None
    return best


def alikeness(words: frozenset[str], others: frozenset[str]) -> float:
    """The words in both of all that are in either; 1 for two pages without any."""
    shared = len(words & others)
    either = len(words) + len(others) - shared
    return shared / either if either else 1.0


def apply(layout: Layout, tree: etree._Element, keys: Mapping[etree._Element, Key], cut: tuple[bytes, ...] = ()) -> Known:
    """The places of the text and the blocks to skip on a page of a layout; of some elements the keys are known, and some parts are cut."""
    places: dict[int, list[etree._Element]] = {}
    skipped: list[etree._Element] = []
    waiting: list[tuple[Iterable[etree._Element], Way]] = [((tree,), layout.ways)]
    while waiting:
        elements, way = waiting.pop()
        for element in elements:
            marks = way.below.get(element.tag)
            found = marks.get(layout.mark_of(keys.get(element) or key_of(element))) if marks else None
            if found is None:
                continue
            if found.end == SKIP:
                skipped.append(element)
                continue
            if found.end is not None:
                places.setdefault(found.end, []).append(element)
            waiting.append((element, found))
    return Known.of(layout, places[min(places)] if places else (), skipped, cut)
