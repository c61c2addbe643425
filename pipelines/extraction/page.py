"""A page: one decoded, parsed capture, which every step of extraction shares and none of them changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, RuleSet, SiteRules
from pipelines.extraction.worded import places

if TYPE_CHECKING:
    from pipelines.extraction.known_layout import Known
    from pipelines.extraction.lines import Block, Line

# What a browser would still show of a page; the rest of a monster costs more than it can hold.
MAX_CHARACTERS = 4_000_000

# The tags that steps look for by name. One walk gathers them all, for every walk over a page costs: little of it is in the cache.
GATHERED = ("a", "abbr", "base", "input", "link", "meta", "option", "script", "time", "title")
MAX_GATHERED = 20_000

# libxml2 drops all that follows </html> or </body>; browsers do not.
_CLOSERS = re.compile(rb"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_SIMPLE_ID = re.compile(r"[A-Za-z][\w-]*\Z")
# What stands behind the value of an id, and before it, and how long that may be.
_ID_ENDS = frozenset("\"' >/\t\r\n\f")
_ID_BEFORE = re.compile(r"""[\s"']id\s*=\s*["']?\Z""", re.IGNORECASE)
_LONGEST_BEFORE = 12


@dataclass(eq=False)
class Page:
    """A parsed page. `tree` is the root element; steps read it and leave it as it is. `known` is its layout, if that was learned."""

    capture: Capture
    text: str
    tree: etree._Element
    rules: SiteRules = NO_RULES
    rule_set: RuleSet = field(default_factory=RuleSet)
    known: Known | None = None
    _steps: dict[etree._Element, str] = field(default_factory=dict, init=False, repr=False)
    _alone: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def whole(self) -> Page:
        """The same page without a layout, and with all that is left out where one is known."""
        tree = self.known.restored(self.tree) if self.known else self.tree
        if tree is None:
            tree = parse(source_of(self.text))
        return replace(self, tree=self.tree if tree is None else tree, known=None)

    @property
    def url(self) -> str:
        """The address that the page was fetched from, "" if unknown."""
        return self.capture.url

    @property
    def fetched_at(self) -> datetime | None:
        """When the page was fetched, the "now" of relative dates."""
        return self.capture.fetched_at

    @cached_property
    def lines(self) -> list[Line]:
        """The displayed lines in document order, computed once."""
        from pipelines.extraction.lines import read_lines

        return read_lines(self.tree, self.known.skipped if self.known else ())

    @cached_property
    def text_block(self) -> Block | None:
        """The block that holds the text by the page's layout, None where no layout says so."""
        return self.known.block(self.lines) if self.known else None

    def elements(self, tag: str) -> list[etree._Element]:
        """The elements of a tag of GATHERED in document order, all of the page's head and body, hidden or not."""
        return self._gathered[tag]

    @cached_property
    def _gathered(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {tag: [] for tag in GATHERED}
        aside = self.known.aside if self.known else ()
        for element in islice(chain(self.tree.iter(*GATHERED), aside), MAX_GATHERED):
            found[element.tag].append(element)
        return found

    @cached_property
    def links(self) -> list[tuple[etree._Element, str, str]]:
        """The link elements, then the a elements, with their href and rel as they stand, "" for none."""
        return [(each, each.get("href", ""), each.get("rel", "")) for each in (*self.elements("link"), *self.elements("a"))]

    @cached_property
    def title(self) -> str:
        """The text of the title element, white space as it stands, "" if there is none."""
        return next((element.text or "" for element in self.elements("title")), "")

    @cached_property
    def base(self) -> str:
        """What relative addresses on the page are relative to."""
        for element in self.elements("base"):
            if href := element.get("href"):
                return _join(self.url, href)
        return self.url

    def absolute(self, address: str | None) -> str | None:
        """An address of the page as an absolute http(s) URL, None for anything else."""
        if not address or not (joined := _join(self.base, address)).startswith(("http://", "https://")):
            return None
        return joined

    @cached_property
    def host(self) -> str:
        """The host of the page's URL without "www.", in lower case."""
        try:
            return (urlsplit(self.url).hostname or "").removeprefix("www.")
        except ValueError:
            return ""

    def selector(self, element: etree._Element) -> str:
        """A CSS selector that finds exactly this element again on the same page."""
        parts: list[str] = []
        node: etree._Element | None = element
        while node is not None:
            if (name := node.get("id")) and _SIMPLE_ID.match(name) and self._is_alone(name):
                parts.append("#" + name)
                break
            if (step := self._steps.get(node)) is None:
                step = self._steps[node] = _step(node)
            parts.append(step)
            node = node.getparent()
        return " > ".join(reversed(parts))

    def _is_alone(self, name: str) -> bool:
        """Whether an id that some element has is no other's. The text is asked, in less time than a walk over all elements takes."""
        if name not in self._alone:
            self._alone[name] = _times_an_id(name, self.text) < 2
        return self._alone[name]


def source_of(text: str, utf8: bytes | None = None) -> bytes:
    """What of a page is parsed, in UTF-8. `utf8` is the same text, where it is at hand encoded."""
    return utf8 if utf8 is not None and len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS].encode("utf-8", "replace")


def parse(source: bytes) -> etree._Element | None:
    """The tree of HTML in UTF-8, None when there is no element in it.

    Uses lxml's plain element classes: the ones of lxml.html cost a look-up in Python for every element. Trees end
    at a depth of about 2,000 elements (a limit of libxml2).
    """
    if any(map(source.__contains__, _CONTROLS)):
        source = source.translate(None, _CONTROLS)
    source = _CLOSERS.sub(b" ", source)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None


def _times_an_id(name: str, text: str) -> int:
    """How often a page says that something has this id; more than two are two."""
    ended = (place for place in places(text, name) if text[place + len(name) : place + len(name) + 1] in _ID_ENDS)
    named = (place for place in ended if _ID_BEFORE.search(text, max(0, place - _LONGEST_BEFORE), place))
    return sum(1 for _ in islice(named, 2))


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _step(element: etree._Element) -> str:
    tag = str(element.tag)
    parent = element.getparent()
    if parent is None:
        return tag
    position = sum(1 for _ in element.itersiblings(tag, preceding=True)) + 1
    return f"{tag}:nth-of-type({position})"
