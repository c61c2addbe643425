"""Whether what was read on a page of a known layout agrees with the page's own signals, or the page has to be read in full."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from pipelines.article import Article
from pipelines.extraction.container import weight
from pipelines.extraction.main_text import Body
from pipelines.extraction.metadata import Metadata
from pipelines.extraction.notices import Notices
from pipelines.extraction.page import Page
from pipelines.extraction.profile import Layout
from pipelines.extraction.sieve import squash
from pipelines.extraction.title import MAX_TITLE, key, main_key

# Bytes of prose of a short news item; with less the page may be something else than an article.
_LEAST = 400.0
# How much prose may stand beside any text, as a share of it.
_BESIDE = 0.5
# Of a story that the page's JSON-LD tells too at least this much must be in the text.
_SAME = 0.7
_PROBES, _PROBE = 12, 24
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the notices, facts and text that it was made of."""

    article: Article
    legal: Notices
    facts: Metadata
    body: Body


def fits(layout: Layout, page: Page, reading: Reading) -> bool:
    """True if there is enough text, little prose beside it, every field that stories of the layout have, and what JSON-LD says."""
    if reading.article.status not in ("ok", "paywalled") or reading.body.mass < _LEAST or not layout.expected <= given_fields(reading):
        return False
    if _is_shown_unread(page, reading):
        return False
    return beside(page, reading) <= max(_BESIDE, layout.beside) and _repeats(reading.article.text, reading.facts.article_body)


def _is_shown_unread(page: Page, reading: Reading) -> bool:
    """True if no line that was read displays the title, but a skipped block its longest part: that may be the headline."""
    whole = key(reading.article.title or "")
    part = main_key(reading.article.title or "")
    if page.known is None or reading.facts.title_element is not None or not len(part) < len(whole) < 2 * len(part):
        return False
    return any(key(text) == part for text, tag in page.known.unread() if tag != "a" and len(text) <= MAX_TITLE)


def beside(page: Page, reading: Reading) -> float:
    """How much prose stands outside the text's block, as a share of the text."""
    block = reading.body.container
    if block is None:
        return 0.0
    outside = (*page.lines[: block.first], *page.lines[block.end :])
    return sum(weight(line) for line in outside if line.index not in reading.legal.lines) / max(1.0, reading.body.mass)


def given_fields(reading: Reading) -> frozenset[str]:
    """The names of the fields that a page gave; "headline" is a title that a line displays."""
    article = reading.article
    names = ("title", "published_at", "modified_at", "credits", "source", "section", "notice", "language")
    shown = ("headline",) if reading.facts.title_element is not None else ()
    return frozenset((*(name for name in names if getattr(article, name)), *shown))


def _repeats(text: str, told: str | None) -> bool:
    """True if most of some pieces of the story as JSON-LD tells it stand in the text."""
    plain = squash(unescape(_TAGS.sub("", told or "")))
    step = max(1, len(plain) // _PROBES)
    pieces = [plain[i : i + _PROBE] for i in range(0, len(plain) - _PROBE, step)]
    story = squash(text) if pieces else ""
    return sum(piece in story for piece in pieces) >= _SAME * len(pieces)
