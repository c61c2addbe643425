"""The page as a reader sees it: displayed lines in document order, and the blocks that hold them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pipelines.extraction.page import Page

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr picture q ruby rb rt rp s samp small source "
    "span strike strong sub sup time tt u var wbr".split()
)
SKIPPED = frozenset(
    "script style noscript svg template iframe head title meta link select option datalist object embed applet button input textarea "
    "canvas audio video map math amp-ad amp-analytics rt rp".split()
)
BOLD = frozenset(("b", "strong"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
NEVER_HIDDEN = frozenset(("html", "body", "main", "article"))

# More than any news page has; the walk ends there so that a monster costs no more than a second.
MAX_ELEMENTS = 40_000
MAX_LINES = 4_000
MAX_CHARACTERS = 300_000
_NAMING = frozenset(("class", "id", "role", "itemprop"))
_CAPTION = re.compile(r"(?:^|[\s_-])(?:fig|img|image|photo)?caption(?:$|[\s_-])", re.IGNORECASE)
_HUMPS = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad"))


@dataclass(slots=True, eq=False)
class Block:
    """A block element that holds lines. `name` is its class, id, role and itemprop: words in lower case, joined by "-".

    `first` and `end` bound the indices of the lines inside; `characters` and `linked` count their text, `images` the
    pictures. `centred` is what the block's own style or align says.
    """

    element: etree._Element
    tag: str
    parent: Block | None
    name: str
    depth: int
    first: int
    end: int = 0
    characters: int = 0
    linked: int = 0
    images: int = 0
    centred: bool = False

    def path(self) -> Iterator[Block]:
        """This block and those around it, from the inside out."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent


@dataclass(slots=True, eq=False)
class Line:
    """One displayed line. `nodes` are the places its text came from: (element, True for its tail).

    `linked` and `bold` count the characters that are links or bold; `level` is 1-6 inside a heading, else 0.
    `broken` says that it ends at a <br>, `pictured` that a picture stands between it and the line before.
    """

    index: int
    text: str
    block: Block
    nodes: list[tuple[etree._Element, bool]]
    linked: int = 0
    bold: int = 0
    level: int = 0
    broken: bool = False
    pictured: bool = False

    @property
    def element(self) -> etree._Element:
        """The nearest block element around the line."""
        return self.block.element

    @property
    def link_density(self) -> float:
        """The share of the line's characters that are links."""
        return min(1.0, self.linked / max(1, len(self.text)))

    def inside(self, *tags: str) -> bool:
        """True if a block of one of these tags holds the line: `line.inside("nav", "footer")`."""
        return any(block.tag in tags for block in self.block.path())


@dataclass(slots=True)
class _Draft:
    """The line being read."""

    parts: list[str] = field(default_factory=list)
    nodes: list[tuple[etree._Element, bool]] = field(default_factory=list)
    linked: int = 0
    bold: int = 0


