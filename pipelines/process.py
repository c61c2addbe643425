"""From saved bytes to an article: the order of the extraction steps, readable in one function."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipelines.article import AUTHOR_ROLES, Article, Credit
from pipelines.capture import Capture
from pipelines.extraction import consent, images, joining, main_text, metadata, notices, pagination, site_rules, status
from pipelines.extraction.decode import decode
from pipelines.extraction.fit import Reading, fits
from pipelines.extraction.known_layout import read_cut, recognise
from pipelines.extraction.page import MAX_CHARACTERS, Page, parse, source_of
from pipelines.extraction.pagination import NO_PAGER
from pipelines.extraction.profile import SiteProfile
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor


def extract(
    html: bytes | str,
    *,
    url: str = "",
    fetched_at: datetime | None = None,
    rules: SiteRules = NO_RULES,
    profile: SiteProfile | None = None,
) -> Article:
    """The article on a page that was not captured by us; see `process_capture`. `profile` is what was learned of its site."""
    if profile is not None:
        rules = rules.taught(profile)
    payload = html.encode("utf-8", "replace") if isinstance(html, str) else html
    headers = (("Content-Type", "text/html; charset=utf-8"),) if isinstance(html, str) else ()
    return process_capture(Capture(url=url, fetched_at=fetched_at, headers=headers), payload, rules)


def process_capture(
    capture: Capture, payload: bytes, rules: SiteRules = NO_RULES, following: Sequence[tuple[Capture, bytes]] = ()
) -> Article:
    """The article that a capture holds, by saved bytes alone: no network, no clock, no database.

    `following` are captures of the article's other pages, in any order, which are joined (`extraction.joining`); pages that are
    linked and not there stand in `missing_pages`. A page whose layout the site's profile knows is read where that says, and in
    full if what is found there does not fit. `payload` is the entity with its content coding removed. Never raises for what is
    on the page: a page that cannot be read gives an Article whose status and reason say why.
    """
    own = pagination.stems_of(capture.url)
    first, *others = [_read(each, entity, rules, own) for each, entity in [(capture, payload), *following]]
    return joining.join(first, others, own)


def _read(capture: Capture, payload: bytes, rules: SiteRules, own: list[str]) -> joining.Read:
    """One page by itself, with the links that it has to the article's other pages."""
    url = capture.page_link or capture.url
    if verdict := status.of_response(capture, payload):
        return joining.Read(url, _without_text(Article(url=capture.url, extractor=extractor(rules)), verdict))
    page = read_page(capture, payload, rules)
    if isinstance(page, status.Verdict):
        return joining.Read(url, _without_text(Article(url=capture.url, extractor=extractor(rules)), page))
    reading = read_article(page)
    if page.known and not fits(page.known.layout, page, reading):
        page = page.whole()
        reading = read_article(page)
    return joining.Read(url, reading.article, pagination.find(page, own) if reading.article.text else NO_PAGER)


def read_article(page: Page) -> Reading:
    """What a page says, read the way that its layout allows."""
    article = Article(url=page.url, extractor=extractor(page.rules))
    legal = notices.find(page)
    of_the_site = legal.lines | consent.lines_about(page.lines)
    facts = metadata.read(page, of_the_site)
    body = main_text.find(page, facts.lines_out | of_the_site | status.prompts_to_pay(page, facts) | site_rules.removed(page), facts.title)
    _fill(article, facts)
    article.notice = legal.text or None
    article.text = body.text
    article.images = images.find(page, body, facts.title_element, facts.image)
    article.evidence = facts.evidence | legal.evidence | body.evidence
    site_rules.apply(page, article)
    verdict = status.of_page(page, article, facts, body)
    article.status, article.reason = verdict.status, verdict.reason
    return Reading(article if verdict.keeps_text else _without_text(article, verdict), legal, facts, body)


def read_page(capture: Capture, payload: bytes, rules: SiteRules = NO_RULES) -> Page | status.Verdict:
    """The decoded and parsed page, or why there is none."""
    decoded = decode(payload, capture.header("content-type"))
    if decoded is None:
        return status.Verdict("error", "the bytes are no text in any known encoding")
    rule_set = rules.at(capture.fetched_at)
    profile = rules.profile if not rule_set.selectors else None
    source = source_of(decoded.text, decoded.utf8)
    text = decoded.text[:MAX_CHARACTERS]
    if profile and (found := read_cut(source, profile, capture.fetched_at)):
        tree, known = found
        return Page(capture, text, tree, rules, rule_set, known)
    if (whole := parse(source)) is None:
        return status.Verdict("empty", "the page has no content")
    return Page(capture, text, whole, rules, rule_set, recognise(whole, profile) if profile else None)


def _fill(article: Article, facts: metadata.Metadata) -> None:
    for name in FACTS:
        setattr(article, name, getattr(facts, name))
    article.authors = _names(facts.credits, *AUTHOR_ROLES)
    article.editors = _names(facts.credits, "editor")
    article.responsible_editors = _names(facts.credits, "responsible_editor")


# The fields that an article takes over from the page's metadata as they are.
FACTS = (
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
