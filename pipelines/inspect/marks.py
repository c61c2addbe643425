"""What an extraction made of a page, drawn onto the page: kept, title, dateline, credit, notice, dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

_KINDS = {"title": "title", "subtitle": "title", "notice": "notice", "rights": "notice", "text": "text"}
_CREDITS = re.compile("author|editor|reporter|credit|correspond|proofread|photograph|translat|intern|contribut")

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd td th pre blockquote figcaption div section article aside nav header footer main".split())
_NOT_SHOWN = frozenset({"meta", "script", "link", "title", "html", "body", "head"})
_VOID = frozenset({"img", "br", "hr", "input", "embed", "source", "wbr"})
_SPACE = re.compile(r"\s+")

# Beyond so many blocks a page is marked as far as this; the spam of one page would otherwise take seconds.
_MOST_BLOCKS = 2_000
# So many lines of a text are looked for inside larger blocks.
_MOST_LINES = 300

STYLE = """
.m-text,.m-title,.m-dateline,.m-credit,.m-notice,.m-dropped{position:relative;outline:2px solid;outline-offset:1px;color:#111}
.m-text{background:#d9f5df;outline-color:#2e9e4f}.m-title{background:#d8e7fb;outline-color:#2a6fd0}.m-dateline{background:#fdeec9;outline-color:#c98a00}
.m-credit{background:#ecdffa;outline-color:#8a4bd0}.m-notice{background:#fbdcdc;outline-color:#c03030}
.m-dropped{background:#eee;outline:1px dashed #999;color:#555}
.m-selector{display:none;background:#222;color:#fff;font:12px/1.4 monospace;padding:2px 6px;overflow-wrap:anywhere;user-select:all}
[tabindex]:focus>.m-selector{display:block}
:target{outline-width:5px}
body{font-family:system-ui,sans-serif;line-height:1.5;background:#fff;color:#111}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked element: its number on the page, what it is, a selector that finds it, and how its text begins."""

    anchor: str
    kind: str
    selector: str
    beginning: str


def kind_of(field: str) -> str:
    """The colour of a field: title, dateline, credit, notice or text."""
    return _KINDS.get(field) or ("credit" if _CREDITS.search(field) else "dateline")


def draw(tree: etree._Element, evidence: Mapping[str, Any], text: str) -> list[Mark]:
    """Marks the tree in place and gives the marks in the order of the page.

    An element gets class `m-<kind>`, an id `b<number>`, and its selector as a last child, seen while the element has the
    focus; elements of the evidence get the anchors `f-<field>` beside. All other classes and ids go: no name on the page can
    pass for a mark.
    """
    selectors = _Selectors(tree)
    kinds = dict(_by_text(tree, text))
    fields: dict[etree._Element, list[str]] = {}
    for field, item in evidence.items():
        for element in _found(tree, item.get("where")):
            fields.setdefault(element, []).append(field)
            if field != "text" and kinds.get(element) != "text":  # a byline within a kept paragraph leaves it kept
                kinds[element] = kind_of(field)
    named = {element: selectors.of(element) for element in (*kinds, *fields)}
    beginnings = {element: _beginning(element) for element in kinds}
    _strip_names(tree)
    for element, names in fields.items():
        for name in names:
            element.insert(0, _anchor(f"f-{name}", element))
    return list(_apply(tree, kinds, named, beginnings))


def _apply(
    tree: etree._Element, kinds: dict[etree._Element, str], named: dict[etree._Element, str], beginnings: dict[etree._Element, str]
) -> Iterator[Mark]:
    for number, element in enumerate(element for element in tree.iter(etree.Element) if element in kinds):
        element.set("class", f"m-{kinds[element]}")
        element.set("id", f"b{number}")
        element.set("tabindex", "0")
        if element.tag not in _VOID:
            etree.SubElement(element, "code", {"class": "m-selector"}).text = named[element]
        yield Mark(f"b{number}", kinds[element], named[element], beginnings[element])


def _by_text(tree: etree._Element, text: str) -> Iterator[tuple[etree._Element, str]]:
    """The innermost blocks with text of their own, each kept ("text") or dropped."""
    lines = {_folded(line) for line in text.splitlines()}
    lines.discard("")
    whole = "\n".join(lines)
    long_lines = [line for line in lines if len(line) > 20][:_MOST_LINES]
    for element in _innermost_blocks(tree):
        content = _folded("".join(_displayed(element)))
        if content:
            is_kept = content in lines or (len(content) > 5 and content in whole) or any(line in content for line in long_lines)
            yield element, "text" if is_kept else "dropped"


def _innermost_blocks(tree: etree._Element) -> Iterable[etree._Element]:
    found = 0
    for element in tree.iter(*_BLOCKS):
        if not any(child.tag in _BLOCKS for child in element.iterdescendants(etree.Element)):
            found += 1
            yield element
        if found >= _MOST_BLOCKS:
            return


def _displayed(element: etree._Element) -> Iterator[str]:
    for part in element.iter(etree.Element):
        if part.tag not in ("script", "style", "template"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _folded(text: str) -> str:
    return _SPACE.sub("", text)


def _beginning(element: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(_displayed(element))).strip()[:80]


def _found(tree: etree._Element, where: str | None) -> list[etree._Element]:
    """The displayed elements that an evidence's selector names; none for places that are no elements (JSON-LD, headers)."""
    if not where:
        return []
    try:
        found = CSSSelector(where)(tree)
    except (SelectorError, SyntaxError, etree.XPathError):
        return []
    elements = found if isinstance(found, list) else []
    return [element for element in elements if isinstance(element, etree._Element) and element.tag not in _NOT_SHOWN][:20]


def _strip_names(tree: etree._Element) -> None:
    for element in tree.iter(etree.Element):
        for name in ("id", "class", "style", "name"):
            if name in element.attrib:
                del element.attrib[name]
    for element in list(tree.iter("style")):
        element.text = None


def _anchor(name: str, before: etree._Element) -> etree._Element:
    anchor = etree.Element("span", id=name)
    anchor.tail, before.text = before.text, None
    return anchor


class _Selectors:
    """CSS selectors for elements of one tree; as short as an id or a class that stands once allows."""

    def __init__(self, tree: etree._Element) -> None:
        self._seen = Counter(name for element in tree.iter(etree.Element) for name in self._names(element))
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def of(self, element: etree._Element) -> str:
        parts: list[str] = []
        node: etree._Element | None = element
        while node is not None:
            unique = next((name for name in self._names(node) if self._seen[name] == 1), None)
            if unique:
                parts.append(unique)
                break
            parent = node.getparent()
            parts.append(self._steps_below(parent)[node] if parent is not None else str(node.tag))
            node = parent
        return " > ".join(reversed(parts))

    @staticmethod
    def _names(element: etree._Element) -> list[str]:
        names = [f"#{element.get('id')}", *(f".{name}" for name in (element.get("class") or "").split())]
        return [name for name in names if re.fullmatch(r"[#.][A-Za-z][\w-]*", name) and name != "#None"]

    def _steps_below(self, parent: etree._Element) -> dict[etree._Element, str]:
        """The last step to each child, made once a parent: some have thousands of children."""
        if parent not in self._steps:
            children = [child for child in parent if isinstance(child.tag, str)]
            totals, seen, steps = Counter(child.tag for child in children), Counter[str](), {}
            for child in children:
                seen[child.tag] += 1
                steps[child] = f"{child.tag}:nth-of-type({seen[child.tag]})" if totals[child.tag] > 1 else child.tag
            self._steps[parent] = steps
        return self._steps[parent]
