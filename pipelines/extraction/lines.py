"""The page as a reader sees it: displayed lines in document order, and the blocks that hold them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
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
_CAPTIONED = frozenset(("span", "em"))
BOLD = frozenset(("b", "strong"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
NEVER_HIDDEN = frozenset(("html", "body", "main", "article"))

# More than any news page has; the walk ends there so that a monster costs no more than a second.
MAX_ELEMENTS = 40_000
MAX_LINES = 4_000
MAX_CHARACTERS = 300_000
# Where classes are generated, what scripts and tests look for names the blocks.
_NAMING = frozenset(
    "class id role itemprop data-testid data-test-id data-test data-test-tag data-qa data-cy data-component data-component-name "
    "data-gu-name data-type data-module data-area".split()
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:(?:fig|img|image|photo)?caption|(?:img|image|photo|pic)[_-]?desc)(?:$|[\s_-])", re.IGNORECASE)
# The rest of a story, which a script shows to those who pay.
_GATED = re.compile(
    r"(?:^|[\s_-])(?:paywall|premium|gated|metered|locked|restricted)(?:[_-]?(?:content|text|body|article|section))?(?:\s|$)", re.I
)
_HUMPS = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_WIDE = re.compile(r"[\u2e80-\ufaff]")
# A zero width non-joiner between letters of Arabic, Persian or an Indian script is spelling.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]|(?<![\u0600-\u0dff])\u200c|\u200c(?![\u0600-\u0dff])")

# Joins letters and emoji, and stands alone in paragraphs that editors leave empty.
_JOINER = "\u200d"


@dataclass(slots=True, eq=False)
class Block:
    """A block element that holds lines. `within` are the tags of it and the blocks around.

    `first` and `end` bound the indices of the lines inside; `characters` and `linked` count their text, `images` the pictures.
    """

    element: etree._Element
    tag: str
    parent: Block | None
    within: frozenset[str]
    depth: int
    first: int
    end: int = 0
    characters: int = 0
    linked: int = 0
    images: int = 0
    _name: str | None = None

    @property
    def name(self) -> str:
        """Its class, id, role, itemprop and what scripts call it: words in lower case, joined by "-".

        Read when asked: half of the blocks never are.
        """
        if self._name is None:
            self._name = name_of(self.element)
        return self._name

    @property
    def centred(self) -> bool:
        """What the block's own style or align says."""
        return _centres(self.element.get("style") or self.element.get("align") or "")

    def path(self) -> Iterator[Block]:
        """This block and those around it, from the inside out."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.parent


@dataclass(slots=True, eq=False)
class Line:
    """One displayed line. `nodes` are the places its text came from: (element, True for its tail). `size` is its length in UTF-8.

    `linked` and `bold` count the characters that are links or bold; `level` is 1-6 inside a heading, else 0.
    `broken` says that it ends at a <br>, `pictured` that a picture stands between it and the line before.
    """

    index: int
    text: str
    size: int
    block: Block
    nodes: list[tuple[etree._Element, bool]]
    linked: int = 0
    bold: int = 0
    level: int = 0
    broken: bool = False
    pictured: bool = False
    _width: int = -1

    @property
    def width(self) -> int:
        """How wide the line is displayed (`width`); counted once, for many rules ask."""
        if self._width < 0:
            self._width = len(self.text) if self.size == len(self.text) else width(self.text)
        return self._width

    @property
    def element(self) -> etree._Element:
        """The nearest block element around the line."""
        return self.block.element

    @property
    def link_density(self) -> float:
        """The share of the line's characters that are links."""
        return min(1.0, self.linked / len(self.text)) if self.linked else 0.0

    def inside(self, *tags: str) -> bool:
        """True if a block of one of these tags holds the line: `line.inside("nav", "footer")`."""
        return not self.block.within.isdisjoint(tags)


