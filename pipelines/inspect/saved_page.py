"""A saved page made harmless before it is shown; the headers of safety.SAVED_BYTES hold even if this missed something."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from lxml import etree

from pipelines.extraction.decode import decode
from pipelines.extraction.page import parse
from pipelines.inspect.captures import SavedResponse
from pipelines.inspect.safety import safe_link

# Active, embedding or fetching elements, with all that is in them.
_DROPPED = frozenset(
    """script link meta base object embed applet iframe frame frameset portal fencedframe audio video source track template animate set
    animatetransform animatemotion foreignobject use math dialog""".split()
)
# Elements whose content stays and who themselves do not.
_UNWRAPPED = frozenset({"form", "noscript"})
_KEPT_ATTRIBUTES = frozenset(
    """class id style title lang dir alt colspan rowspan headers scope align valign width height border cellpadding cellspacing bgcolor
    color face size start type value datetime
    tabindex data-selector cite open hidden role viewbox d x y x1 x2 y1 y2 cx cy r rx ry points fill stroke stroke-width
    transform""".split()
)


def tree_of(saved: SavedResponse) -> etree._Element | None:
    """The parsed page as extraction saw it, before anything is taken out; None when it is no text."""
    decoded = decode(saved.payload, saved.header("content-type"))
    return parse(decoded.text) if decoded else None


def defuse(tree: etree._Element, base: str, archived: Callable[[str], str]) -> None:
    """Takes all that acts or fetches out of a tree; links lead to `archived(absolute URL)`, others nowhere."""
    for element in list(tree.iter(etree.Element)):
        name = element.tag.rpartition("}")[2].lower()
        if name in _DROPPED and element.getparent() is not None:
            _drop(element)
        elif name in _UNWRAPPED:
            element.tag = "div"
        _clean_attributes(element, base, archived)


def as_html(tree: etree._Element) -> str:
    """The tree as a document of its own."""
    return "<!DOCTYPE html>\n" + etree.tostring(tree, encoding="unicode", method="html")


def _drop(element: etree._Element) -> None:
    """Removes an element and keeps the text behind it, which lxml ties to it."""
    parent, tail = element.getparent(), element.tail
    assert parent is not None
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _clean_attributes(element: etree._Element, base: str, archived: Callable[[str], str]) -> None:
    href = element.get("href") if element.tag in ("a", "area") else None
    source = element.get("src") if element.tag == "img" else None
    for name in list(element.attrib):
        if str(name).lower() not in _KEPT_ATTRIBUTES:
            del element.attrib[name]
    if href is not None and (target := _absolute(base, href)):
        element.set("href", archived(target))
        element.set("rel", "noreferrer noopener nofollow")
    if source is not None and source.startswith("data:image/"):
        element.set("src", source)


def _absolute(base: str, href: str) -> str | None:
    try:
        return safe_link(urljoin(base, href.strip()))
    except ValueError:
        return None
