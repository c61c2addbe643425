"""Whose story it is: publisher, source and origin."""

from __future__ import annotations

import pytest
from news_pages import read, story

from pipelines.extraction import origin
from pipelines.extraction.rules import SiteRules


@pytest.mark.parametrize(
    ("source", "own", "expected"),
    [
        ("贵州日报", ["国际在线"], "republished"),
        ("国际在线", ["国际在线"], "original"),
        ("国际在线专稿", ["国际在线"], "original"),
        ("人民网-文化频道", ["人民网"], "original"),
        ("Reuters", ["The Town Herald"], "republished"),
        ("The Town Herald", ["Town Herald", "The Town Herald"], "original"),
        ("本站原创", ["某某网"], "original"),
        ("本报", ["某某网"], "original"),
        ("网络", ["某某网"], "unknown"),
        (None, ["某某网"], "unknown"),
        ("", ["某某网"], "unknown"),
    ],
)
def test_origin_compares_the_source_with_the_sites_names(source: str | None, own: list[str], expected: str) -> None:
    assert origin.origin(source, own) == expected


@pytest.mark.parametrize(
    ("top", "source", "expected"),
    [
        ("<p>2019-09-25 08:00 来源：某某网</p>", "某某网", "original"),
        ("<p>2019-09-25 08:00 来源：贵州日报</p>", "贵州日报", "republished"),
        ("<p>2019-09-25 08:00</p>", None, "unknown"),
    ],
)
def test_origin_on_a_page(top: str, source: str | None, expected: str) -> None:
    facts = read(story(top, head='<meta property="og:site_name" content="某某网">'))
    assert (facts.source, facts.origin, facts.publisher) == (source, expected, "某某网")


def test_the_rules_name_the_publisher() -> None:
    facts = read(story("<p>2019-09-25 08:00 来源：国际某某专稿</p>"), rules=SiteRules(title="国际某某在线", own_names=("国际某某",)))
    assert (facts.publisher, facts.origin) == ("国际某某在线", "original")
    assert facts.evidence["publisher"].method == "site rules"


def test_the_title_element_names_the_publisher_when_the_page_repeats_it() -> None:
    assert read(story("<p>2019-09-25 08:00</p>")).publisher == "某某网"


def test_a_part_of_the_headline_is_no_publisher() -> None:
    html = "<html><head><title>The park - a long story</title></head><body><h1>The park - a long story</h1><p>text</p></body></html>"
    assert read(html).publisher is None


def test_the_link_of_the_source_is_kept() -> None:
    facts = read(story('<p>2019-09-25 08:00 来源：<a href="http://paper.example.org/1">贵州日报</a></p>'))
    assert facts.source_url == "http://paper.example.org/1"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("bbc.co.uk", "bbc"),
        ("news.example.com", "example"),
        ("gz.cri.cn", "cri"),
        ("example.com.cn", "example"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_label_of_a_host(host: str, expected: str) -> None:
    assert origin.host_label(host) == expected
