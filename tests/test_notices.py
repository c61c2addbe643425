"""Notices are known by what they say: wherever they stand, in any tag and language, whole, and not in the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from story import CHINESE, CHINESE_TITLE, PARAGRAPHS, RELATED, TITLE, page, paragraphs

from pipelines import extract

REFERENCE = Path(__file__).parent / "pages" / "reference"
NOTICE = {
    "zh": [
        "北港新闻网版权声明：",
        "1、凡本网注明“来源：北港新闻网”的所有作品，未经书面授权，任何单位及个人不得转载、摘编或以其他方式使用。",
        "2、凡本网注明“来源：XXX（非北港新闻网）”的作品，均转载自其它媒体，转载目的在于传递更多信息，并不代表本网赞同其观点。",
        "3、如因作品内容、版权和其他问题需要与本网联系的，请在三十日内进行。",
    ],
    "zh-Hant": ["版權聲明：", "本報內容未經書面授權，不得轉載、複製或引用。", "專欄文章僅代表作者個人觀點，不代表本報立場。"],
    "en": [
        "Copyright notice:",
        "This material may not be published, broadcast, rewritten or redistributed without written permission.",
        "The views expressed in opinion pieces are those of their authors and do not necessarily reflect those of the paper.",
    ],
    "de": [
        "Hinweis:",
        "Alle Rechte vorbehalten. Der Nachdruck, auch auszugsweise, ist nur mit schriftlicher Genehmigung der Redaktion gestattet.",
        "Kommentare geben die Meinung ihrer Verfasser wieder und sind urheberrechtlich geschützt.",
    ],
    "fr": [
        "Mentions légales :",
        "Tous droits de reproduction réservés. Toute reproduction sans autorisation écrite du journal est interdite.",
    ],
    "es": ["Aviso legal:", "Todos los derechos reservados. Queda prohibida la reproducción total o parcial sin autorización previa."],
    "ja": ["本紙掲載の記事・写真の無断転載を禁じます。著作権は北港新聞社に帰属します。"],
    "ko": ["저작권자 ⓒ 북항신문, 무단 전재 및 재배포 금지"],
}
SHAPES = {
    "p": lambda lines: paragraphs(lines),
    "br": lambda lines: "<p>" + "<br>".join(lines) + "</p>",
    "div": lambda lines: "<div>" + "".join(f"<div>{line}</div>" for line in lines) + "</div>",
    "list": lambda lines: f"<p>{lines[0]}</p><ul>" + "".join(f"<li>{line}</li>" for line in lines[1:]) + "</ul>",
    "center": lambda lines: "<center>" + "<br>".join(lines) + "</center>",
    "table": lambda lines: "<table><tr><td>" + "<br>".join(lines) + "</td></tr></table>",
    "section with a class": lambda lines: f'<section class="mt20 gray">{paragraphs(lines)}</section>',
    "a class that says copyright": lambda lines: f'<div class="copyright">{paragraphs(lines)}</div>',
    "blockquote": lambda lines: f"<blockquote>{paragraphs(lines)}</blockquote>",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
@pytest.mark.parametrize("language", NOTICE)
def test_a_notice_anywhere_in_any_tag(language: str, inside: bool, shape: object) -> None:
    lines = NOTICE[language]
    block = shape(lines)  # type: ignore[operator]
    story, title = (CHINESE, CHINESE_TITLE) if language.startswith("zh") else (PARAGRAPHS, TITLE)
    body = f'<div class="content">{paragraphs(story)}{block if inside else ""}</div>'
    article = extract(page(body, title=title, lang=language, after=RELATED if inside else block + RELATED))
    assert article.notice == "\n".join(lines), "the notice is kept whole, a line a line"
    assert article.text == "\n".join(story), "and is no part of the text"


ALONE = [
    ("zh", "（本文仅代表作者个人观点，不代表本报立场。）"),
    ("zh", "转载请注明出处：北港新闻网"),
    ("zh", "图片来自网络，如有侵权，请联系删除。"),
    ("zh", "声明：文章提及内容仅供参考，不构成实质性投资建议，据此操作风险自担。"),
    ("zh", "特别声明：以上内容为自媒体平台用户上传并发布，本平台仅提供信息存储服务。"),
    ("zh", "未经授权，禁止转载。版权所有 复制必究"),
    ("en", "All rights reserved. No part of this article may be reproduced without permission."),
    ("en", "Disclaimer: This article is for informational purposes only and does not constitute investment advice."),
]


@pytest.mark.parametrize(("language", "line"), ALONE)
def test_a_notice_of_one_line(language: str, line: str) -> None:
    story = CHINESE if language == "zh" else PARAGRAPHS
    article = extract(page(f'<div class="content">{paragraphs([*story, line])}</div>', lang=language))
    assert article.notice == line
    assert article.text == "\n".join(story)


def test_a_story_about_copyright_is_no_notice() -> None:
    said = "The publisher told the court that its photographs must not be reproduced without permission, and asked for damages."
    story = [*PARAGRAPHS[:2], said, *PARAGRAPHS[2:]]
    article = extract(page(f"<div>{paragraphs(story)}</div>"))
    assert article.text == "\n".join(story), "a sentence of the story that speaks of rights stays in it"
    assert article.notice is None


def test_a_chinese_story_about_copyright_is_no_notice() -> None:
    said = "法院认为，被告未经许可转载原告的摄影作品，侵犯了著作权，判令赔偿经济损失两万元，并在网站首页公开道歉。"
    story = [*CHINESE[:2], said, *CHINESE[2:]]
    article = extract(page(f"<div>{paragraphs(story)}</div>", lang="zh", title=CHINESE_TITLE))
    assert article.text == "\n".join(story)
    assert article.notice is None


def test_the_line_of_ownership_in_the_footer_is_not_the_article_s() -> None:
    assert extract(page(f"<div>{paragraphs(PARAGRAPHS)}</div>")).notice is None


@pytest.mark.parametrize("name", ["outside.html", "inside.gb18030.html"])
def test_the_reference_page_to_the_letter(name: str) -> None:
    expected = json.loads((REFERENCE / "expected.json").read_text("utf-8"))
    found = extract((REFERENCE / name).read_bytes(), url=expected["url"]).to_dict()
    assert {key: found[key] for key in expected} == expected


def test_evidence_of_a_notice_finds_it_again() -> None:
    article = extract(page(f'<div id="body">{paragraphs(PARAGRAPHS)}</div>', after='<p id="legal">' + NOTICE["en"][1] + "</p>"))
    assert article.evidence["notice"].where == "#legal"
