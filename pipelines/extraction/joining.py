"""Several pages become one article: their texts in order, each said once, the people and the notice of the last page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.article import Article, Evidence
from pipelines.extraction.page_words import PAGER_LINE, TITLE_MARK
from pipelines.extraction.pagination import MAX_PAGES, NO_PAGER, Pager, number_of

# A line of at least so many bytes that stood on an earlier page is a teaser or a deck; shorter ones (* * *, "Yes.") may come twice.
_TELLING = 60
_FROM_LATER = ("subtitle", "published_at", "modified_at", "source", "source_url", "publisher", "section", "image")


@dataclass(frozen=True, slots=True)
class Read:
    """A page as it was read by itself. `url` is the address by which the article's pages link it; `article` may be no article."""

    url: str
    article: Article
    pager: Pager = NO_PAGER

    @property
    def is_there(self) -> bool:
        return self.article.status in ("ok", "paywalled") and bool(self.article.text)


@dataclass(slots=True)
class _Joined:
    """What has come together: pages that belong, addresses that are missing, pages that do not belong and why."""

    pages: list[Read]
    lines: list[str]
    missing: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def join(first: Read, others: Sequence[Read], own: list[str]) -> Article:
    """The first page's article with what the others add; `own` are the stems of the first page's address.

    `pages` of the result are the addresses that its text is from, empty where it is one page's; `missing_pages` are those that
    are linked and not among `others`, or no article there. Until one page is known to belong, one at most is missing: what
    looks like a pager may lead through comments.
    """
    if not first.is_there or not (first.pager.numbered or first.pager.whole):
        return first.article
    given = {read.url: read for read in others}
    if first.pager.whole:
        whole = given.get(first.pager.whole)
        if whole is None:
            first.article.missing_pages = [first.pager.whole]
            return first.article
        if whole.is_there and len(whole.article.text) >= len(first.article.text) and _is_same_story(first.article, whole.article):
            return _finish(first, _Joined([first, whole], _lines(whole.article.text)))
    return _finish(first, _collect(first, given, own))


def _collect(first: Read, given: dict[str, Read], own: list[str]) -> _Joined:
    joined = _Joined([first], _lines(first.article.text))
    links, done = dict(first.pager.numbered), {number_of(first.article.url, own) or 0}
    while (number := min(links.keys() - done, default=None)) is not None and len(joined.pages) < MAX_PAGES:
        done.add(number)
        url = links[number]
        read = given.get(url)
        if read is None or not read.is_there:
            joined.missing.append(url)
            if read is None and len(joined.pages) == 1:
                break
        elif added := _added(joined, read):
            joined.pages.append(read)
            joined.lines += added
            links = {**read.pager.numbered, **links}
        else:
            joined.strangers.append(url)
            if len(joined.pages) == 1:
                break
    return joined


def _added(joined: _Joined, read: Read) -> list[str]:
    """The lines that a page has and those before it have not; none for a page of another story."""
    head = joined.pages[0].article
    if not _is_same_story(head, read.article):
        return []
    seen = set(joined.lines) | {head.title or "", head.subtitle or "", read.article.title or ""}
    added: list[str] = []
    for line in _lines(read.article.text):
        if line in seen and (not added or len(line.encode()) >= _TELLING):
            continue
        added.append(line)
    return added


def _is_same_story(first: Article, other: Article) -> bool:
    """By the titles but for a page's number; a page without a title of its own is taken at its link's word."""
    one, two = (TITLE_MARK.sub("", article.title or "").strip().casefold() for article in (first, other))
    return not one or not two or one in two or two in one


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if not PAGER_LINE.fullmatch(line)]


def _finish(first: Read, joined: _Joined) -> Article:
    article = first.article
    for number, read in enumerate(joined.pages[1:], 2):
        _fill(article, read.article, number)
    if len(joined.pages) > 1:
        article.text = "\n".join(joined.lines)
        article.pages = [read.url for read in joined.pages]
        _take_people(article, joined.pages[-1].article)
        article.images = list({image.url: image for read in reversed(joined.pages) for image in reversed(read.article.images)}.values())[
            ::-1
        ]
    article.missing_pages = joined.missing
    if told := "; ".join(_told(joined)):
        article.evidence["pages"] = Evidence("joined", None, told)
    return article


def _told(joined: _Joined) -> Iterable[str]:
    for what, urls in (
        ("from", [read.url for read in joined.pages[1:]]),
        ("missing", joined.missing),
        ("linked as a page, but of another story or with nothing new", joined.strangers),
    ):
        if urls:
            yield f"{what}: {' '.join(urls)}"


def _fill(article: Article, other: Article, number: int) -> None:
    """What the pages before do not say is taken from a later one; a notice of the last page that has one comes before others."""
    for name in _FROM_LATER:
        if getattr(article, name) is None and getattr(other, name) is not None:
            setattr(article, name, getattr(other, name))
            _take_evidence(article, other, name, number)
    if other.notice:
        article.notice = other.notice
        _take_evidence(article, other, "notice", number)


def _take_people(article: Article, last: Article) -> None:
    """Those of the last page beside those of the first; names that a page has twice under one role count once."""
    article.credits = list(dict.fromkeys([*article.credits, *last.credits]))
    for name in ("authors", "editors", "responsible_editors"):
        before = getattr(article, name)
        setattr(article, name, list(dict.fromkeys([*before, *getattr(last, name)])))
        if len(getattr(article, name)) > len(before):
            _take_evidence(article, last, name, len(article.pages))


def _take_evidence(article: Article, other: Article, name: str, number: int) -> None:
    """Evidence from another page says so; its selector would find something else on the first."""
    if found := other.evidence.get(name):
        article.evidence[name] = Evidence(f"page {number}: {found.method}", None, found.snippet)
