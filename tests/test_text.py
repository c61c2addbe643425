"""The main text: the same story in the markups that newspapers use, and what stands around it."""

from __future__ import annotations

import pytest
from story import CHINESE, CHINESE_TITLE, HEADING, PARAGRAPHS, RELATED, TITLE, page, paragraphs

from pipelines import extract

STORY = "\n".join(PARAGRAPHS)
MARKUPS = {
    "p": paragraphs(PARAGRAPHS),
    "p in a named container": f'<div class="article-body">{paragraphs(PARAGRAPHS)}</div>',
    "p in article": f"<article>{paragraphs(PARAGRAPHS)}</article>",
    "div a paragraph": "<div>" + "".join(f"<div>{text}</div>" for text in PARAGRAPHS) + "</div>",
    "two br": "<div>" + "<br><br>".join(PARAGRAPHS) + "</div>",
    "br in font": "<font size=2>" + "<br>\n<br>".join(PARAGRAPHS) + "</font>",
    "table of the nineties": "<table><tr><td width=140><a href=/x>News</a><br><a href=/y>Sport</a></td><td>"
    + "<p>".join(PARAGRAPHS)
    + "</td></tr></table>",
    "each p in a div": "<section>"
    + "".join(f'<div class="block-{i}"><p>{text}</p></div>' for i, text in enumerate(PARAGRAPHS))
    + "</section>",
    "sections": f"<section>{paragraphs(PARAGRAPHS[:2])}</section><section>{paragraphs(PARAGRAPHS[2:])}</section>",
    "unclosed p": "<div>" + "".join(f"<p>{text}" for text in PARAGRAPHS) + "</div>",
    "advert between": f'<div>{paragraphs(PARAGRAPHS[:3])}<div class="ad-slot"><p>Advertisement</p></div>{paragraphs(PARAGRAPHS[3:])}</div>',
    "classes that say sidebar on the body": f'<div class="has-sidebar"><div class="widget-text">{paragraphs(PARAGRAPHS)}</div></div>',
    "html closed in mid-page": f"<div>{paragraphs(PARAGRAPHS[:2])}</body></html>{paragraphs(PARAGRAPHS[2:])}</div>",
    "soft hyphens": f"<div>{paragraphs([text.replace('harbour', 'har&shy;bour') for text in PARAGRAPHS])}</div>",
}


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_the_markup_does_not_matter(markup: str) -> None:
    article = extract(page(markup), url="https://post.example/2024/ferry.html")
    assert article.text == STORY, "the text should be the five paragraphs, a line each, whatever holds them"
    assert article.status == "ok", article.reason


LAST = "Then the ferry will sail again."
SHORT = {
    "div a paragraph": "<div>" + "".join(f"<div>{text}</div>" for text in (*PARAGRAPHS, LAST)) + "</div>",
    "two br": "<div>" + "<br><br>".join((*PARAGRAPHS, LAST)) + "</div>",
    "a picture in a paragraph": "<div>"
    + "".join(
        f"<div class='par'>{text}{'<div><img src=/a.jpg></div><div>Advertisement</div>' * (i == 2)}</div>"
        for i, text in enumerate(PARAGRAPHS)
    )
    + f"<div class='par'>{LAST}</div></div>",
}


@pytest.mark.parametrize("markup", SHORT.values(), ids=SHORT)
def test_a_short_last_sentence_stays_though_nothing_calls_it_a_paragraph(markup: str) -> None:
    assert extract(page(markup)).text == f"{STORY}\n{LAST}"


