"""The language: what the page declares, unless its text is plainly another."""

from __future__ import annotations

import pytest
from news_pages import DE, EN, JA, KO, ZH, read, story

from pipelines.extraction import language

GERMAN = (
    "Der Stadtrat hat am Dienstag über den neuen Park beraten, und seine Mitglieder sagten, dass die Arbeiten im Frühjahr beginnen sollen."
)
ENGLISH = "The city council met on Tuesday to discuss the new park, and its members said that the work would begin in spring."
RUSSIAN = "Городской совет собрался во вторник, чтобы обсудить новый парк, и его члены сказали, что работы начнутся весной."
CHINESE = "市政府昨天召开会议，研究部署今年城市公园建设工作，会议要求各部门加强协作。"


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        (["de"], GERMAN, "de"),
        (["de-AT"], GERMAN, "de"),
        (["en"], GERMAN, "de"),
        (["en"], ENGLISH, "en"),
        ([], GERMAN, "de"),
        ([], CHINESE, "zh"),
        (["en"], CHINESE, "zh"),
        (["zh-Hant-TW"], CHINESE, "zh"),
        (["yue"], CHINESE, "zh"),
        (["uk"], RUSSIAN, "uk"),
        (["de"], RUSSIAN, "ru"),
        (["no"], "", "nb"),
        (["en_US"], "", "en"),
        (["x-default"], "", None),
        ([], "", None),
    ],
)
def test_the_language(declared: list[str], text: str, expected: str | None) -> None:
    assert language.read(declared, text)[0] == expected


@pytest.mark.parametrize(
    ("lang", "body", "expected"),
    [("zh-CN", ZH, "zh"), ("en", DE, "de"), ("en", EN, "en"), ("", JA, "ja"), ("", KO, "ko"), ("zxx", EN, "en")],
)
def test_the_language_of_a_page(lang: str, body: str, expected: str) -> None:
    assert read(story("<p>2019-09-25</p>", body=body, lang=lang)).language == expected
