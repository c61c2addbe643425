"""The pictures of an article, with what the page says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pipelines.article import Image
from pipelines.extraction.lines import Line, name_of, normal
from pipelines.extraction.main_text import Body
from pipelines.extraction.page import Page
from pipelines.extraction.regions import APART, says_apart

_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src", "src")
_SMALLEST, _LEADING = 80, 200
_MOST = 60
_DECORATION = re.compile(
    r"(?:blank|spacer|pixel|transparent|loading|placeholder|icon|logo|avatar|sprite|1x1|qrcode|erweima|emoji)[^/]*\Z|\.svg(?:\?|\Z)",
    re.IGNORECASE,
)
# The frame of a picture that has a caption.
_FRAME = re.compile(r"(?:^|(?<=\s))(?:wp-|image-|img-|photo-|with-|has-)?caption(?:ed|-container|-wrapper|-box)?(?=\s|$)")
# How sites call the picture that leads a story, and whose else a picture may be.
_LEAD = re.compile(
    r"lead|hero|feature|main-?(?:img|image|photo|pic|media)|top-?(?:img|image|photo|media)|article-?(?:img|image|photo|media)|aufmacher|portada"
)
_OTHER = re.compile(r"author|avatar|byline|portrait|profile|teaser|related|gravatar|logo|icon|share|promo|thumb|\bads?\b|advert")
# How far up an element is named, and how a file's name tells its size.
_NEAR = 5
_SIZE = re.compile(r"(?:[-_.](?:\d{2,4}x\d{2,4}|\d{3,4}|scaled|large|medium|small))*(?:\.\w{3,4})?\Z")
_CREDIT_CLASS = re.compile(r"credit|copyright|source|author|photographer|agency|byline", re.IGNORECASE)
_CREDIT = re.compile(
    r"[\s(（\[|/–—-]*(?:(?:photo|image|picture|foto|bild|photographie|crédits?|credit|photograph)s?(?: credit| by| courtesy of|graphie|nachweis)?\s*[:：©]|©|\(c\)|copyright|quelle:|source:|图片?来源[:：]|摄影[:：]|"
    r"图/|撮影[:：])\s*(.{2,80}?)[\s)）\].]*\Z",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"[\s（(。，；]([^\s（()）]{2,12}?)\s*[摄攝][)）]?\Z")


def find(page: Page, body: Body, title: etree._Element | None = None, told: str | None = None) -> list[Image]:
    """The pictures that lead the story and those inside the article's container in document order, each address once.

    `title` is the element that displays the headline, `told` the picture's address that the page gives to machines.
    """
    if body.container is None:
        return []
    refused = ((page.lines[i], why) for i, why in body.objections.items() if i < len(page.lines))
    captions = {line.element: line.text for line, why in refused if _is_caption(line, why)}
    found: dict[str, Image] = {}
    for element in (*leading(page, body, title, told), *body.container.element.iter("img", "amp-img")):
        if (address := _address(page, element)) is None or address in found or _is_outside(element, body.container.element):
            continue
        caption, credit = _said_of(element, captions)
        found[address] = Image(address, caption, credit)
        if len(found) == _MOST:
            break
    return list(found.values())


def leading(page: Page, body: Body, title: etree._Element | None, told: str | None = None) -> list[etree._Element]:
    """The pictures between the headline and the text, or right above the headline, where they stand outside of the text's container."""
    if body.container is None or title is None:
        return []
    inside = body.container.element
    if title is inside or inside in title.iterancestors():
        return []
    around = set(title.iterancestors())
    common = next((each for each in inside.iterancestors() if each in around), None)
    if common is None or common.tag in ("html", "body"):
        common = next((each for each in inside.iterancestors() if each.tag in ("main", "article", "body")), None)
    return list(_leading(page, common, inside, title, told)) if common is not None else []


def _leading(
    page: Page, common: etree._Element, inside: etree._Element, title: etree._Element, told: str | None
) -> Iterator[etree._Element]:
    last = _name(told) if told else ""
    below = False
    for element in common.iter("img", "amp-img", str(title.tag), str(inside.tag)):
        if element is inside:
            return
        if element is title:
            below = True
        elif element.tag in ("img", "amp-img") and _leads(page, element, below, last):
            yield element


