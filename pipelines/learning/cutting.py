"""What of the skipped blocks can be left out before a page is parsed: where their insides begin and end in the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import mean

from lxml import etree

from pipelines.extraction.cuts import Cut, cut
from pipelines.extraction.decode import decode
from pipelines.extraction.known_layout import apply
from pipelines.extraction.page import parse, source_of
from pipelines.extraction.profile import Layout, key_of
from pipelines.learning.observation import Observation

# An attribute that says where in the source its element begins; it has no quotes, for it may stand inside of another.
_AT = "data-newsmorgue-at"
_TAG = re.compile(r"<[A-Za-z][\w:-]*(?=[\s/>])")
# The characters beside an inside that make its place sure.
_LONGEST, _SURE = 120, 24
# Of all pages of a block, the most or what is left of them, that have it so beside them.
_SHARES = (1.0, 0.9, 0.75, 0.5)
# The stories and the share of them that a cut needs, the characters that make it worth it, and how much longer than any seen it may be.
_LEAST, _OFTEN, _WORTH, _LONGER = 3, 0.25, 300, 1.5
# The characters before an element in which the end tags of those that end there stand.
_CLOSING = 600


# Where something begins, by the text of a page.
_Places = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Inside:
    """The inside of a skipped block of one page: where its start tag begins, where it stands itself, and what has to take its place."""

    block: str
    tag: int
    first: int
    last: int
    seam: str


def cuts_of(layout: Layout, stories: Sequence[Observation]) -> tuple[Cut, ...]:
    """The cuts of a layout, in the order of the source: those that leave every one of its pages as it is but for what is skipped."""
    pages = [text for story in stories if (text := _text(story)) is not None]
    found: dict[tuple[str, str, int], list[tuple[str, _Inside]]] = defaultdict(list)
    for text in pages:
        numbers: dict[tuple[str, str], Iterator[int]] = defaultdict(count)
        for each in _insides(layout, text):
            found[(each.block, each.seam, next(numbers[each.block, each.seam]))].append((text, each))
    least = max(_LEAST, _OFTEN * len(pages))
    worth = (some for some in found.values() if mean(each.last - each.first for _, each in some) >= _WORTH)
    cuts = _ordered(each for some in worth for each in _cuts(some, least))
    for text in pages:
        cuts = _harmless(layout, cuts, text)
    return cuts


def _text(story: Observation) -> str | None:
    decoded = decode(story.payload, story.capture.header("content-type"))
    return decoded.text if decoded else None


def _insides(layout: Layout, text: str) -> list[_Inside]:
    """The insides of a page's skipped blocks in their order; none of those whose place in the source is not plain."""
    tree = parse(source_of(_TAG.sub(lambda tag: f"{tag[0]} {_AT}={tag.start()}", text)))
    if tree is None:
        return []
    skipped = apply(layout, tree, {}).hidden
    for element, children in skipped.items():
        element.extend(children)
    found = (_inside(layout, element, text) for element in skipped)
    return sorted(filter(None, found), key=lambda each: each.first)


def _inside(layout: Layout, block: etree._Element, text: str) -> _Inside | None:
    ending = [block]
    while (following := ending[-1].getnext()) is None and (around := ending[-1].getparent()) is not None:
        ending.append(around)
    tag = _place(block)
    end = _place(following) if following is not None else len(text)
    if tag < 0 or end < 0 or any((each.tail or "").strip() for each in ending):
        return None
    first = text.find(">", tag) + 1
    closing = "".join(rf"</{each.tag}\s*>(?:\s|<!--(?:(?!-->).)*-->)*" for each in ending)
    closed = re.compile(rf"{closing}\Z", re.I | re.S).search(text, max(first, end - _CLOSING), end)
    last = closed.start() if closed else end
    seam = "" if closed else "".join(f"</{each.tag}>" for each in ending if each.tag not in ("body", "html"))
    return _Inside(layout.mark_of(key_of(block)), tag, first, last, seam) if first < last else None


def _place(element: etree._Element) -> int:
    """Where the start tag of an element stands in the source, -1 for one that does not."""
    at = element.get(_AT, "")
    return int(at) if at.isdecimal() else -1


def _cuts(insides: list[tuple[str, _Inside]], least: float) -> Iterator[tuple[_Places, Cut]]:
    """The cuts for the same block on several pages, with as much of the source beside it as enough of them share, and where they are."""
    while len(insides) >= least:
        tag = _shared([text[each.tag : each.first - 1] for text, each in insides], _SURE)
        before = _shared([text[max(0, each.tag - _LONGEST) : each.tag][::-1] for text, each in insides], _SURE - len(tag))[::-1]
        behind = _shared([text[each.last : each.last + _LONGEST] for text, each in insides], _SURE)
        alike = [(text, e) for text, e in insides if text.startswith(before + tag, e.tag - len(before)) and text.startswith(behind, e.last)]
        if not tag or len(alike) < least:
            return
        longest = max(len(text[each.first : each.last].encode()) for text, each in alike)
        yield {text: each.first for text, each in alike}, Cut(before + tag, behind, insides[0][1].seam, int(_LONGER * longest))
        insides = [each for each in insides if each not in alike]


def _ordered(cuts: Iterable[tuple[_Places, Cut]]) -> tuple[Cut, ...]:
    """The cuts in an order in which each stands behind those that are before it on some page."""
    ordered: list[tuple[_Places, Cut]] = []
    for places, each in sorted(cuts, key=lambda one: mean(one[0].values())):
        earlier = (n for n, (others, _) in enumerate(ordered, 1) if any(others[text] < places[text] for text in others.keys() & places))
        ordered.insert(max(earlier, default=0), (places, each))
    return tuple(each for _, each in ordered)


def _shared(texts: list[str], enough: int) -> str:
    """How all of some texts begin; where that is less than enough characters, how most do."""
    found = ""
    for share in _SHARES:
        longer = range(len(found) + 1, _LONGEST + 1)
        if place := bisect_left(longer, True, key=lambda size: _most_usual(texts, size)[1] < share * len(texts)):
            found = _most_usual(texts, longer[place - 1])[0]
        if len(found) >= enough:
            break
    return found


def _most_usual(texts: list[str], size: int) -> tuple[str, int]:
    """How most of some texts begin, in so many characters, and how many do."""
    return Counter(text[:size] for text in texts).most_common(1)[0]


def _harmless(layout: Layout, cuts: tuple[Cut, ...], text: str) -> tuple[Cut, ...]:
    """The cuts without those that change what else is on a page."""
    source = source_of(text)
    whole = _outline(layout, source)
    while cuts and (shorter := _outline(layout, cut(source, cuts)[0])) and shorter != whole:
        harmful = [each for each in cuts if (alone := _outline(layout, cut(source, [each])[0])) and alone != whole]
        worst = min(harmful or cuts, key=lambda each: len(each.start) + len(each.end))
        cuts = tuple(each for each in cuts if each is not worst)
    return cuts


def _outline(layout: Layout, source: bytes) -> list[tuple[str, int, str, str]] | None:
    """All that a page has outside of its skipped blocks: each element's tag, how many stand around it, its text and its tail.

    None where no container is: such a page is parsed whole.
    """
    tree = parse(source)
    if tree is None or not apply(layout, tree, {}).places:
        return None
    found: list[tuple[str, int, str, str]] = []
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            found.append((str(element.tag), depth, (element.text or "").strip(), (element.tail or "").strip()))
    return found
