"""Datelines and credits on whole pages: above the body, in it and below it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from news_pages import DE, EN, JA, KO, ZH, pairs, read, story

# (above the body, below it, published, source, credits)
CHINESE = [
    (
        '<div><span>2018-09-19 09:04:09</span>|<span>来源:<a href="http://paper.example.com/">贵州日报</a></span>|编辑:杨云|责编:陈小楠</div>',
        "",
        "2018-09-19T09:04:09+08:00",
        "贵州日报",
        [("editor", "杨云"), ("responsible_editor", "陈小楠")],
    ),
    (
        "<p>2019-11-25 11:01:53 来源: 新京报 举报</p>",
        "<p>本文来源：新京报 责任编辑：姚小伟_NT6056</p>",
        "2019-11-25T11:01:53+08:00",
        "新京报",
        [("responsible_editor", "姚小伟_NT6056")],
    ),
    (
        '<div><span class="time">2018年12月28日 19:55</span> <a class="source">新京报</a></div>',
        "<p>责任编辑：霍小琦</p>",
        "2018-12-28T19:55:00+08:00",
        "新京报",
        [("responsible_editor", "霍小琦")],
    ),
    (
        '<div><span>金融市场</span><span class="a_source">棱镜</span><span>2019-09-23 07:48</span></div>',
        "",
        "2019-09-23T07:48:00+08:00",
        "棱镜",
        [],
    ),
    ('<div class="t">2019-05-17 · 苏皖城市报道</div>', "", "2019-05-17", "苏皖城市报道", []),
    (
        '<p class="author-name">某某必读</p><div><span>发布时间：10-08</span><span>12:00</span><span>优质原创作者</span></div>',
        "",
        "2019-10-08T12:00:00+08:00",
        "某某必读",
        [],
    ),
    ("<p>来源: | 发布时间: 2018-05-17 | 浏览次数: 2168</p>", "", "2018-05-17", None, []),
    ("<p>发布日期：2016-11-22 浏览次数： 信息来源：省发改委</p>", "", "2016-11-22", "省发改委", []),
    ("<p>2019-09-26 12:11来源：证券时报网作者：李小山</p>", "", "2019-09-26T12:11:00+08:00", "证券时报网", [("author", "李小山")]),
    ("<p>时间：2019-09-25 作者：网络整理</p>", "<p>责编：Demi Xia</p>", "2019-09-25", None, [("responsible_editor", "Demi Xia")]),
    ("<dl><dt>来源：</dt><dd>解放日报</dd><dt>时间：</dt><dd>2019-09-25 08:00</dd></dl>", "", "2019-09-25T08:00:00+08:00", "解放日报", []),
    (
        "<p>2020-06-05 20:35</p>",
        "<p>新京报记者 陆小夫</p><p>编辑 刘小阳 校对 李明</p>",
        "2020-06-05T20:35:00+08:00",
        None,
        [("reporter", "陆小夫"), ("editor", "刘小阳"), ("proofreader", "李明")],
    ),
    (
        "<p>2019-09-07 15:10:53 字号：A- A A+ 来源：某某网</p><p>最后更新: 2019-09-07 15:14:21</p>",
        "<p>责任编辑: 刘小响</p>",
        "2019-09-07T15:10:53+08:00",
        "某某网",
        [("responsible_editor", "刘小响")],
    ),
    ("<p>2019-12-01 10:00</p>", "<p>【编辑：姚小昊】</p>", "2019-12-01T10:00:00+08:00", None, [("editor", "姚小昊")]),
    (
        "<p>2019年09月09日 19:32　来源：<a href='http://c.example.cn'>中国某某网</a></p>",
        "<p>【编辑:黄小欣】</p>",
        "2019-09-09T19:32:00+08:00",
        "中国某某网",
        [("editor", "黄小欣")],
    ),
    (
        '<div><span>2019-09-09 19:32</span><a href="/r">聯合報</a> 記者王小明／台北即時報導</div>',
        "",
        "2019-09-09T19:32:00+08:00",
        "聯合報",
        [("reporter", "王小明")],
    ),
    (
        '<p>张小三 李小四</p><p>2019年09月09日05:02　来源：<a href="/s">某某网－某某日报</a></p>',
        "<p>(责编：王小五、赵小六)</p>",
        "2019-09-09T05:02:00+08:00",
        "某某网－某某日报",
        [("author", "张小三"), ("author", "李小四"), ("responsible_editor", "王小五"), ("responsible_editor", "赵小六")],
    ),
    ("<p><a>张小三</a><span>·2019-09-09 19:32</span></p>", "", "2019-09-09T19:32:00+08:00", None, [("author", "张小三")]),
    ("<p><span>江苏省</span><span>2019-09-09 19:32</span></p>", "", "2019-09-09T19:32:00+08:00", None, []),
    (
        "<p>第一财经 2019-09-09 19:32:27 听新闻</p><p>作者：张小三 　 责编：李小四</p>",
        "",
        "2019-09-09T19:32:27+08:00",
        "第一财经",
        [("author", "张小三"), ("responsible_editor", "李小四")],
    ),
    (
        '<p><span>2019-09-09 19:32</span></p><h4><a href="/u">某某观察</a></h4>',
        '<p>责任编辑：</p><p><a href="/">返回某狐，查看更多</a></p>',
        "2019-09-09T19:32:00+08:00",
        "某某观察",
        [],
    ),
    (
        "<p>作者：宣传部 文/张小三 图/李小四 时间：2019-09-09</p>",
        "",
        "2019-09-09",
        None,
        [("author", "宣传部"), ("author", "张小三"), ("photographer", "李小四")],
    ),
    ('<p><a href="/u">某某科技</a> <em>昨天</em></p>', "", "2019-12-27", "某某科技", []),
]


@pytest.mark.parametrize(("top", "foot", "published", "source", "credits"), CHINESE)
def test_a_chinese_page(top: str, foot: str, published: str, source: str | None, credits: list[tuple[str, str]]) -> None:
    facts = read(story(top, foot))
    assert facts.published_at == published, facts.evidence.get("published_at")
    assert facts.source == source, facts.evidence.get("source")
    assert pairs(facts) == credits, facts.evidence.get("credits")


@pytest.mark.parametrize(
    ("body", "credits"),
    [
        (ZH + "<p>据介绍，公园将全部免费开放。(记者 陈小曦)</p>", [("reporter", "陈小曦")]),
        (
            "<p>本报讯（记者 张三 通讯员 李四）昨天上午，全市公园建设推进会在市民中心召开，会议部署了今年的各项任务。</p>" + ZH,
            [("reporter", "张三"), ("correspondent", "李四")],
        ),
        (
            "<p>新华社北京9月18日电（记者张三、李四）九月的北京，全市公园建设推进会在市民中心召开，会议部署了各项任务。</p>" + ZH,
            [("reporter", "张三"), ("reporter", "李四")],
        ),
        (ZH + "<p>据介绍，公园将全部免费开放。（张小峰）</p>", [("reporter", "张小峰")]),
        ("<p>【文/某某网专栏作者 王小文】</p>" + ZH, [("author", "王小文")]),
        ("<p>執筆</p>" + ZH + "<p>（中央社記者王小明台北19日電）（編輯：李大同）</p>", [("reporter", "王小明"), ("editor", "李大同")]),
        ("<p>《棱镜》作者 周小纯</p>" + ZH, [("author", "周小纯")]),
        (ZH + "<p>（实习生王小茹对此文亦有贡献）</p>", [("contributor", "王小茹")]),
        (ZH, []),
    ],
)
def test_credits_in_the_body(body: str, credits: list[tuple[str, str]]) -> None:
    facts = read(story("<p>2019-09-25 08:00</p>", body=body))
    assert pairs(facts) == credits


def test_credits_stand_in_the_order_of_the_page() -> None:
    facts = read(
        story("<p>2018-09-19 09:04:09|来源:贵州日报|编辑:杨云|责编:陈小楠</p>", body=ZH + "<p>各级负责人等参加会议。(记者 陈小曦)</p>")
    )
    assert pairs(facts) == [("editor", "杨云"), ("responsible_editor", "陈小楠"), ("reporter", "陈小曦")]


def test_the_source_of_a_notice_is_not_the_articles() -> None:
    notice = "<p>凡本网注明“来源:某某网”的所有信息，未经书面授权不得转载。凡本网注明“来源：XXX（非某某网）”的作品，均转载自其它媒体。</p>"
    assert read(story("<p>2018-09-19 09:04:09</p>", notice)).source is None


def test_the_source_of_a_picture_is_not_the_articles() -> None:
    body = "<figure><img src='a.jpg'><figcaption>公园 图片来源：某某视觉</figcaption></figure>" + ZH
    assert read(story("<p>2018-09-19 09:04:09</p>", body=body)).source is None


def test_dates_of_other_stories_comments_and_the_footer_do_not_count() -> None:
    assert read(story("")).published_at is None


def test_lines_that_only_credit_are_left_out_of_the_text() -> None:
    document = story("<p>2018-09-19 09:04:09 来源:贵州日报</p>", "<p>责任编辑：霍小琦</p>", body=ZH + "<p>公园免费开放。(记者 陈小曦)</p>")
    facts = read(document)
    from news_pages import page

    out = [line.text for line in page(document).lines if line.index in facts.lines_out]
    assert "责任编辑：霍小琦" in out
    assert any(text.startswith("2018-09-19") for text in out)
    assert not any("免费开放" in text for text in out), "a credit within a sentence stays in the text"


def test_an_assumed_zone_and_year_are_named_in_the_evidence() -> None:
    facts = read(story("<div><span>发布时间：10-08 12:00</span></div>"))
    assert facts.evidence["published_at"].method == "dateline (year assumed from the capture, zone assumed: Asia/Shanghai)"


def test_where_finds_the_dateline_again() -> None:
    from news_pages import page

    document = story('<p id="when">2018-09-19 09:04:09</p>')
    evidence = read(document).evidence["published_at"]
    assert evidence.where == "#when"
    assert evidence.snippet == "2018-09-19 09:04:09"
    assert page(document).tree.xpath("//*[@id='when']")[0].text == evidence.snippet


@pytest.mark.parametrize(
    ("lang", "body", "top", "foot", "published", "authors"),
    [
        (
            "en-GB",
            EN,
            "<p>By Jane Doe and John Smith, Reuters</p><p>Published 9:04 AM, Sept. 19, 2018 · Updated 10:00 AM, Sept. 20, 2018</p>",
            "",
            "2018-09-19T09:04:00+01:00",
            ["Jane Doe", "John Smith"],
        ),
        ("en-GB", EN, '<div class="byline">Jane Doe</div><p>19 September 2018</p>', "", "2018-09-19", ["Jane Doe"]),
        ("en-GB", EN, "<p>19 September 2018</p>", "<p>Reporting by Jane Doe; Editing by John Roe</p>", "2018-09-19", ["Jane Doe"]),
        ("de", DE, "<p>Von Erika Muster, dpa</p><p>Stand: 19.09.2018, 09:04 Uhr</p>", "", "2018-09-19T09:04:00+02:00", ["Erika Muster"]),
        ("de", DE, "<p>New York | 19.09.2018 - 09:04 Uhr</p>", "", "2018-09-19T09:04:00+02:00", []),
        ("de", DE, "<p>Erika Muster | 19.09.2018 - 09:04 Uhr</p>", "", "2018-09-19T09:04:00+02:00", ["Erika Muster"]),
        ("de", DE, "<p><b>Erika Muster</b> | <span>19.09.2018, 09:04 Uhr</span></p>", "", "2018-09-19T09:04:00+02:00", ["Erika Muster"]),
        ("ja", JA, "<p>2018年9月19日 9時04分</p>", "<p>【山田太郎、鈴木花子】</p>", "2018-09-19T09:04:00+09:00", ["山田太郎", "鈴木花子"]),
        (
            "ko",
            KO,
            "<p>홍길동 기자 hong@example.com</p><p>입력 2018-09-19 09:04 수정 2018-09-20 10:00</p>",
            "",
            "2018-09-19T09:04:00+09:00",
            ["홍길동"],
        ),
    ],
)
def test_pages_in_other_languages(lang: str, body: str, top: str, foot: str, published: str, authors: list[str]) -> None:
    host = {"en-GB": "co.uk", "de": "de", "ja": "jp", "ko": "co.kr"}[lang]
    facts = read(story(top, foot, body, title="A new park for the town by the river", lang=lang), f"https://www.example.{host}/a")
    assert facts.published_at == published, facts.evidence.get("published_at")
    assert [name for role, name in pairs(facts) if role in ("author", "reporter")] == authors


def test_modified_stands_apart_from_published() -> None:
    facts = read(story("<p>발행</p><p>입력 2018-09-19 09:04 수정 2018-09-20 10:00</p>", body=KO, lang="ko"), "https://www.example.co.kr/a")
    assert facts.published_at == "2018-09-19T09:04:00+09:00"
    assert facts.modified_at == "2018-09-20T10:00:00+09:00"


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("<p>Business Today</p><p>19 September 2018</p>", "2018-09-19"),
        ("<p>How are you doing today?</p>", None),
        ("<p>The show opens today in New York</p>", None),
        ("<p>Today | By Jane Doe</p>", "2018-09-20"),
        ("<p>Yesterday</p>", "2018-09-19"),
    ],
)
def test_a_day_that_is_said_in_passing_dates_nothing(top: str, published: str | None) -> None:
    html = story(top, body=EN, title="A new park for the town by the river", lang="en-GB")
    at = datetime(2018, 9, 20, 12, tzinfo=timezone.utc)
    facts = read(html, "https://www.example.co.uk/a", fetched_at=at)
    assert facts.published_at == published, facts.evidence.get("published_at")


@pytest.mark.parametrize(
    ("above", "credits"),
    [
        ('<div><a href="/x">The Editors: Harbour Panic</a></div>', []),
        ('<div class="author"><a href="/doe">By Jane Doe</a></div>', [("author", "Jane Doe")]),
        ('<div>Editor: <a href="/doe">Jane Doe</a></div>', [("editor", "Jane Doe")]),
    ],
    ids=["another story", "an author's link", "a name alone is the link"],
)
def test_a_link_above_the_headline_credits_nobody_of_this_story(above: str, credits: list[tuple[str, str]]) -> None:
    html = story("<p>19 September 2018</p>", body=EN, title="A new park for the town by the river", lang="en-GB")
    assert pairs(read(html.replace("<h1>", f"{above}<h1>"), "https://www.example.co.uk/a")) == credits


def test_a_day_beside_the_source_dates_a_chinese_story() -> None:
    facts = read(story("<p>昨天 新华社</p>"), fetched_at=datetime(2018, 9, 20, 4, tzinfo=timezone.utc))
    assert facts.published_at == "2018-09-19", facts.evidence.get("published_at")


@pytest.mark.parametrize(
    ("published", "modified"),
    [
        ("Објављено", "Ажурирано"),
        ("Publikuar", "Përditësuar"),
        ("Publicēts", "Atjaunots"),
        ("Publicat", "Actualitzat"),
        ("Публикувана", "Обновена"),
        ("تاریخ انتشار", "به‌روزرسانی"),
        ("প্রকাশ", "আপডেট"),
        ("اشاعت", "اپ ڈیٹ"),
        ("வெளியீடு", "புதுப்பிப்பு"),
        ("Diterbitkan", "Dikemas kini"),
        ("Imechapishwa", "Imesasishwa"),
        ("გამოქვეყნდა", "განახლდა"),
        ("Dərc olunub", "Yenilənib"),
        ("Gepubliseer", "Bygewerk"),
    ],
)
def test_published_and_modified_are_told_by_their_words(published: str, modified: str) -> None:
    """Whichever stands first, in one line or in two."""
    first, second = f"{published}: 12.03.2018 09:15", f"{modified}: 13.03.2018 10:20"
    for top in (f"<p>{first} {second}</p>", f"<p>{second} {first}</p>", f"<p>{first}</p><p>{second}</p>", f"<p>{second}</p><p>{first}</p>"):
        facts = read(story(top, body=DE, lang="de"), "https://www.example.de/a")
        assert (str(facts.published_at)[:10], str(facts.modified_at)[:10]) == ("2018-03-12", "2018-03-13"), top
