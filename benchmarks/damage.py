"""Pages without what extractors lean on: the names of blocks, or all that a page tells machines about itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from lxml import etree

from pipelines.extraction.decode import decode
from pipelines.extraction.page import parse, source_of

Change = Callable[[etree._Element], None]


def changed(raw: bytes, changes: Sequence[Change]) -> bytes:
    """A page in UTF-8 after some changes; as it was if there are none, or nothing in it."""
    decoded = decode(raw) if changes else None
    tree = parse(source_of(decoded.text)) if decoded else None
    if tree is None:
        return raw
    for change in changes:
        change(tree)
    for element in tree.iter("meta"):
        if element.get("charset") or element.get("http-equiv"):
            element.attrib.clear()
    return etree.tostring(tree, method="html", encoding="utf-8")


def unnamed(tree: etree._Element) -> None:
    """Makes every word of a class or id a meaningless one, as build tools do, the same wherever it stands."""
    for element in tree.iter(etree.Element):
        for name in ("class", "id"):
            if value := element.get(name):
                element.set(name, " ".join(_meaningless(word) for word in value.split()))


def undeclared(tree: etree._Element) -> None:
    """Takes out meta, link and script elements: what is left is what a reader sees, the title element, microdata and times."""
    for element in list(tree.iter("meta", "link", "script")):
        if (parent := element.getparent()) is not None:
            _keep_tail(element, parent)
            parent.remove(element)


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    """Gives the text behind an element to what stands before it."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")


def _meaningless(word: str) -> str:
    """The same letters for the same word, and no digit, as extractors drop words with digits for generated ones anyway."""
    return "x" + "".join(chr(ord("g") + int(digit, 16)) for digit in hashlib.sha256(word.encode()).hexdigest()[:6])
