"""From saved bytes to an article: the order of the extraction steps, readable in one function."""

from __future__ import annotations

from datetime import datetime

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction.rules import NO_RULES, SiteRules


def extract(html: bytes | str, *, url: str = "", fetched_at: datetime | None = None, rules: SiteRules = NO_RULES) -> Article:
    """The article on a page that was not captured by us; see `process_capture`."""
    payload = html.encode() if isinstance(html, str) else html
    headers = (("Content-Type", "text/html; charset=utf-8"),) if isinstance(html, str) else ()
    return process_capture(Capture(url=url, fetched_at=fetched_at, headers=headers), payload, rules)


def process_capture(capture: Capture, payload: bytes, rules: SiteRules = NO_RULES) -> Article:
    """The article that a capture holds, by saved bytes alone: no network, no clock, no database.

    `payload` is the entity with its content coding removed. Never raises for what is on the page: a page that
    cannot be read gives an Article whose status and reason say why.
    """
    raise NotImplementedError