FURNITURE = {
    "share bar": '<div class="share-buttons"><a href="/f">Share</a> <a href="/t">Tweet</a></div>',
    "read more": '<p>Read more: <a href="/c">Why the bridge was never built</a></p>',
    "read also in German": '<p><strong>Lesen Sie auch:</strong> <a href="/c">Warum es keine Brücke gibt</a></p>',
    "newsletter": "<p>Sign up for our newsletter and get the best stories in your inbox every morning.</p>",
    "letter": "<p>Let our news meet your inbox, every weekday morning before seven.</p>",
    "original in German": "<p>Dieser Artikel wurde im Original auf Dänisch veröffentlicht.</p>",
    "paid links in German": "<p>Die mit einem Symbol gekennzeichneten Links bringen uns eine Provision.</p>",
    "most read": "<h4>Most read in Local News</h4>",
    "app": "<p>Download our free app to read more stories from the coast.</p>",
    "figure": '<figure><img src="/ferry.jpg"><figcaption>The ferry on its way to the north bank on Sunday.</figcaption></figure>',
    "caption class": '<div class="image-box"><img src="/f.jpg" width=600><div class="caption">The ferry on its way to the north bank.</div></div>',
    "caption below a picture": '<div><img src="/f.jpg" width=600><div>The ferry leaves the north bank on a Sunday</div></div>',
    "caption by its credit": "<p>The ferry, seen from the north bank. It was built in 1931. (Photo: Marit Solheim / The Harbour Post)</p>",
    "caption by an agency": "<p>Members of the council leave the town hall of Nordhavn on Monday, Oct. 6, 2024. (AP Photo/Ole Berg)</p>",
    "caption without brackets": "<p>The ferry leaves the north bank on a Sunday. Photo: Ole Berg/The Harbour Post via AP</p>",
    "caption in German": "<p>Die Fähre, vom Nordufer aus gesehen. Sie fährt seit 1931. (Foto: Ole Berg/dpa)</p>",
    "caption in Japanese": "<p>北の岸から見た渡し船。市議会は維持を決めた＝６日午後（代表撮影）</p>",
    "hidden spam": '<div style="display:none">' + "cheap watches and better loans for everyone who reads this. " * 40 + "</div>",
    "advertisement": "<p>Advertisement</p>",
    "nested related": '<div class="inline-box"><h4>Related stories</h4><ul><li><a href="/d">A short history of the harbour</a></li></ul></div>',
    "nav": '<nav><a href="/1">1</a> <a href="/2">2</a> <a href="/3">Next page</a></nav>',
    "comments": '<div class="comments"><p>I have crossed with this boat for forty years and would miss it very much, she wrote below the line.</p></div>',
    "script": "<script>document.write('<p>not a paragraph of the story, but of a script that prints it</p>')</script>",
    "pulled quote": "<blockquote><p>“Nobody comes here for a bridge”</p></blockquote>",
    "summary list": "<h3>Key points</h3><ul><li>The council keeps the ferry</li><li>Repairs cost two million crowns</li></ul>",
    "label": '<p class="kicker">Local news</p>',
}


@pytest.mark.parametrize("inserted", FURNITURE.values(), ids=FURNITURE)
@pytest.mark.parametrize("position", [2, 5], ids=["between", "after"])
def test_what_is_not_the_story_is_left_out(inserted: str, position: int) -> None:
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    parts.insert(position, inserted)
    article = extract(page(f'<div class="article-body">{"".join(parts)}</div>'))
    assert article.text == STORY, f"{inserted[:60]} should not be in the text"


def test_headings_and_lists_stay() -> None:
    body = f"<div>{paragraphs(PARAGRAPHS[:3])}<h2>{HEADING}</h2>{paragraphs(PARAGRAPHS[3:])}<ul><li>Departures at seven, nine and noon.</li><li>Bicycles free.</li></ul></div>"
    lines = extract(page(body)).text.split("\n")
    assert lines[3] == HEADING, "a sub-heading is part of the text"
    assert lines[-2:] == ["Departures at seven, nine and noon.", "Bicycles free."], (
        "a list of the story is part of the text, an item a line"
    )


def test_the_title_is_no_paragraph() -> None:
    body = f'<div class="article-body"><h2>{TITLE}</h2>{paragraphs(PARAGRAPHS)}</div>'
    assert extract(page(body)).text == STORY


def test_a_table_of_data_stays() -> None:
    table = "<table><tr><th>Year</th><th>Days of ice</th></tr><tr><td>2022</td><td>41</td></tr><tr><td>2023</td><td>38</td></tr></table>"
    text = extract(page(f'<div class="article-body">{paragraphs(PARAGRAPHS[:3])}{table}{paragraphs(PARAGRAPHS[3:])}</div>')).text
    assert "Days of ice" in text, "a table between paragraphs is part of the text"
    assert "41" in text


def test_links_in_sentences_stay() -> None:
    linked = PARAGRAPHS[1].replace("two million crowns", '<a href="/budget">two million crowns</a>')
    assert extract(page(f"<div>{paragraphs([PARAGRAPHS[0], linked, *PARAGRAPHS[2:]])}</div>")).text == STORY


CHINESE_FURNITURE = [
    "（原标题：北港保留渡轮）",
    "扫描二维码关注本报公众号",
    "点击进入专题：北港渡轮",
    "更多猛料！欢迎扫描下方二维码",
    "责任编辑：王小明",
]


@pytest.mark.parametrize("inserted", CHINESE_FURNITURE)
def test_chinese_prompts_are_left_out(inserted: str) -> None:
    body = f'<div class="content">{paragraphs(CHINESE)}<p>{inserted}</p></div>'
    assert extract(page(body, title=CHINESE_TITLE, lang="zh")).text == "\n".join(CHINESE), f"{inserted} is not the story"


