"""What a site's own rules say, over what generic code found: blocks to remove, and selectors for fields."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from pipelines.article import AUTHOR_ROLES, Article, Credit, Evidence
from pipelines.errors import InvalidSite
from pipelines.extraction import dates, names, zones
from pipelines.extraction.lines import Line, normal
from pipelines.extraction.page import Page

METHOD = "site rule"
_LABEL = re.compile(r"\A\s*[^\s:：|]{1,12}\s*[:：]\s*")
_TIMES = ("published_at", "modified_at")
_PEOPLE = {"authors": "author", "editors": "editor", "responsible_editors": "responsible_editor"}
_PLAIN = ("title", "subtitle", "source", "publisher", "section", "language", "notice", "text")
FIELDS = frozenset((*_TIMES, *_PEOPLE, *_PLAIN, "tags", "image"))


def removed(page: Page) -> set[int]:
    """The indices of the lines in blocks that the rules remove, or that a rule reads as another field than the text."""
    read = [selector for field, selector in page.rule_set.selectors.items() if field not in ("text", "notice", "tags", "image")]
    return _lines_in(page, [element for selector in (*page.rule_set.remove, *read) for element in _select(page, selector)])


def apply(page: Page, article: Article) -> None:
    """Puts what the rules select into the article. A selector that finds nothing leaves the field as it was."""
    for field, selector in page.rule_set.selectors.items():
        elements = _select(page, selector)
        if not elements:
            continue
        value = _value(page, field, elements)
        if value:
            _set(article, field, value)
            article.evidence[field] = Evidence(METHOD, selector, normal(_text(elements[0]))[:200])


def check(page: Page) -> dict[str, int]:
    """How many elements each selector of the rules in force finds on a page."""
    selectors = {**page.rule_set.selectors, **{f"remove {selector}": selector for selector in page.rule_set.remove}}
    return {name: len(_select(page, selector)) for name, selector in selectors.items()}


def _value(page: Page, field: str, elements: list[etree._Element]) -> str | list[str] | None:
    if field in ("text", "notice"):
        inside = _lines_in(page, elements) - (_lines_in(page, [e for s in page.rule_set.remove for e in _select(page, s)]))
        return "\n".join(page.lines[i].text for i in sorted(inside))
    if field == "image":
        return page.absolute(elements[0].get("content") or elements[0].get("src") or elements[0].get("href"))
    if field == "tags":
        return [text for element in elements if (text := normal(_text(element)))]
    text = normal(_text(elements[0]))
    if field in _TIMES:
        return _time(page, elements[0], text)
    if field in _PEOPLE:
        return [name for element in elements for name in names.split(_LABEL.sub("", normal(_text(element))))]
    return _LABEL.sub("", text) if field == "source" else text


def _time(page: Page, element: etree._Element, text: str) -> str | None:
    zone = zones.zone(page.rules.timezone or zones.assumed(page.url, page.rules.language))
    clock = dates.Clock(zone, page.fetched_at)
    if given := element.get("datetime") or element.get("content"):
        moment = dates.parse(given, clock)
        return moment.iso(zone) if moment else None
    found = next(dates.find(text, clock), None)
    return found.iso(zone) if found else None


def _set(article: Article, field: str, value: str | list[str]) -> None:
    if field not in FIELDS:
        raise InvalidSite(f"site rule for {field!r}: there is no such field", f"use one of {', '.join(sorted(FIELDS))}")
    setattr(article, field, value)
    if field in _PEOPLE:
        roles = AUTHOR_ROLES if field == "authors" else {_PEOPLE[field]}
        others = [credit for credit in article.credits if credit.role not in roles]
        article.credits = [*others, *(Credit(_PEOPLE[field], name) for name in value)]


def _lines_in(page: Page, elements: list[etree._Element]) -> set[int]:
    """The lines all of whose words are inside these elements."""
    if not elements:
        return set()
    inside = {each for element in elements for each in element.iter(etree.Element)}
    tops = set(elements)
    return {line.index for line in page.lines if _is_inside(line, inside, tops)}


def _is_inside(line: Line, inside: set[etree._Element], tops: set[etree._Element]) -> bool:
    return all(element in inside and not (is_tail and element in tops) for element, is_tail in line.nodes)


def _select(page: Page, selector: str) -> list[etree._Element]:
    found = compiled(selector)(page.tree)
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=512)
def compiled(selector: str) -> CSSSelector:
    """A CSS selector ready to use; raises InvalidSite for one that cannot be read."""
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise InvalidSite(f"site rule {selector!r}: {error}", "write a CSS selector such as #source or .article p") from error


def _text(element: etree._Element) -> str:
    return element.get("content") or "".join(str(part) for part in element.itertext(etree.Element))
