"""Every article of the demo site, extracted: field for field what its authors expect."""

from __future__ import annotations

import sys
from datetime import datetime, timezone

import pytest

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.process import process_capture
from scraper.demo.pages import differences, expected, load_page
from scraper.demo.run import SITE_FILE
from scraper.site import Site

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

BASE = "http://127.0.0.1:8000"
FETCHED_AT = datetime(2025, 11, 5, 2, 0, tzinfo=timezone.utc)
RULES = Site.model_validate(tomllib.loads(SITE_FILE.read_text("utf-8").replace("{{base}}", BASE))).extraction_rules()
CORRECTED = "/en/20251104/metro-tunnel.html"


def extract(path: str, edition: int = 1) -> Article:
    page = load_page(path, edition, BASE)
    assert page is not None, f"{path} is no page of the demo site"
    capture = Capture(url=BASE + path, fetched_at=FETCHED_AT, headers=(("Content-Type", page.content_type),), site="demo")
    return process_capture(capture, page.body, RULES)


@pytest.mark.parametrize("path", expected())
def test_every_field_is_as_expected(path: str) -> None:
    article = extract(path)
    assert article.status == "ok", article.reason
    _assert_equal(article, expected()[path])


def test_the_corrected_article_is_as_expected() -> None:
    _assert_equal(extract(CORRECTED, edition=2), expected(2)[CORRECTED])


@pytest.mark.parametrize("path", ["/en/20251104/harbour-video.html", "/login.html"])
def test_a_page_that_is_no_article_says_so(path: str) -> None:
    article = extract(path)
    assert article.status in ("not_article", "empty"), f"{path} is {article.status}"
    assert article.reason, "a status other than ok needs a reason that people can read"
    assert article.text == ""


def _assert_equal(article: Article, answer: dict[str, object]) -> None:
    fields = article.to_dict()
    wrong = {name: {"got": fields[name], "expected": answer[name]} for name in differences(answer, fields)}
    assert not wrong, "mend extraction, or the answer if a careful reader of the page would say otherwise"