def test_a_credit_in_a_sentence_stays() -> None:
    texts = [*CHINESE[:-1], CHINESE[-1] + "（记者 陈海）"]
    article = extract(page(f'<div class="content">{paragraphs(texts)}</div>', title=CHINESE_TITLE, lang="zh"))
    assert article.text.endswith("（记者 陈海）"), "the credit inside the last paragraph belongs to it"


def test_the_same_bytes_give_the_same_article_in_any_order() -> None:
    pages = [page(markup) for markup in MARKUPS.values()]
    forward = [extract(each).to_dict() for each in pages]
    backward = [extract(each).to_dict() for each in reversed(pages)]
    assert forward == backward[::-1], "nothing may be remembered from page to page"


def test_evidence_of_the_text_finds_the_container_again() -> None:
    article = extract(page(f'<div id="story-text">{paragraphs(PARAGRAPHS)}</div>', after=RELATED))
    assert article.evidence["text"].where == "#story-text"
    assert article.evidence["text"].snippet == PARAGRAPHS[0][:120]


COMMENTS = {
    "en": (
        "Comments (12)",
        "I have crossed with this boat for forty years, in any weather, and would miss it very much, whatever it costs.",
    ),
    "de": (
        "Leserkommentare 3",
        "Ich fahre seit vierzig Jahren mit diesem Boot, bei jedem Wetter, und würde es sehr vermissen, was es auch kostet.",
    ),
    "es": (
        "3 comentarios",
        "Llevo cuarenta años cruzando con este barco, haga el tiempo que haga, y lo echaría mucho de menos, cueste lo que cueste.",
    ),
    "ru": (
        "Комментарии: 7",
        "Сорок лет я переправляюсь на этом пароме в любую погоду и буду очень скучать по нему, сколько бы это ни стоило.",
    ),
    "zh": (
        "热门评论 10条",
        "我坐这艘渡轮已经四十年了，风雨无阻，无论花多少钱，我都会非常怀念它，希望市议会再考虑一下大家的意见，不要着急作出决定。",
    ),
}


@pytest.mark.parametrize("paragraphs_above", [2, 5])
@pytest.mark.parametrize("language", COMMENTS)
def test_comments_longer_than_the_story_end_it_at_their_heading(language: str, paragraphs_above: int) -> None:
    heading, comment = COMMENTS[language]
    story = PARAGRAPHS[:paragraphs_above]
    below = f"<h3>{heading}</h3>" + "".join(f"<div><p>{comment}</p></div><p>{comment[:70]}{n}</p>" for n in range(12))
    text = extract(page(f"<div>{paragraphs(story)}{below}</div>")).text
    assert text.split("\n") == story, "what stands below a heading of comments is no story: see furniture.opens_comments"


def test_a_heading_of_comments_above_the_story_ends_nothing() -> None:
    text = extract(page(f"<div><p>{PARAGRAPHS[0]}</p><h4>Comments</h4>{paragraphs(PARAGRAPHS[1:])}</div>")).text
    assert [line for line in text.split("\n") if line != "Comments"] == PARAGRAPHS, "below a summary alone the story is still to come"


def test_the_spelling_of_persian_and_sinhala_is_kept() -> None:
    """Zero width joiners and non-joiners are letters' forms there; elsewhere, as soft hyphens, they are a typesetter's."""
    persian = "شورای شهر روز سه\u200cشنبه تصمیم گرفت پل قدیمی را برای دو سال ببندد، پس از آنکه مهندسان در سه پایه آن ترک پیدا کردند."
    sinhala = "ශ්\u200dරී ලංකාවේ නගර සභාව අඟහරුවාදා පැරණි පාලම වසර දෙකකට වසා දැමීමට තීරණය කළේය, ඉංජිනේරුවන් ඉරිතැලීම් සොයාගෙන ඇත."
    german = (
        "Die zweite Auf\u200clage über die Schiff\u00adfahrt im Hafen erschien am Dienstag, sagte der Sprecher des Rates\u200b den Leuten."
    )
    html = "<html><body><article><h1>Three letters</h1>" + "".join(f"<p>{text}</p>" for text in (persian, sinhala, german)) + "</article>"
    plain = "Die zweite Auflage über die Schifffahrt im Hafen erschien am Dienstag, sagte der Sprecher des Rates den Leuten."
    assert extract(html).text.split("\n") == [persian, sinhala, plain]
