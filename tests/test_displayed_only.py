"""Pages that tell machines nothing: headline, date and authors as they are displayed, told from those of other stories."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from story import NAVIGATION, PARAGRAPHS, TITLE, paragraphs

from pipelines import extract
from pipelines.article import Article
from pipelines.extraction import names

FETCHED = datetime(2024, 10, 7, 20, 0, tzinfo=timezone.utc)
STORY = f"<div class='x1'>{paragraphs(PARAGRAPHS)}</div>"


def read(body: str, title: str = TITLE, lang: str = "en") -> Article:
    """The article on a page without metadata; `body` is all of its body."""
    html = f'<html lang="{lang}"><head><title>{title} - The Harbour Post</title></head><body>{body}</body></html>'
    return extract(html, url="https://www.post.example/local/ferry", fetched_at=FETCHED)


CARD = '<div class="card"><span>Local</span><div><a href="/{n}">{title}</a></div><p class="y2">{by}</p></div>'
CARDS = "".join(
    CARD.format(n=n, title=f"{what} takes on twelve new apprentices", by=by)
    for n, (what, by) in enumerate(
        (("The shipyard", "By Ann Miller"), ("The old bakery", "By Bob Carter"), ("The theatre", "By Cleo Marsh"))
    )
)
OTHERS = {
    "cards below the story": f"<h1>{TITLE}</h1><p class='b'>By Jane Roe</p>{STORY}<h2>More stories</h2>{CARDS}",
    "cards between the paragraphs": f"<h1>{TITLE}</h1><p class='b'>By Jane Roe</p><div class='x1'>{paragraphs(PARAGRAPHS[:3])}<div>{CARDS}</div>{paragraphs(PARAGRAPHS[3:])}</div>",
    "a label and the name below it": f"<h1>{TITLE}</h1><p class='b'>By Jane Roe</p>{STORY}<h3>More</h3><ul><li><h3><a href='/a'>The shipyard takes on twelve apprentices</a></h3><ul><li>Local</li><li>By</li><li><a href='/p'>Ann Miller</a></li></ul></li></ul>",
    "microdata without an item": f"<header><h1>{TITLE}</h1><p itemprop='author'>By Jane Roe</p></header>{STORY}<div><div><div><a href='/a'>The shipyard takes on twelve apprentices</a><p itemprop='author'>By Ann Miller</p></div></div></div>",
    "comments as items": f"<h1>{TITLE}</h1><p class='b'>By Jane Roe</p>{STORY}<div itemscope itemtype='https://schema.org/UserComments'><span itemprop='creator'>Ann Miller</span> I was there.</div>",
}


@pytest.mark.parametrize("name", OTHERS)
def test_authors_of_other_stories_are_not_the_storys(name: str) -> None:
    authors = read(f"{NAVIGATION}{OTHERS[name]}").authors
    assert authors == ["Jane Roe"], f"{name}: {authors}; see _is_teasers in dateline.py and _read_marked in structured_data.py"


TEASERS = {
    "label and name": "<div>By</div><h3 class='byline'>Ann Miller</h3>",
    "one line": "<div>Written by Ann Miller</div>",
}


@pytest.mark.parametrize("name", TEASERS)
def test_a_story_without_byline_does_not_take_one_from_a_teaser(name: str) -> None:
    headline = "<h4><a href='/a'>The shipyard takes on twelve new apprentices this year</a></h4><div>Many had written letters.</div>"
    article = read(f"<h1>{TITLE}</h1>{STORY}<div class='promo'>{headline}{TEASERS[name]}</div>")
    assert article.authors == [], f"{name}: see _is_teasers in dateline.py"


def test_a_list_of_facts_below_links_names_the_author() -> None:
    facts = "<ul><li>Date 07.10.2024</li><li>Author: Jane Roe</li></ul>"
    links = "<div><h2><a href='/a'>The harbour is to be dredged again in winter</a></h2><p>After years.</p></div><h4>Audio</h4>"
    assert read(f"<h1>{TITLE}</h1>{STORY}{links}{facts}").authors == ["Jane Roe"]


DATES = {
    "in an aside with the author": (
        "<h1>{t}</h1><aside class='head-side'><div class='author'>Jane Roe</div><div class='publication-date'>4 March 2024, 08:03</div></aside>{s}",
        "2024-03-04T08:03",
    ),
    "in the picture's caption": (
        "<h1>{t}</h1><figure><figcaption><time datetime='2024-03-04T08:03'>04.03.2024, 08:03</time></figcaption><img src='/a.jpg'></figure>{s}",
        "2024-03-04T08:03",
    ),
    "the time of day below": ("<h1>{t}</h1><div class='d'><div>4 March 2024</div><div>08:03</div></div>{s}", "2024-03-04T08:03"),
    "below a deck and a label": (
        "<h1>{t}</h1><div class='x1'><p class='k'>"
        + PARAGRAPHS[1]
        + "</p><div>Comment by</div><div>Jane Roe</div><div>Picture: Ann</div><div>4 March 2024, 08:03</div>"
        + paragraphs(PARAGRAPHS[2:])
        + "</div>",
        "2024-03-04T08:03",
    ),
    "of today, with a time, right above": (
        "<p>Monday, 7 October 2024</p>" + NAVIGATION * 3 + "<p>Monday, 7 October 2024, 19:25</p><h1>{t}</h1>{s}",
        "2024-10-07T19:25",
    ),
    "of today, for machines, right above": ("<p><time datetime='2024-10-07'>7 October 2024</time></p><h1>{t}</h1>{s}", "2024-10-07"),
    "some hours ago, in a long line": (
        "<h1>{t}</h1><div>Harbour, National, News, Top Story 1 | Published: 5 hours ago | Last Updated: 5 hours ago | Written by Jane Roe</div>{s}",
        "2024-10-07T",
    ),
}


@pytest.mark.parametrize("name", DATES)
def test_the_date_is_read_where_it_is_displayed(name: str) -> None:
    body, expected = DATES[name]
    published = read(body.format(t=TITLE, s=STORY)).published_at
    assert (published or "").startswith(expected), f"{name}: {published}; see dateline.py and line_times.py"


def test_the_clock_in_the_pages_head_is_no_date() -> None:
    assert read(f"<p>Monday, 7 October 2024</p>{NAVIGATION}<h1>{TITLE}</h1>{STORY}").published_at is None


def test_a_point_between_hours_and_minutes_before_a_word() -> None:
    shown = "<div class='d'>Publisert 04.03.2024, kl. 08.03 Oppdatert 05.03.2024, kl. 13.52</div>"
    article = read(f"<h1>{TITLE}</h1>{shown}{STORY}", lang="nb")
    assert ((article.published_at or "")[:16], (article.modified_at or "")[:16]) == ("2024-03-04T08:03", "2024-03-05T13:52")


def test_the_only_top_heading_is_the_title_though_the_title_element_has_other_words() -> None:
    article = read(
        f"<h1>Nordhavn votes to keep the old ferry in its harbour</h1>{NAVIGATION * 20}"
        f"<h3 class='card-title'>Political and religious figures</h3>{STORY}"
    )
    assert article.title == "Nordhavn votes to keep the old ferry in its harbour"


def test_a_heading_that_links_to_the_story_is_not_the_displayed_headline() -> None:
    early = f"<div class='x1'>{paragraphs(PARAGRAPHS[:1])}</div>"
    menu = f"<ol><li><article><h3 class='card-headline'><a href='/local/ferry'>{TITLE}</a></h3></article></li></ol>"
    article = read(f"{NAVIGATION * 12}<h1 id='top-line'>{TITLE}</h1>{NAVIGATION * 12}{early}<div>{menu}</div>{STORY}")
    assert article.evidence["title"].where == "#top-line"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Roe and Bob Carter The Associated Press", ["Jane Roe", "Bob Carter"]),
        ("Jane Roe0,", ["Jane Roe"]),
        ("Jane Roe Updated", ["Jane Roe"]),
        ("Related Topics", []),
        ("Download PDF", []),
        ("Save this article", []),
        ("Jane Rowland-Tag", ["Jane Rowland-Tag"]),
    ],
)
def test_names_are_freed_of_what_stands_around_them(text: str, expected: list[str]) -> None:
    assert names.split(text, "en") == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("<div class='byline'><a href='/contributor/j'>Jane Ro<span class='last'>e</span></a></div>", ["Jane Roe"]),
        (
            "<div class='author'><a class='author-name' href='/author/r'>Reuters, </a><span class='author-name'> Washington, </span></div>",
            ["Reuters"],
        ),
    ],
)
def test_names_in_pieces(shown: str, expected: list[str]) -> None:
    assert read(f"<h1>{TITLE}</h1>{shown}{STORY}").authors == expected


def test_what_stands_above_the_headline_is_not_the_text() -> None:
    above = "<p>HARBOUR NEWS</p><p>4 March 2024</p><p>The bakery at the corner of the market has been sold to a family from the north, who will keep it.</p>"
    article = read(f"{NAVIGATION}<div class='x1'>{above}<p><b>{TITLE}</b></p>{paragraphs(PARAGRAPHS)}</div>")
    assert article.text.split("\n")[0] == PARAGRAPHS[0], article.text[:200]


def test_a_story_in_a_menu_without_its_end_tag_is_read_as_any_other() -> None:
    shown = "<p class='byline'>By Jane Roe</p><p class='update-time'>Updated 5:48 PM ET, Mon March 4, 2024</p>"
    article = read(f"<header><nav>{NAVIGATION}<article><h1>{TITLE}</h1>{shown}{STORY}</article>")
    assert (article.authors, article.language, (article.published_at or "")[:16]) == (["Jane Roe"], "en", "2024-03-04T17:48")


def test_what_somebody_said_is_no_source() -> None:
    highlights = "<ul><li>Source: Up to twenty boats could be hired in the meantime</li><li>The bridge is not built</li></ul>"
    assert read(f"<h1>{TITLE}</h1>{highlights}{STORY}").source is None


def test_the_time_inside_microdata_that_a_script_displays() -> None:
    bar = "<div><time class='bar' datetime='2023-11-11T12:33:00Z'></time></div>"
    marked = "<div itemprop='datePublished'><time datetime='2024-03-04T08:03:00Z'></time></div>"
    assert read(f"{bar}<h1>{TITLE}</h1>{marked}{STORY}").published_at == "2024-03-04T08:03:00+00:00"


def test_the_editor_whom_structured_data_calls_the_author_is_not_the_author() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "author": {"@type": "Person", "name": "Bob Carter"}}</script>'
    article = read(
        f"{data}<h1>{TITLE}</h1><div class='author-2'>Jane Roe</div><div>4/3/2024 08:03</div>{STORY}<div class='info'>Editor: Bob Carter</div>"
    )
    assert (article.authors, article.editors) == (["Jane Roe"], ["Bob Carter"])


def test_old_pages_that_indent_all_by_a_quotation_are_dated() -> None:
    article = read(f"<blockquote><h5>March 4, 2024</h5><h1>{TITLE}</h1><p>by JANE ROE</p>{paragraphs(PARAGRAPHS)}</blockquote>")
    assert (article.published_at, article.authors) == ("2024-03-04", ["JANE ROE"])


def test_the_date_of_a_quoted_post_is_not_the_storys() -> None:
    post = (
        "<blockquote><p>So proud of it!</p>&mdash; Harbour Friends (@harbour) <a href='https://t.example/1'>4 March 2024</a></blockquote>"
    )
    assert read(f"<h1>{TITLE}</h1><div>{PARAGRAPHS[0]}{post}{paragraphs(PARAGRAPHS[1:])}</div>").published_at is None
