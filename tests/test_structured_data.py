"""Structured data: JSON-LD as it is found, meta elements, microdata, and the rank between them."""

from __future__ import annotations

import json

import pytest
from news_pages import EN, pairs, read, story

from pipelines.extraction import json_ld

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "A new park for the town",
    "datePublished": "2018-09-19T09:04:00+01:00",
    "dateModified": "2018-09-20T10:00:00+01:00",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "publisher": {"@type": "Organization", "name": "The Town Herald"},
    "articleSection": "Local",
    "keywords": ["parks", "trees"],
    "isAccessibleForFree": "False",
}
URL = "https://www.example.co.uk/news/park"


def english(head: str, top: str = "", title: str = "A new park for the town") -> str:
    return story(top, body=EN, title=title, head=head, lang="en-GB")


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_every_field_comes_from_the_article() -> None:
    facts = read(english(script(json.dumps(ARTICLE))), URL)
    assert facts.published_at == "2018-09-19T09:04:00+01:00"
    assert facts.modified_at == "2018-09-20T10:00:00+01:00"
    assert pairs(facts) == [("author", "Jane Doe"), ("author", "John Roe")]
    assert facts.publisher == "The Town Herald"
    assert (facts.section, facts.tags, facts.is_free) == ("Local", ["parks", "trees"], False)
    assert facts.evidence["published_at"].method == "json-ld NewsArticle.datePublished"
    assert facts.schema_types == ("newsarticle",)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('{"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19",}', "trailing comma"),
        ('{"@type":"NewsArticle","headline":"Park","keywords":["a","b",],"datePublished":"2018-09-19"}', "trailing comma in a list"),
        ('//<![CDATA[\n{"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19"}\n//]]>', "CDATA"),
        ('<!--{"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19"}-->', "an HTML comment"),
        ('/* by cms */ {"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19"}', "a comment"),
        ('{"@type":"NewsArticle","headline":"Park\nand trees","datePublished":"2018-09-19"}', "a raw newline"),
        ('{"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19"};', "a semicolon"),
        (
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Park&quot;,&quot;datePublished&quot;:&quot;2018-09-19&quot;}",
            "entities",
        ),
        ('{"@type":"NewsArticle","headline":"50\\% of the park","datePublished":"2018-09-19"}', "a wrong escape"),
        ('{"@type":"WebSite"}{"@type":"NewsArticle","headline":"Park","datePublished":"2018-09-19"}', "two objects"),
        ('{"@type":"NewsArticle","headline":"Park"\n "datePublished":"2018-09-19"}', "a missing comma"),
        ('{"@type":"NewsArticle","headline":"The "best" park","datePublished":"2018-09-19"}', "quotes within a string"),
        ('{"@type":"NewsArticle","articleBody":"He said "yes", then "no".","datePublished":"2018-09-19"}', "a quote before a comma"),
        ('{"@type":"NewsArticle","author":{"name":"Jane "JD" Doe"},"tags":["a "b""],"datePublished":"2018-09-19"}', "quotes deep inside"),
    ],
)
def test_broken_json_is_read(wrong: str, why: str) -> None:
    nodes: list[json_ld.Node] = []
    for value in json_ld.loads(wrong):
        json_ld._collect(value, nodes, 0)
    assert any(node.get("datePublished") == "2018-09-19" for node in nodes), f"{why} must not lose the article"


def test_quotes_that_end_no_string_are_kept() -> None:
    wrong = '{"@type":"NewsArticle","headline":"The "best" park","image":"","author":{"name":"Jane Doe"},"note":"a \\"b\\" "c""}'
    expected = {"@type": "NewsArticle", "headline": 'The "best" park', "image": "", "author": {"name": "Jane Doe"}, "note": 'a "b" "c"'}
    assert json_ld.loads(wrong) == [expected]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "name": "By <a href='/x'>Jane Doe</a> and John Roe"}, ["Jane Doe", "John Roe"]),
        ({"@type": "Person", "givenName": "Jane", "additionalName": "M.", "familyName": "Doe"}, ["Jane M. Doe"]),
        ({"@type": "Person", "name": None, "alternateName": "Jane Doe"}, ["Jane Doe"]),
        ([{"name": "Jane &amp; John Doe"}], ["Jane", "John Doe"]),
    ],
)
def test_authors_in_whatever_form(author: object, expected: list[str]) -> None:
    facts = read(english(script(json.dumps({**ARTICLE, "author": author}))), URL)
    assert [credit.name for credit in facts.credits] == expected


def test_a_site_is_the_publisher_where_the_story_names_none() -> None:
    graph = {"@graph": [{"@type": "WebSite", "name": "The Town Herald"}, {"@type": "NewsArticle", "headline": "A new park for the town"}]}
    assert read(english(script(json.dumps(graph))), URL).publisher == "The Town Herald"


@pytest.mark.parametrize(
    "junk", ["", "null", "not json", "[[[[", "{", '{"@type": 5}', '{"@type":["NewsArticle", null],"author":[[[]]]}', "[" * 600 + "]" * 600]
)
def test_junk_gives_nothing_and_raises_nothing(junk: str) -> None:
    assert pairs(read(english(script(junk)), URL)) == []


