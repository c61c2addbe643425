"""A saved page made harmless, whatever it holds: nothing that runs, fetches or navigates is left of it.

Cleaned by nh3 (ammonia), which parses as browsers do: what it writes, they read as it did. The Content-Security-Policy of
safety.py would stop what got through; each of the two is enough by itself.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import urljoin

import nh3
from lxml import etree

from pipelines.extraction.decode import decode
from pipelines.extraction.page import parse, source_of
from pipelines.inspect.captures import SavedResponse
from pipelines.inspect.safety import safe_link

# What a page of text is made of. All other elements go; what stands in them stays.
_ELEMENTS = frozenset(
    """a abbr acronym address area article aside b bdi bdo big blockquote br button caption center cite code col colgroup data dd del
    details dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li
    main map mark menu nav ol p picture pre q rp rt ruby s samp section small span strike strong style sub summary sup table tbody td
    tfoot th thead time tr tt u ul var wbr""".split()
)
# These go with all that is in them.
_DROPPED = frozenset(
    """script template title iframe object embed applet frameset noframes noembed svg math audio video canvas dialog portal fencedframe
    textarea select""".split()
)
_ATTRIBUTES = frozenset(
    """class id style title lang dir alt colspan rowspan headers scope align valign width height border cellpadding cellspacing bgcolor
    color face size start type value datetime tabindex open hidden""".split()
)


def tree_of(saved: SavedResponse) -> etree._Element | None:
    """The parsed page as extraction saw it, before anything is taken out; None when it is no text."""
    decoded = decode(saved.payload, saved.header("content-type"))
    return parse(source_of(decoded.text)) if decoded else None


def harmless(tree: etree._Element, base: str, archived: Callable[[str], str], style: str = "") -> str:
    """The tree as a document of its own; links lead to `archived(absolute URL)`, `style` comes after the page's own."""
    title = html.escape(" ".join((tree.findtext(".//title") or "").split()))
    for element in tree.iter("noscript"):  # whose content a parser for scripting browsers takes for text
        element.tag = "div"

    def checked(_element: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            target = _absolute(base, value)
            return archived(target) if target else None
        return value if attribute != "src" or value.startswith("data:image/") else None

    body = nh3.clean(
        etree.tostring(tree, encoding="unicode", method="html"),
        tags=set(_ELEMENTS),
        clean_content_tags=set(_DROPPED),
        attributes={"*": set(_ATTRIBUTES), "a": {"href"}, "area": {"href", "shape", "coords"}, "img": {"src"}},
        attribute_filter=checked,
        url_schemes={"http", "https", "data"},
        link_rel="noreferrer noopener nofollow",
    )
    return f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{body}<style>{style}</style></body></html>"


def _absolute(base: str, href: str) -> str | None:
    try:
        return safe_link(urljoin(base, href.strip()))
    except ValueError:
        return None
