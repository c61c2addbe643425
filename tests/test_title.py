"""The headline: as displayed, without the site's name."""

from __future__ import annotations

import json

import pytest
from news_pages import DE, ZH, page, read, story
from story import PARAGRAPHS, paragraphs

from pipelines import extract
from pipelines.extraction import title

URL = "https://www.town-herald.example.com/park"


def document(heading: str, head: str, title_element: str = "x") -> str:
    main = f"<main>{heading}<article>{DE}</article></main>"
    return f'<html lang="de"><head><title>{title_element}</title>{head}</head><body>{main}</body></html>'


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("A park opens - The Town Herald", ["The Town Herald"], "A park opens"),
        ("A park opens | News | The Town Herald", ["The Town Herald", "News"], "A park opens"),
        ("The Town Herald: A park opens", ["The Town Herald"], "A park opens"),
        ("The Town Herald - A park opens", ["The Town Herald"], "A park opens"),
        ("A park – and its trees", ["The Town Herald"], "A park – and its trees"),
        ("Park: open", ["The Town Herald"], "Park: open"),
        ("公园开放_某某财经", [], "公园开放"),
        ("公园开放_首页武汉_新闻中心_某某网_example.cn", [], "公园开放"),
        ("公园开放 - 某某新闻网", [], "公园开放"),
        ("公园开放--文化--某某网", [], "公园开放"),
        ("棱镜|数据业大整顿", [], "棱镜|数据业大整顿"),
        ("공원이 열렸다 - 매일신문", ["매일신문"], "공원이 열렸다"),
    ],
)
def test_the_sites_name_is_no_part_of_it(text: str, names: list[str], expected: str) -> None:
    assert title.strip_site(text, names) == expected


@pytest.mark.parametrize(
    ("heading", "head", "expected"),
    [
        ("<h1>A park opens</h1>", '<meta property="og:title" content="A park opens | Town Herald">', "A park opens"),
        ("<h1>A park opens at last</h1>", '<meta property="og:title" content="A park opens">', "A park opens at last"),
        (
            '<h1><span class="kicker">Green city</span> <span>A park opens</span></h1>',
            '<meta property="og:title" content="A park opens">',
            "A park opens",
        ),
        (
            "<h1><span>Green city</span> <span>A park opens</span></h1>",
            '<meta property="og:title" content="Green city: A park opens">',
            "Green city: A park opens",
        ),
        (
            "<h1>A park opens in the town</h1>",
            '<meta property="og:title" content="Why we all waited so long for trees">',
            "A park opens in the town",
        ),
        (
            '<nav><h1>Park opening news today live</h1></nav><h2 class="headline">A park opens</h2>',
            '<meta property="og:title" content="A park opens">',
            "A park opens",
        ),
        ('<div class="article-title">A park opens</div>', '<meta property="og:title" content="A park opens">', "A park opens"),
        ("", '<meta property="og:title" content="A park opens">', "A park opens"),
    ],
)
def test_the_displayed_headline_wins_where_it_agrees(heading: str, head: str, expected: str) -> None:
    assert read(document(heading, head), URL).title == expected


def test_a_kicker_that_two_claims_agree_on_belongs_to_the_title() -> None:
    ld = json.dumps({"@type": "NewsArticle", "headline": "Green city: A park opens"})
    head = f'<script type="application/ld+json">{ld}</script><meta property="og:title" content="Green city: A park opens">'
    assert read(document("<h1>A park opens</h1>", head), URL).title == "Green city: A park opens"


def test_the_site_name_in_a_heading_is_not_taken() -> None:
    html = f"<html lang='zh'><head><title>公园今日开放_某某网</title></head><body><h1>某某网</h1><h2>公园今日开放</h2>{ZH}</body></html>"
    assert read(html).title == "公园今日开放"


def test_the_element_of_the_title_and_its_line_are_named() -> None:
    html = story("<p>2018-09-19</p>")
    facts = read(html)
    lines = page(html).lines
    assert facts.title_element is not None
    assert facts.title_element.tag == "h1"
    assert any(line.text == facts.title for line in lines if line.index in facts.lines_out)


def test_a_page_without_any_title() -> None:
    assert read("<html><body><p>...</p></body></html>").title is None


def test_the_subtitle_stands_apart() -> None:
    facts = read(
        document('<h1>A park opens</h1><p class="subtitle">Trees for the town</p>', '<meta property="og:title" content="A park opens">'),
        URL,
    )
    assert (facts.title, facts.subtitle) == ("A park opens", "Trees for the town")


def test_a_menu_that_links_the_story_too_does_not_show_its_headline() -> None:
    menu = '<div class="headline"><a href="/park">A park opens in the town</a></div>' + "".join(
        f'<p><a href="/{n}">Section {n}</a></p>' for n in range(30)
    )
    heading = f'<div class="left">{menu}</div><p class="top">A park opens in the town</p>'
    facts = read(document(heading, "", "A park opens in the town"), URL)
    assert facts.title_element is not None
    assert facts.title_element.get("class") == "top", "the line in the menu was taken for the headline, which then stays in the text"


HEADLINE = "Council agrees plan for the old harbour"
SITE = "http://www.harbourpost.example/news/2"


def headline(titled: str, heading: str = "", head: str = "") -> str | None:
    html = f'<html lang="en"><head><title>{titled}</title>{head}</head><body><div>{heading}<div>{paragraphs(PARAGRAPHS)}</div></div></body></html>'
    return extract(html, url=SITE).title


@pytest.mark.parametrize("separator", "- | – — · • :: » « ‹ / // ~ : > → ← ∙ ⋆ ★ * +".split())
def test_the_site_before_or_behind_the_headline(separator: str) -> None:
    for titled in (f"{HEADLINE} {separator} The Harbour Post", f"The Harbour Post {separator} {HEADLINE}"):
        assert headline(titled) == HEADLINE, f"{separator} parts the site's name from the headline"


@pytest.mark.parametrize(
    "heading",
    [
        f"<h2>{HEADLINE}</h2>",
        f"<h1>The Harbour Post</h1><h3>{HEADLINE}</h3>",
        f'<div class="headline">{HEADLINE}</div>',
        f'<span class="articleTitle">{HEADLINE}</span>',
        f'<font size="5"><b>{HEADLINE}</b></font><br><br>',
        f"<b>{HEADLINE}</b><br>By Jane Roe<br><b>The vote was eleven to eight</b><br>",
        "<h1>Council agrees plan<br>for the old harbour</h1>",
        f"<h2>Monday, 5 November 2023</h2><h3>{HEADLINE}</h3>",
    ],
)
@pytest.mark.parametrize("title", ["", "The Harbour Post", "News and sport from the north", "www.harbourpost.example"])
def test_a_headline_that_only_the_page_displays(title: str, heading: str) -> None:
    assert headline(title, heading) == HEADLINE, f"{heading} heads the story, {title!r} is no headline"


def test_a_line_in_bold_is_no_headline_where_the_page_tells_one() -> None:
    told = f'<meta property="og:title" content="{HEADLINE}">'
    for other in ("<b>Exclusive to the Post</b>", "<h2>The vote was eleven to eight</h2>"):
        assert headline("The Harbour Post", other, told) == HEADLINE
    assert headline(HEADLINE, "<b>Exclusive to the Post</b>", f'<meta name="keywords" content="{HEADLINE}">') == HEADLINE
    assert (
        headline(
            "The Harbour Post", "", f'<meta property="og:title" content="The Harbour Post"><meta name="twitter:title" content="{HEADLINE}">'
        )
        == HEADLINE
    )
