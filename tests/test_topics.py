"""Categories and tags that a page links and tells in no meta element."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract
from pipelines.article import Article

TEXT = paragraphs(PARAGRAPHS)
TAGS = [
    '<p class="post-tags"><a href="/tag/ferry/" rel="tag">Ferry</a>, <a href="/tag/harbour/" rel="tag">Harbour</a></p>',
    '<ul class="td-tags td-post-small-box"><li><a href="/tag/ferry/">Ferry</a></li><li><a href="/tag/harbour/">Harbour</a></li></ul>',
    '<div class="article-topics"><span>Topics:</span> <a href="/topics/ferry"><span>Ferry</span></a> <a href="/topics/harbour">Harbour</a></div>',
    '<p class="etiquetas">Etiquetas: <a href="/etiqueta/ferry">Ferry</a> <a href="/etiqueta/harbour">Harbour</a></p>',
    '<div class="x"><a href="/t/1" rel="tag">#Ferry</a> <a href="/t/2" rel="nofollow tag">#Harbour</a></div><ul class="tags"><li><a href="/tag/z">Z</a></ul>',
]
NO_TAGS = [
    '<div class="tags-input"><a href="/about">About</a></div>',
    '<ul class="popular"><li><a href="/tag/ferry/">Ferry</a></li></ul>',
    '<p>Read what <a href="/tag/ferry/">the ferry</a> has meant to the town since it was bought in 1931 by a widow.</p>',
]
CATEGORIES = [
    ('<span class="cat-links"><a href="/c/town/" rel="category tag">Town</a></span>', "Town"),
    ('<p class="entry-categories"><a href="/category/town/">Town</a>, <a href="/category/sea/">Sea</a></p>', "Town"),
    ('<div class="posted-in">Filed under: <a href="/category/town/" rel="category">Town</a></div>', "Town"),
    ('<div class="catalogue"><a href="/shop/">Shop</a></div>', None),
]


def read(above: str = "", below: str = "", head: str = "") -> Article:
    return extract(page(f"{above}<div>{TEXT}</div>{below}", head=head), url="https://post.example/ferry")


@pytest.mark.parametrize("markup", TAGS)
def test_tags(markup: str) -> None:
    article = read(below=markup)
    assert article.tags == ["Ferry", "Harbour"], f"{markup} lists the tags"
    assert article.evidence["tags"].method == "links"


@pytest.mark.parametrize("markup", NO_TAGS)
def test_no_tags(markup: str) -> None:
    assert read(below=markup).tags == [], f"{markup} lists no tags"


@pytest.mark.parametrize(("markup", "expected"), CATEGORIES)
def test_category(markup: str, expected: str | None) -> None:
    assert read(above=markup).section == expected, f"{markup} above the story"
    assert read(below=markup).section == expected, f"{markup} below the story"


def test_meta_elements_go_first() -> None:
    assert read(below=TAGS[0], head='<meta name="keywords" content="boats">').tags == ["boats"]