class _Reader:
    """Walks a tree once, without recursion: trees may be 2,000 elements deep."""

    def __init__(self, show_hidden: bool, left_out: Collection[etree._Element]) -> None:
        self.show_hidden = show_hidden
        self.left_out = left_out
        self.lines: list[Line] = []
        self.block: Block | None = None
        self.draft = _Draft()
        self.characters = 0
        self.links = self.bolds = self.pre = 0
        self.broken = self.pictured = self.hidden = False

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        budget = 2 * MAX_ELEMENTS
        skipped: etree._Element | None = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in SKIPPED or not isinstance(tag, str) or element in self.left_out or self._hides(element, tag):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._open(element, tag)
            elif skipped is not None and element is skipped:
                self.hidden = True
                self._tail(element)
            else:
                self._close(element, tag)
            budget -= 1
            if not budget or len(self.lines) > MAX_LINES or self.characters > MAX_CHARACTERS:
                break
        self._flush()
        while self.block is not None:
            self._leave()

    def _hides(self, element: etree._Element, tag: str) -> bool:
        return not self.show_hidden and _is_hidden(element, tag)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag not in INLINE or (tag == "span" and _is_caption(element)):
            self._flush()
            if tag == "br":
                self.broken = True
                return
            parent = self.block
            self.block = Block(element, tag, parent, _name(element), parent.depth + 1 if parent else 0, len(self.lines))
            self.pre += tag == "pre"
            if (align := element.get("style") or element.get("align")) is not None:
                self.block.centred = _centres(align)
        elif tag == "a":
            self.links += element.get("href") is not None
        elif tag in BOLD:
            self.bolds += 1
        elif tag == "img" and self.block is not None:
            self.block.images += 1
            self.pictured = True
        if text := element.text:
            self._add(text, element, False)

    def _close(self, element: etree._Element, tag: str) -> None:
        if tag not in INLINE or (tag == "span" and _is_caption(element)):
            if tag != "br":
                self._flush()
                self._leave()
                self.pre -= tag == "pre"
        elif tag == "a":
            self.links -= element.get("href") is not None
        elif tag in BOLD:
            self.bolds -= 1
        self._tail(element)

    def _leave(self) -> None:
        block = self.block
        if block is None:
            return
        block.end = len(self.lines)
        if block.parent is not None:
            block.parent.characters += block.characters
            block.parent.linked += block.linked
            block.parent.images += block.images
        self.block = block.parent

    def _tail(self, element: etree._Element) -> None:
        if text := element.tail:
            self._add(text, element, True)

    def _add(self, text: str, element: etree._Element, is_tail: bool) -> None:
        if not self.pre and text.isspace():
            if self.draft.nodes:
                self.draft.parts.append(" ")
        elif self.pre and "\n" in text:
            first, *rest = text.split("\n")
            self._piece(first, element, is_tail)
            for piece in rest:
                self._flush()
                self._piece(piece, element, is_tail)
        else:
            self._piece(text, element, is_tail)

    def _piece(self, text: str, element: etree._Element, is_tail: bool) -> None:
        text = text[:MAX_CHARACTERS]
        draft = self.draft
        draft.parts.append(text)
        if text.isspace():
            return
        draft.nodes.append((element, is_tail))
        if self.links:
            draft.linked += len(text.strip())
        if self.bolds:
            draft.bold += len(text.strip())

    def _flush(self) -> None:
        draft, broken = self.draft, self.broken
        if broken:
            self.broken = False
        if not draft.nodes:
            draft.parts.clear()
            return
        text = normal("".join(draft.parts))
        self.draft = _Draft()
        block = self.block
        if not text or block is None:
            return
        self.lines.append(Line(len(self.lines), text, block, draft.nodes, draft.linked, draft.bold, _level(block), broken, self.pictured))
        self.pictured = False
        block.characters += len(text)
        self.characters += len(text)
        block.linked += draft.linked


def lines(page: Page) -> list[Line]:
    """The page's displayed lines in document order, computed once a page."""
    return page.lines


def read_lines(root: etree._Element, left_out: Collection[etree._Element] = frozenset()) -> list[Line]:
    """The displayed lines under an element but not under those left out. What is hidden is not read, unless nearly the whole page is."""
    reader = _Reader(False, left_out)
    reader.read(root)
    shown = sum(len(line.text) for line in reader.lines)
    if shown < 300 and reader.hidden:
        every = _Reader(True, left_out)
        every.read(root)
        if sum(len(line.text) for line in every.lines) > 4 * shown + 300:
            return every.lines
    return reader.lines


def normal(text: str) -> str:
    """Text with white space as a browser shows it: single blanks, no invisible characters."""
    text = " ".join(text.split())
    return text if text.isascii() else text.translate(_INVISIBLE).strip()


def _level(block: Block) -> int:
    current: Block | None = block
    for _ in range(3):
        if current is None:
            return 0
        if current.tag in HEADINGS:
            return HEADINGS[current.tag]
        current = current.parent
    return 0


def _name(element: etree._Element) -> str:
    values = [str(value) for key, value in element.items() if key in _NAMING]
    return _words(" ".join(values)) if values else ""


def _is_hidden(element: etree._Element, tag: str) -> bool:
    style = element.get("style")
    if style is None:
        return element.get("hidden") is not None and tag not in NEVER_HIDDEN
    return tag not in NEVER_HIDDEN and (_hides(style) or element.get("hidden") is not None)


def _is_caption(span: etree._Element) -> bool:
    """Captions inside a paragraph are lines of their own."""
    name = span.get("class")
    return name is not None and "ca" in name and _CAPTION.search(name) is not None


@lru_cache(maxsize=4096)
def _words(name: str) -> str:
    return _HUMPS.sub("-", name).replace("_", "-").lower()


@lru_cache(maxsize=1024)
def _centres(style: str) -> bool:
    compact = style.replace(" ", "").lower()
    return compact == "center" or "text-align:center" in compact


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    compact = style.replace(" ", "").lower()
    return "display:none" in compact or "visibility:hidden" in compact