class _Reader:
    """Walks a tree once, without recursion: trees may be 2,000 elements deep.

    `parts`, `nodes`, `linked` and `bold` are those of the line being read; `links`, `bolds` and `pre` count the open elements.
    """

    def __init__(self, show_hidden: bool, left_out: Collection[etree._Element]) -> None:
        self.show_hidden = show_hidden
        self.left_out = left_out
        self.lines: list[Line] = []
        self.block: Block | None = None
        self.parts: list[str] = []
        self.nodes: list[tuple[etree._Element, bool]] = []
        self.linked = self.bold = 0
        self.characters = 0
        self.links = self.bolds = self.pre = 0
        self.broken = self.pictured = self.hidden = False

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        budget = 2 * MAX_ELEMENTS
        skipped: etree._Element | None = None
        for event, element in walk:
            if event == "start":
                tag = element.tag
                if tag in SKIPPED or element in self.left_out or not (self.show_hidden or _is_shown(element, tag)):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._open(element, tag)
                    if text := element.text:
                        self._add(text, element, False)
            else:
                if element is skipped:
                    self.hidden = True
                else:
                    self._close(element)
                if text := element.tail:
                    self._add(text, element, True)
            budget -= 1
            if not budget or len(self.lines) > MAX_LINES or self.characters > MAX_CHARACTERS:
                break
        self._flush()
        while self.block is not None:
            self._leave(self.block)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag not in INLINE or (tag in _CAPTIONED and _is_caption(element)):
            self._flush()
            if tag == "br":
                self.broken = True
            else:
                self._enter(element, tag)
        elif tag == "a":
            self.links += element.get("href") is not None
        elif tag in BOLD:
            self.bolds += 1
        elif tag == "img" and self.block is not None:
            self.block.images += 1
            self.pictured = True

    def _enter(self, element: etree._Element, tag: str) -> None:
        if (around := self.block) is None:
            self.block = Block(element, tag, None, frozenset((tag,)), 0, len(self.lines))
        else:
            within = around.within if tag in around.within else around.within | {tag}
            self.block = Block(element, tag, around, within, around.depth + 1, len(self.lines))
        self.pre += tag == "pre"

    def _close(self, element: etree._Element) -> None:
        block, tag = self.block, element.tag
        if block is not None and block.element is element:
            self._flush()
            self._leave(block)
            self.pre -= tag == "pre"
        elif tag == "a":
            self.links -= element.get("href") is not None
        elif tag in BOLD:
            self.bolds -= 1

    def _leave(self, block: Block) -> None:
        block.end = len(self.lines)
        if (around := block.parent) is not None:
            around.characters += block.characters
            around.linked += block.linked
            around.images += block.images
        self.block = around

    def _add(self, text: str, element: etree._Element, is_tail: bool) -> None:
        if self.pre and "\n" in text:
            first, *rest = text.split("\n")
            self._piece(first, element, is_tail)
            for piece in rest:
                self._flush()
                self._piece(piece, element, is_tail)
        elif not text.isspace():
            self._piece(text, element, is_tail)
        elif self.nodes:
            self.parts.append(" ")

    def _piece(self, text: str, element: etree._Element, is_tail: bool) -> None:
        self.parts.append(text[:MAX_CHARACTERS])
        if text.isspace():
            return
        self.nodes.append((element, is_tail))
        if self.links:
            self.linked += len(text[:MAX_CHARACTERS].strip())
        if self.bolds:
            self.bold += len(text[:MAX_CHARACTERS].strip())

    def _flush(self) -> None:
        """Ends the line being read, if it has any text."""
        broken, self.broken = self.broken, False
        if not self.nodes:
            self.parts.clear()
            return
        text, block = normal("".join(self.parts)), self.block
        if text and block is not None:
            size = len(text) if text.isascii() else len(text.encode())
            signs = (self.linked, self.bold, _level(block), broken, self.pictured)
            self.lines.append(Line(len(self.lines), text, size, block, self.nodes, *signs))
            self.pictured = False
            block.characters += len(text)
            self.characters += len(text)
            block.linked += self.linked
        self.parts.clear()
        self.nodes = []
        self.linked = self.bold = 0


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
    return text if text.isascii() else _INVISIBLE.sub("", text).strip().lstrip(_JOINER)


def width(text: str) -> int:
    """The length of a text as displayed: a character of Chinese, Japanese or Korean takes two places."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _level(block: Block) -> int:
    if block.within.isdisjoint(HEADINGS):
        return 0
    return next((HEADINGS[each.tag] for each in islice(block.path(), 3) if each.tag in HEADINGS), 0)


def name_of(element: etree._Element) -> str:
    """What an element is called by its class, id, role, itemprop and the attributes that scripts look for, "" for none."""
    values = [str(value) for key, value in element.items() if key in _NAMING]
    return _words(" ".join(values)) if values else ""


def _is_shown(element: etree._Element, tag: str) -> bool:
    style = element.get("style")
    hides = element.get("hidden") is not None or (style is not None and _hides(style))
    return not hides or tag in NEVER_HIDDEN or _GATED.search(element.get("class") or "") is not None


def _is_caption(span: etree._Element) -> bool:
    """Captions inside a paragraph are lines of their own."""
    name = span.get("class")
    return name is not None and ("ca" in name or "desc" in name) and _CAPTION.search(name) is not None


@lru_cache(maxsize=4096)
def _words(name: str) -> str:
    return _HUMPS.sub("-", name).replace("_", "-").lower()


@lru_cache(maxsize=1024)
def _centres(style: str) -> bool:
    compact = style.replace(" ", "").lower()
    return compact == "center" or "text-align:center" in compact


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    """Whether a style hides an element for good; what is transparent besides is faded in when the page has loaded."""
    compact = style.replace(" ", "").lower()
    return "display:none" in compact or ("visibility:hidden" in compact and "opacity:0" not in compact)
