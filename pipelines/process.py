"""From saved bytes to an article: the order of the extraction steps, readable in one function."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib.metadata import version

from pipelines.article import AUTHOR_ROLES, Article, Credit, Extractor
from pipelines.capture import Capture
from pipelines.extraction import images, main_text, metadata, notices, site_rules, status
from pipelines.extraction.code_digest import code_digest
from pipelines.extraction.decode import decode
from pipelines.extraction.page import MAX_CHARACTERS, Page, parse
from pipelines.extraction.rules import NO_RULES, SiteRules

NAME = "newsmorgue"


def extract(html: bytes | str, *, url: str = "", fetched_at: datetime | None = None, rules: SiteRules = NO_RULES) -> Article:
    """The article on a page that was not captured by us; see `process_capture`."""
    payload = html.encode("utf-8", "replace") if isinstance(html, str) else html
    headers = (("Content-Type", "text/html; charset=utf-8"),) if isinstance(html, str) else ()
    return process_capture(Capture(url=url, fetched_at=fetched_at, headers=headers), payload, rules)


def process_capture(capture: Capture, payload: bytes, rules: SiteRules = NO_RULES) -> Article:
    """The article that a capture holds, by saved bytes alone: no network, no clock, no database.

    `payload` is the entity with its content coding removed. Never raises for what is on the page: a page that
    cannot be read gives an Article whose status and reason say why.
    """
    article = Article(url=capture.url, extractor=extractor(rules))
    if verdict := status.of_response(capture, payload):
        return _without_text(article, verdict)
    page = read_page(capture, payload, rules)
    if isinstance(page, status.Verdict):
        return _without_text(article, page)
    legal = notices.find(page)
    facts = metadata.read(page, legal.lines)
    body = main_text.find(page, facts.lines_out | legal.lines | site_rules.removed(page), facts.title)
    _fill(article, facts)
    article.notice = legal.text or None
    article.text = body.text
    article.images = images.find(page, body)
    article.evidence = facts.evidence | legal.evidence | body.evidence
    site_rules.apply(page, article)
    verdict = status.of_page(page, article, facts, body)
    article.status, article.reason = verdict.status, verdict.reason
    return article if verdict.keeps_text else _without_text(article, verdict)


def read_page(capture: Capture, payload: bytes, rules: SiteRules = NO_RULES) -> Page | status.Verdict:
    """The decoded and parsed page, or why there is none."""
    decoded = decode(payload, capture.header("content-type"))
    if decoded is None:
        return status.Verdict("error", "the bytes are no text in any known encoding")
    tree = parse(decoded.text)
    if tree is None:
        return status.Verdict("empty", "the page has no content")
    return Page(capture, decoded.text[:MAX_CHARACTERS], tree, rules, rules.at(capture.fetched_at))


def extractor(rules: SiteRules) -> Extractor:
    """Who extracts: our version and trafilatura's, and the rules in force."""
    return Extractor(NAME, _version(), rules.digest)


@lru_cache(maxsize=1)
def _version() -> str:
    return f"{version('newsmorgue')}.{code_digest()}+trafilatura-{version('trafilatura')}"


def _fill(article: Article, facts: metadata.Metadata) -> None:
    for name in _COPIED:
        setattr(article, name, getattr(facts, name))
    article.authors = _names(facts.credits, *AUTHOR_ROLES)
    article.editors = _names(facts.credits, "editor")
    article.responsible_editors = _names(facts.credits, "responsible_editor")


_COPIED = (
    "title",
    "subtitle",
    "published_at",
    "modified_at",
    "credits",
    "source",
    "source_url",
    "origin",
    "publisher",
    "section",
    "tags",
    "language",
    "rights",
    "image",
    "canonical_url",
)


def _names(credits_: list[Credit], *roles: str) -> list[str]:
    return list(dict.fromkeys(credit.name for credit in credits_ if credit.role in roles))


def _without_text(article: Article, verdict: status.Verdict) -> Article:
    article.status, article.reason = verdict.status, verdict.reason
    article.text, article.images = "", []
    return article
