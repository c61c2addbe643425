"""What of the skipped blocks can be left out before a page is parsed: where their insides begin and end in the source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from os.path import commonprefix
from statistics import mean

from lxml import etree

from pipelines.extraction.cuts import Cut, cut
from pipelines.extraction.decode import decode
from pipelines.extraction.known_layout import apply
from pipelines.extraction.page import parse, source_of
from pipelines.extraction.profile import Layout
from pipelines.learning.observation import Observation

# An attribute that says where in the source its element begins; it has no quotes, for it may stand inside of another.
_AT = "data-newsmorgue-at"
_TAG = re.compile(r"<[A-Za-z][\w:-]*(?=[\s/>])")
# The characters beside a tag that make its place sure.
_BESIDE = 100
# The share of the stories that a cut needs, the characters that make it worth it, and how much longer than any seen it may be.
_OFTEN, _WORTH, _LONGER = 0.5, 300, 1.5
# What machines read of a block.
_TOLD = ("abbr", "base", "meta", "time", "title")


@dataclass(frozen=True, slots=True)
class _Inside:
    """The inside of a skipped block of one page, from `first` to `last`, its start tag, the tag behind it, and the end tags between."""

    first: int
    last: int
    tag: str
    behind: str
    seam: str


def cuts_of(layout: Layout, stories: Sequence[Observation]) -> tuple[Cut, ...]:
    """The cuts of a layout, in the order of the source: those that leave every one of its pages as it is but for what is skipped."""
    pages = [text for story in stories if (text := _text(story)) is not None]
    found: dict[tuple[str, ...], list[tuple[str, _Inside]]] = defaultdict(list)
    for text in pages:
        numbers: dict[tuple[str, ...], Iterator[int]] = defaultdict(count)
        for each in _insides(layout, text):
            key = (each.tag, each.behind, each.seam)
            found[(*key, str(next(numbers[key])))].append((text, each))
    often = (some for some in found.values() if len(some) >= _OFTEN * len(pages) and mean(e.last - e.first for _, e in some) >= _WORTH)
    cuts = tuple(_cut(some) for some in sorted(often, key=lambda some: mean(each.first for _, each in some)))
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
    found = (_inside(element, text) for element in skipped if not any(True for _ in element.iter(*_TOLD)))
    return sorted(filter(None, found), key=lambda each: each.first)


def _inside(block: etree._Element, text: str) -> _Inside | None:
    ending = [block]
    while (following := ending[-1].getnext()) is None and (around := ending[-1].getparent()) is not None:
        ending.append(around)
    first = _tag_at(block, text)
    last = _tag_at(following, text) if following is not None else ""
    if not first or (following is not None and not last) or any((each.tail or "").strip() for each in ending):
        return None
    seam = "".join(f"</{each.tag}>" for each in ending if each.tag not in ("body", "html"))
    start = int(block.get(_AT, "0")) + len(first)
    end = int(following.get(_AT, "0")) if following is not None else len(text)
    return _Inside(start, end, first, last, seam) if start < end else None


def _tag_at(element: etree._Element, text: str) -> str:
    """The start tag of an element as it stands in the source, "" for one that does not."""
    at = element.get(_AT, "")
    return text[int(at) : text.find(">", int(at)) + 1] if at.isdecimal() else ""


def _cut(insides: list[tuple[str, _Inside]]) -> Cut:
    """The cut for the same block on several pages, with as much of the source beside it as they share."""
    before = commonprefix([text[max(0, each.first - _BESIDE - len(each.tag)) : each.first][::-1] for text, each in insides])[::-1]
    behind = commonprefix([text[each.last : each.last + _BESIDE + len(each.behind)] for text, each in insides])
    longest = max(len(text[each.first : each.last].encode()) for text, each in insides)
    return Cut(before, behind, insides[0][1].seam, int(_LONGER * longest))


def _harmless(layout: Layout, cuts: tuple[Cut, ...], text: str) -> tuple[Cut, ...]:
    """The cuts without which, too, the page is what it is with them."""
    source = source_of(text)
    whole = _outline(layout, source)
    while cuts and _outline(layout, cut(source, cuts)[0]) != whole:
        harmful = next((each for each in cuts if _outline(layout, cut(source, [each])[0]) != whole), cuts[-1])
        cuts = tuple(each for each in cuts if each is not harmful)
    return cuts


def _outline(layout: Layout, source: bytes) -> list[tuple[str, int, str, str]] | None:
    """All that a page has outside of its skipped blocks: each element's tag, how many stand around it, its text and its tail."""
    tree = parse(source)
    if tree is None:
        return None
    apply(layout, tree, {})
    found: list[tuple[str, int, str, str]] = []
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            found.append((str(element.tag), depth, (element.text or "").strip(), (element.tail or "").strip()))
    return found
