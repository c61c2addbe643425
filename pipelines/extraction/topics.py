"""The category and the tags that a story links where no meta element tells them: `rel="tag"` (a microformat) and named blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipelines.extraction.layout import NameTest, is_apart, name_test
from pipelines.extraction.lines import Block, Line
from pipelines.extraction.page import Page

# A category stands no further above the headline.
_ABOVE = 8
_LONGEST = 60
# The categories that one story has.
_FEW = 3
_is_tag_name = name_test(
    r"(?:^|[\s_-])(?:tags?|tag(?:list|links)|topics?|keywords|labels|schlagw[oö]rte|mots?-?cles?|etiquetas?|etiketler|temas|tagi)(?:$|[\s_-])"
)
_is_category_name = name_test(r"(?:^|[\s_-])(?:cat|category|categories|kategorie|categoria|rubrique|rubrik)(?:$|[\s_-])")
_TAG_PATH = re.compile(
    r"/(?:tags?|tagged|topics?|keywords|labels|thema|themen|schlagwort|mots?-cles?|sujets?|etiquetas?|etiket(?:ler)?|temas?|tagi?|tema)/[^/]",
    re.I,
)

# An element with its text.
Link = tuple[etree._Element, str]


class Linked(NamedTuple):
    """The texts of links that belong together, with the lines that hold them."""

    texts: list[str]
    lines: list[Line]


def tags(page: Page, title: Line) -> Linked:
    """The tags of the story: the first links below the headline that call themselves so, with those of the same list."""
    found = Linked([], [])
    for line, is_named, links in _linking(page, title.index + 1, "tag", _is_tag_name):
        if found.lines and line.block.parent is not found.lines[0].block.parent:
            break
        if texts := [text for link, text in links if _is_tag(link, is_named)]:
            found.texts.extend(texts)
            found.lines.append(line)
    return found


def category(page: Page, title: Line) -> Linked:
    """The first category that is linked near the headline or below the story; a list of many is the site's, or one of tags."""
    for line, is_named, links in _linking(page, max(0, title.index - _ABOVE), "category", _is_category_name):
        is_short = len(links) <= _FEW and (line.block.parent is None or not _is_list(line.block.parent))
        named = [text for link, text in links if is_named or "category" in _rel(link)]
        if named and is_short and not is_apart(line):
            return Linked(named[:1], [line])
    return Linked([], [])


def _linking(page: Page, start: int, rel: str, is_name: NameTest) -> Iterator[tuple[Line, bool, list[Link]]]:
    """The lines from an index on, whether their block or the one around it has such a name, and their links.

    Where no link of the page has the relation, as on most, only the lines with the name are looked through.
    """
    are_marked = any(rel in each.lower() for _, _, each in page.links if each)
    for line in page.lines[start:]:
        is_named = bool(line.linked) and (is_name(line.block.name) or is_name(_around(line)))
        yield line, is_named, _links(line) if is_named or are_marked else []


def _is_list(block: Block) -> bool:
    return block.tag in ("ul", "ol") and block.end - block.first > _FEW


def _is_tag(link: etree._Element, is_named: bool) -> bool:
    rel = _rel(link)
    return "category" not in rel and ("tag" in rel or (is_named and bool(_TAG_PATH.search(link.get("href") or ""))))


def _rel(link: etree._Element) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _around(line: Line) -> str:
    """The name of the block around a line's own, for lists."""
    return line.block.parent.name if line.block.parent is not None else ""


def _links(line: Line) -> list[Link]:
    """The links of a line with their texts; a line of prose that links something has none."""
    if not line.linked or (line.link_density < 0.4 and len(line.text) > _LONGEST) or line.inside("nav", "footer", "aside"):
        return []
    found: dict[etree._Element, str] = {}
    for element, tail in line.nodes:
        link = element if element.tag == "a" else element.getparent()
        if not tail and link is not None and link.tag == "a":
            found[link] = f"{found.get(link, '')} {element.text or ''}"
    texts = ((link, " ".join(text.split()).strip(" ,;|#•·")) for link, text in found.items())
    return [(link, text) for link, text in texts if 1 < len(text) <= _LONGEST]
