"""Templates of large publishers: generated classes with attributes for scripts, live blogs, embeds that await consent, tables of old."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from world import STORIES

from pipelines import extract

T, P = STORIES["en"]
FETCHED = datetime.fromisoformat("2024-01-10T08:00:00+00:00")


def page(lang: str, top: str, body: str, foot: str = "") -> str:
    title = STORIES[lang][0]
    return (
        f'<html lang="{lang}"><head><title>{title}</title><meta property="og:title" content="{title}"></head><body><main>'
        f'<article class="css-1x"><h1 class="css-2x">{title}</h1>{top}{body}{foot}</article></main></body></html>'
    )


def with_between(lang: str, markup: str) -> str:
    """The story with something between its second and third paragraphs."""
    texts = [f'<p class="css-p9">{text}</p>' for text in STORIES[lang][1]]
    return f'<div class="css-bd">{"".join(texts[:2])}{markup}{"".join(texts[2:])}</div>'


def between(lang: str, markup: str) -> str:
    return page(lang, "", with_between(lang, markup))


CONSENT = "<p>{}</p>"
BETWEEN = {
    "newsletter by data-qa": ("en", '<div data-qa="newsletter" class="wpds-c"><div>Cut through the noise. Get The Campaign Moment every day of the week.</div></div>'),
    "newsletter by data-testid": ("en", '<div data-testid="newsletter-promo" class="sc-1"><p>The Daily Briefing provides all the news you need to start your day.</p></div>'),
    "caption by data-testid": ("en", '<div class="sc-2"><img src="a.jpg"><p data-testid="caption">The tower had been dark since the year in which the bridge was built over the river.</p></div>'),
    "fact box by data-component": ("de", '<div data-component="InfoBox" class="x"><h3>Der Turm</h3><p>Der Turm wurde 1871 gebaut und 1973 außer Dienst gestellt. Er ist 31 Meter hoch und hat 142 Stufen aus Eiche.</p></div>'),
    "author by data-component": ("en", '<div data-component="author-bio" class="x"><p>Jane Doe covers rivers and their towns. She joined in 2014 after ten years at a smaller paper.</p></div>'),
    "consent en": ("en", CONSENT.format("This content is provided by X, which may be using cookies and other technologies. To show you this content, we need your permission to use cookies.")),
    "consent of buttons": ("en", CONSENT.format("You can use the buttons below to amend your preferences to enable X cookies or to allow those cookies just once.")),
    "consent de": ("de", CONSENT.format("Um externe Inhalte anzuzeigen, ist Ihre widerrufliche Zustimmung nötig. Dabei können personenbezogene Daten von Drittplattformen verarbeitet werden.")),
    "consent fr": ("fr", CONSENT.format("Ce contenu est bloqué car vous n'avez pas accepté les cookies et autres traceurs.")),
    "consent nl": ("nl", CONSENT.format("Deze inhoud is helaas niet beschikbaar omdat de cookies zijn uitgezet.")),
    "help": ("en", "<p>— With assistance from Ann Poe</p>"),
    "contributed": ("en", "<p>Ann Poe contributed reporting.</p>"),
    "updates": ("en", "<p><em>(Updates with the council's plan in last paragraph.)</em></p>"),
    "podcasts": ("de", "<p><b>Hier können Sie unsere Podcasts hören:</b></p>"),
    "te espera": ("es", "<p><em>Toda la cultura que va contigo te espera aquí.</em></p>"),
    "discussion": ("fi", "<p><em>Voit keskustella aiheesta 6.11. klo 23 saakka.</em></p>"),
    "table at the side": ("en", '<table align="right" width="208"><tr><td><div><img src="q.gif"> <b>The roof was ours to mend</b></div><div>John Roe, fisherman</div></td></tr></table>'),
}  # fmt: skip


@pytest.mark.parametrize("name", BETWEEN)
def test_what_publishers_put_between_paragraphs_is_no_text(name: str) -> None:
    lang, markup = BETWEEN[name]
    assert extract(between(lang, markup), url="https://www.example.com/a", fetched_at=FETCHED).text == "\n".join(STORIES[lang][1])


@pytest.mark.parametrize(
    ("lang", "name", "heading"),
    [("fr", "article__sub-title", "Vieilles cartes"), ("de", "articlecomponent subtitle", "Alte Karten")],
)
def test_a_heading_between_paragraphs_that_is_called_a_subtitle_is_text(lang: str, name: str, heading: str) -> None:
    texts = STORIES[lang][1]
    found = extract(between(lang, f'<h2 class="{name}">{heading}</h2>'), url="https://www.example.com/a", fetched_at=FETCHED)
    assert found.text.split("\n") == [*texts[:2], heading, *texts[2:]]


DATED = '<time datetime="2023-11-05T17:20:00+0000">Published Sun, Nov 5 2023<span>12:20 PM EST</span></time>'
TOPS: dict[str, tuple[str, dict[str, Any]]] = {
    "place of the author": (
        '<ul><li class="c-author-name"><a href="/a">JUANA DÍAZ</a></li><li class="c-byline-location">Ribera</li></ul>',
        {"authors": ["JUANA DÍAZ"]},
    ),
    "author by data-component": ('<div class="x1"><span data-component="byline-name">Jane Doe</span></div>', {"authors": ["Jane Doe"]}),
    "label of a date in parts": (
        f'<div>{DATED}</div><div class="Author-name"><a class="Author-authorName" href="/j">Jane Doe</a></div>',
        {"authors": ["Jane Doe"], "published_at": "2023-11-05T12:20:00-05:00"},
    ),
}


@pytest.mark.parametrize("name", TOPS)
def test_what_stands_below_the_headline(name: str) -> None:
    top, expected = TOPS[name]
    article = extract(page("en", top, with_between("en", "")), url="https://www.example.com/a", fetched_at=FETCHED).to_dict()
    assert {field: article[field] for field in expected} == expected
    assert article["text"] == "\n".join(P)


def test_a_block_of_the_author_right_below_the_text_signs_it() -> None:
    foot = '<div data-test-tag="byline" class="css-8"><a href="/b"><span>Anna Berg</span></a><span>Reporter</span></div>'
    article = extract(page("en", "", with_between("en", ""), foot), url="https://www.example.com/a", fetched_at=FETCHED)
    assert (article.authors, article.text) == (["Anna Berg"], "\n".join(P))


def test_all_posts_of_a_live_blog_are_its_text() -> None:
    posts = "".join(
        f'<article data-testid="liveblog-block" class="css-{n}"><header><time datetime="2023-11-05T{17 - n}:20:00Z">{17 - n}.20</time><h2>Post {n}</h2></header>'
        f'<div class="css-b"><p>{text}</p></div><footer>Updated at {17 - n}.45 GMT</footer></article>'
        for n, text in enumerate(P)
    )
    html = (
        f'<html lang="en"><head><title>{T}</title></head><body><main><h1>{T}</h1><div id="liveblog-body">{posts}</div></main></body></html>'
    )
    told = [line for n, text in enumerate(P) for line in (f"Post {n}", text)]
    assert extract(html, url="https://www.example.com/live/a", fetched_at=FETCHED).text == "\n".join(told)
