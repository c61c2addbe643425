"""Where the other pages of an article are: links of the same host and the same address but for a page number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipelines.extraction.page import Page
from pipelines.extraction.page_words import NEXT, NUMBERED, PAGE_KEYS, WHOLE, WHOLE_KEYS, WHOLE_NAMES, WHOLE_VALUES

# No article has more; a pager that goes on is a gallery or a trap.
MAX_PAGES = 30
_LONGEST_TEXT = 60
_LONGEST_ADDRESS = 2000

_EXTENSION = re.compile(r"\.[a-z]{3,5}\Z", re.I)
_WORDS = re.compile(r"[/_\-.?&=,~]+")
_NUMBERED_NAME = re.compile(r"(?P<base>.*?[^/_\-.,~])[_\-.,~]{1,3}(?:(?:p|page|seite)[_\-]?)?(?P<number>\d{1,2})\Z", re.I)
_NUMBERED_FOLDER = re.compile(r"(?P<base>.*?[^/])/(?:(?:page|seite|pagina|p)[/\-_]?)?(?P<number>\d{1,2})\Z", re.I)
_WHOLE_NAME = re.compile(r"(?P<base>.*[^/_\-.])[/_\-.](?P<name>[a-z\-]+)\Z", re.I)
_DECORATION = " \t\r\n\xa0[]()（）【】<>«»‹›→⟩|.…·>＞"


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of an article's other pages by their number, as one page links them, and of the view of them all."""

    numbered: dict[int, str] = field(default_factory=dict)
    whole: str | None = None


NO_PAGER = Pager()


def find(page: Page, own: list[str]) -> Pager:
    """What the links of a page say; `own` are the stems of the article's first page (`stems_of`).

    Only a link that calls itself a page (下一页, "2", rel=next …) counts.
    """
    if not own:
        return NO_PAGER
    key = max(_WORDS.split(own[0].partition("//")[2].partition("/")[2]), key=len)
    numbered: dict[int, str] = {}
    whole: str | None = None
    for address, text, is_next in _links(page, key):
        if "#" in address or not (is_next or _calls_itself_page(text)) or (url := page.absolute(address)) is None:
            continue
        for stem, number in _numbers(url):
            if stem in own and number <= MAX_PAGES and _says_page(text, number, is_next, is_plain=stem == own[0]):
                numbered.setdefault(number, url)
        if whole is None and WHOLE.fullmatch(text) and _whole_stem(url) in own:
            whole = url
    return Pager(numbered, whole or _canonical_whole(page, own, numbered))


def stems_of(url: str) -> list[str]:
    """What the addresses of an article's pages have in common: its first page's own, and that without a 0 or 1 which is a page number."""
    parts = _split(url)
    return [_stem(*parts), *(stem for stem, number in _numbers(url) if number <= 1)] if parts else []


def number_of(url: str, own: list[str]) -> int | None:
    """The number of the page that an address is in the article whose stems these are; None if it is none of its pages."""
    return next((number for stem, number in _numbers(url) if stem in own), None)


def numbered_stems(url: str) -> list[tuple[str, int]]:
    """Each stem that an address has if a number in it is a page's, and that number."""
    return list(_numbers(url))


def highest_number(url: str) -> int:
    """The page number that an address may hold, 0 for none."""
    return max((number for _, number in _numbers(url)), default=0)


def _links(page: Page, key: str) -> Iterator[tuple[str, str, bool]]:
    """Address, text and whether it says rel=next of each link that may lead to a page of the same stem."""
    options = ((element, element.get("value", ""), "") for element in page.elements("option"))
    for element, address, rel in (*page.links, *options):
        if address and (key in address or "/" not in address.strip("/")):
            is_next = "next" in rel.lower().split()
            text = "".join(str(part) for part in element.itertext()) if element.tag != "link" else ""
            yield address, _bare(text or element.get("title") or element.get("aria-label") or ""), is_next


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(_DECORATION).lower() if len(text) <= 4 * _LONGEST_TEXT else ""


@lru_cache(maxsize=8192)
def _calls_itself_page(text: str) -> bool:
    """Whether a link's text may lead to another page of the same article; most links say that they do not, on page after page."""
    return len(text) <= _LONGEST_TEXT and bool(NUMBERED.search(text) or NEXT.fullmatch(text) or WHOLE.fullmatch(text))


def _says_page(text: str, number: int, is_next: bool, *, is_plain: bool) -> bool:
    """Whether a link's text names this page, counted from 0 or from 1, or calls it the next.

    `is_plain`: the first page has no number in its address. Where it has, story-1 and story-2 may be neighbours.
    """
    if len(text) <= _LONGEST_TEXT and (match := NUMBERED.search(text)):
        named = int(match[1] or match[2])
        return named > 1 and named in (number, number + 1)
    if NEXT.fullmatch(text):
        return is_plain or any(word in text for word in ("page", "页", "頁", "ページ", "seite"))
    return is_next and is_plain


def _canonical_whole(page: Page, own: list[str], numbered: dict[int, str]) -> str | None:
    """The view of all pages where a page with a pager names it its canonical address."""
    if not numbered:
        return None
    for element in page.elements("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            url = page.absolute(element.get("href"))
            return url if url and _whole_stem(url) in own else None
    return None


def _numbers(url: str) -> Iterator[tuple[str, int]]:
    """Each way to read a page number out of an address: what is left, and the number."""
    parts = _split(url)
    if parts is None:
        return
    host, path, query = parts
    for place, (name, value) in enumerate(query):
        if name.lower() in PAGE_KEYS and value.isdecimal() and len(value) <= 2:
            yield _stem(host, path, query[:place] + query[place + 1 :]), int(value)
    for pattern in (_NUMBERED_NAME, _NUMBERED_FOLDER):
        if match := pattern.match(path):
            yield _stem(host, match["base"], query), int(match["number"])


def _whole_stem(url: str) -> str | None:
    """What is left of an address that asks for all pages."""
    parts = _split(url)
    if parts is None:
        return None
    host, path, query = parts
    for place, (name, value) in enumerate(query):
        if (
            name.lower() in PAGE_KEYS | WHOLE_KEYS
            and value.lower() in WHOLE_VALUES
            and (name.lower() in WHOLE_KEYS or not value.isdecimal())
        ):
            return _stem(host, path, query[:place] + query[place + 1 :])
    if (match := _WHOLE_NAME.match(path)) and match["name"].lower() in WHOLE_NAMES:
        return _stem(host, match["base"], query)
    return None


def _split(url: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Host, path without extension and final slash, and query; None for what is no web address."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(url) > _LONGEST_ADDRESS:
        return None
    return parts.netloc.lower(), _EXTENSION.sub("", parts.path.rstrip("/")), query


def _stem(host: str, path: str, query: list[tuple[str, str]]) -> str:
    path = _EXTENSION.sub("", path).removesuffix("/index")
    return f"//{host}{path.rstrip('/')}?{urlencode(query)}"
