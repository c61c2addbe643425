"""Evidence: every value of an article says by which method it was found, and a selector finds its place on the page again."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from lxml import etree
from lxml.cssselect import CSSSelector
from world_pages import CASES

from pipelines.article import Article, Rights
from pipelines.capture import Capture
from pipelines.extraction.page import Page
from pipelines.process import process_capture, read_page
from scraper.demo.pages import expected, load_page

BASE = "http://127.0.0.1:8000"
FIELDS = (
    *("title", "subtitle", "published_at", "modified_at", "credits", "source", "origin", "publisher", "section", "tags", "language"),
    *("image", "text", "notice", "rights", "canonical_url"),
)
# Not on the page, but about it.
ELSEWHERE = ("url", "site rules", "site profile")
PAGES = {case.name: (case.html.encode(), case.url) for case in CASES[::3]}
for path in expected():
    saved = load_page(path, 1, BASE)
    assert saved is not None
    PAGES[path] = (saved.body, BASE + path)


@pytest.mark.parametrize("name", PAGES)
def test_every_value_is_found_again_where_the_evidence_says(name: str) -> None:
    body, url = PAGES[name]
    capture = Capture(url=url, fetched_at=datetime(2025, 11, 5, 2, 0, tzinfo=timezone.utc))
    article = process_capture(capture, body)
    missing = {field for field in FIELDS if _is_filled(article, field)} - set(article.evidence)
    assert not missing, "a value without evidence: give the method, the selector and the words"
    page = read_page(capture, body)
    assert isinstance(page, Page)
    for field, evidence in article.evidence.items():
        if evidence.method.split(" (")[0] in ELSEWHERE:
            continue
        assert evidence.where, f"{field} by {evidence.method} names no place"
        found = CSSSelector(evidence.where, translator="html")(page.tree)
        assert found, f"{field}: {evidence.where} finds nothing"
        assert any(_squash(evidence.snippet or "")[:30] in _shown(element) for element in found), (
            f"{field}: the words are not in {evidence.where}"
        )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div id="main"><p>a</p></div>', "#main > p:nth-of-type(1)"),
        ('<div id="main-menu"></div><div class="main" id=main><p>a</p></div>', "#main > p:nth-of-type(1)"),
        ("<div id='main'></div><div ID = \"main\"><p>a</p></div>", "html > body:nth-of-type(1) > div:nth-of-type(2) > p:nth-of-type(1)"),
        ('<a href="#main" data-id="main">x</a><div id="main"><p>a</p></div>', "#main > p:nth-of-type(1)"),
    ],
    ids=["alone", "beside a longer one", "twice", "named elsewhere"],
)
def test_an_id_is_a_selector_where_no_other_element_has_it(html: str, expected: str) -> None:
    page = read_page(Capture(url="https://a.example/"), f"<html><body>{html}</body></html>".encode())
    assert isinstance(page, Page)
    (paragraph,) = page.tree.iter("p")
    assert page.selector(paragraph) == expected


def _is_filled(article: Article, field: str) -> bool:
    value = getattr(article, field)
    return bool(value) and value not in ("unknown", Rights())


def _shown(element: etree._Element) -> str:
    return _squash("".join(str(text) for text in element.itertext()) + " ".join(map(str, element.attrib.values())))


def _squash(text: str) -> str:
    return "".join(text.split())