def test_among_several_articles_the_pages_own_counts() -> None:
    other = ARTICLE | {"headline": "Something else", "url": "https://www.example.co.uk/news/other", "author": "Mary Major"}
    own = ARTICLE | {"url": URL, "author": "Jane Doe"}
    facts = read(english(script(json.dumps([other, own]))), URL)
    assert pairs(facts) == [("author", "Jane Doe")]


def test_a_graph_with_references_is_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "@id": URL, "datePublished": "2018-09-18T09:04:00+01:00"},
            {"@type": "Article", "headline": "A new park for the town", "author": {"@id": "#jane"}, "publisher": {"@id": "#org"}},
            {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
            {"@type": "Organization", "@id": "#org", "name": "The Town Herald"},
        ]
    }
    facts = read(english(script(json.dumps(graph))), URL)
    assert pairs(facts) == [("author", "Jane Doe")]
    assert facts.publisher == "The Town Herald"
    assert facts.published_at == "2018-09-18T09:04:00+01:00"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ({"@type": "Person", "name": "Jane Doe, Political Editor"}, ["Jane Doe"]),
        ({"@type": "Person", "name": ["Jane Doe", "John Roe"]}, ["Jane Doe", "John Roe"]),
        ([{"name": "Reuters"}, {"name": "Jane Doe"}], ["Reuters", "Jane Doe"]),
        ([{"name": "The Town Herald"}, {"name": "Jane Doe"}], ["Jane Doe"]),
        ("Jane Doe, Town Hall Reporters, AP", ["Jane Doe", "AP"]),
        ("Associated Press in Valencia", ["Associated Press"]),
        ({"@type": "Organization", "name": "Reuters"}, ["Reuters"]),
        ("https://www.example.org/jane", []),
        (None, []),
    ],
)
def test_authors_are_persons_and_listed_agencies_but_not_the_outlet(author: object, expected: list[str]) -> None:
    publisher = {"@type": "Organization", "name": "The Town Herald"}
    facts = read(english(script(json.dumps(ARTICLE | {"author": author, "publisher": publisher}))), URL)
    assert [name for _, name in pairs(facts)] == expected


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2018-09-19T09:04:00+01:00">',
        '<meta name="parsely-pub-date" content="2018-09-19T08:04:00Z">',
        '<meta name="DC.date.issued" content="2018-09-19T09:04:00+01:00">',
        '<meta name="sailthru.date" content="2018-09-19 09:04:00 +0100">',
        '<meta itemprop="datePublished" content="2018-09-19T09:04:00">',
        '<meta name="pubdate" content="Wed, 19 Sep 2018 09:04:00 +0100">',
        '<meta name="cXenseParse:recs:publishtime" content="2018-09-19T09:04:00">',
    ],
)
def test_meta_elements_give_the_time(head: str) -> None:
    value = read(english(head), URL).published_at
    assert value in ("2018-09-19T09:04:00+01:00", "2018-09-19T08:04:00+00:00")


def test_a_structured_time_beats_an_other_displayed_one_outside_chinese() -> None:
    facts = read(english(script(json.dumps(ARTICLE)), "<p>20 September 2018 11:00</p>"), URL)
    assert facts.published_at == "2018-09-19T09:04:00+01:00"


def test_microdata_and_rel_author() -> None:
    top = '<p>By <a rel="author" href="/jane">Jane Doe</a> '
    top += '<time itemprop="datePublished" datetime="2018-09-19T09:04:00+01:00">today</time></p>'
    facts = read(english("", top), URL)
    assert pairs(facts) == [("author", "Jane Doe")]
    assert facts.published_at == "2018-09-19T09:04:00+01:00"


def test_a_time_element_near_the_headline() -> None:
    facts = read(english("", '<p><time datetime="2018-09-19T09:04:00+01:00">3 hours ago</time></p>'), URL)
    assert facts.published_at == "2018-09-19T09:04:00+01:00"


def test_tags_publisher_image_and_canonical_address_from_meta() -> None:
    head = (
        '<meta property="og:site_name" content="The Town Herald"><meta name="keywords" content="parks, trees, parks">'
        '<meta property="og:image" content="/park.jpg"><link rel="canonical" href="/news/park">'
    )
    facts = read(english(head), URL + "?utm=1")
    assert (facts.publisher, facts.tags) == ("The Town Herald", ["parks", "trees"])
    assert facts.image == "https://www.example.co.uk/park.jpg"
    assert facts.canonical_url == URL


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<ul class="breadcrumb"><li>', None),
        (
            script(
                json.dumps(
                    {
                        "@type": "BreadcrumbList",
                        "itemListElement": [{"name": "Home"}, {"item": {"name": "Local"}}, {"name": "A new park for the town"}],
                    }
                )
            ),
            "Local",
        ),
        ('<meta property="article:section" content="Local">', "Local"),
    ],
)
def test_the_section(head: str, expected: str | None) -> None:
    assert read(english(head), URL).section == expected


def test_the_section_of_displayed_breadcrumbs() -> None:
    document = story("<p>2018-09-19 09:04</p>").replace(
        '<div class="main">', '<div class="crumbs"><a href="/">首页</a> &gt; <a href="/y/">要闻</a> &gt; 正文</div><div class="main">'
    )
    assert read(document).section == "要闻"