def _leads(page: Page, element: etree._Element, below: bool, told: str) -> bool:
    """Whether a picture leads the story: it is framed and `below` the headline, or the file that the page told machines of."""
    address = _address(page, element)
    if address is None or _is_anothers(element, address):
        return False
    return (below and _is_framed(element)) or (bool(told) and _name(address) == told)


def _is_anothers(element: etree._Element, address: str) -> bool:
    """Whether a picture shows an author or belongs to a teaser, an advertisement or a button, by its names and its width."""
    width = re.fullmatch(r"(\d+)(?:px)?", element.get("width", "").strip())
    is_small = width is not None and int(width[1]) < _LEADING
    around = (element, *islice(element.iterancestors(), _NEAR))
    return is_small or "author" in address or any(_OTHER.search(_named(each)) for each in around)


def _is_framed(element: etree._Element) -> bool:
    """Whether a picture stands in a figure, or in what is named for the picture that leads a story."""
    around = (element, *islice(element.iterancestors(), _NEAR))
    return any(each.tag == "figure" or _LEAD.search(_named(each)) for each in around)


def _name(address: str) -> str:
    """The file that an address names, whatever size of it."""
    return _SIZE.sub("", address.partition("?")[0].rpartition("/")[2].lower())


def _named(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _is_caption(line: Line, why: str) -> bool:
    """Whether a line that is no text for this reason is a caption."""
    return why == "caption" or (why == "apart" and "caption-text" in line.block.name)


def _address(page: Page, element: etree._Element) -> str | None:
    for name in ("width", "height"):
        digits = re.match(r"\d+", element.get(name, ""))
        if digits and int(digits.group()) < _SMALLEST:
            return None
    values = [element.get(name) for name in _SOURCES]
    values.append((element.get("srcset") or element.get("data-srcset") or "").split(" ")[0].split(",")[0])
    for value in values:
        if value and not value.startswith("data:") and not _DECORATION.search(value) and (address := page.absolute(value)):
            return address
    return None


def _is_outside(element: etree._Element, container: etree._Element) -> bool:
    """True for pictures of related stories, authors and buttons, up to the container or what holds it too."""
    holding = {container, *container.iterancestors()}
    for around in element.iterancestors():
        if around in holding:
            return False
        name = " ".join(value for key in ("class", "id", "role") if (value := around.get(key))).lower().replace("_", "-")
        name = _FRAME.sub("", name).strip()
        if around.tag not in ("figure", "figcaption", "header") and (around.tag in APART or says_apart(str(around.tag), name)):
            return True
    return False


def _said_of(element: etree._Element, captions: dict[etree._Element, str]) -> tuple[str | None, str | None]:
    """Caption and credit: of the figure around, else of the line below."""
    caption = credit = None
    figure = next(element.iterancestors("figure"), None)
    if figure is not None and (said := next(figure.iter("figcaption"), None)) is not None:
        part = next((e for e in said.iter() if e is not said and isinstance(e.tag, str) and _CREDIT_CLASS.search(name_of(e))), None)
        credit = _text(part) if part is not None else None
        caption = _text(said)
        if credit and caption and caption.endswith(credit):
            caption = caption[: -len(credit)].rstrip(" |·-–—(/") or None
    else:
        caption = _line_below(element, captions)
    if caption and not credit and (match := _CREDIT.search(caption) or _TAKEN.search(caption)):
        credit = match.group(1).strip()
        if match.re is _CREDIT:
            caption = caption[: match.start()].strip() or None
    return caption, credit


def _line_below(element: etree._Element, captions: dict[etree._Element, str]) -> str | None:
    node: etree._Element | None = element
    for _ in range(4):
        if node is None:
            return None
        if node in captions:
            return captions[node]
        below = node.getnext()
        if below is not None:
            for each in below.iter(etree.Element):
                if each in captions:
                    return captions[each]
            if _text(below):
                return None
        node = node.getparent()
    return None


def _text(element: etree._Element) -> str | None:
    return normal("".join(str(part) for part in element.itertext(etree.Element))) or None
