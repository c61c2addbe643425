"""From bytes to characters, with the declarations that servers and pages really make."""

from __future__ import annotations

import pytest
from story import CHINESE, CHINESE_TITLE, PARAGRAPHS, page, paragraphs

from pipelines.capture import Capture
from pipelines.extraction.decode import codec, decode
from pipelines.process import process_capture

CHINESE_PAGE = page(f"<div>{paragraphs(CHINESE)}</div>", title=CHINESE_TITLE, lang="zh", charset="{charset}")
JAPANESE = "<html><body>" + "<p>市議会は月曜日の夜、百年続く渡し船を残すことを決めた。</p>" * 4
KOREAN = "<html><body>" + "<p>시의회는 월요일 밤 백 년 된 나룻배를 유지하기로 결정했다.</p>" * 4
RUSSIAN = "<html><body>" + "<p>Городской совет в понедельник вечером решил сохранить столетний паром через гавань.</p>" * 4
TRADITIONAL = "<html><body>" + "<p>市議會週一晚間決定保留百年渡輪，維修費用約為兩百萬元。</p>" * 4


@pytest.mark.parametrize(
    ("text", "encoding", "content_type", "declared"),
    [
        (CHINESE_PAGE, "utf-8", "text/html; charset=utf-8", "utf-8"),
        (CHINESE_PAGE, "gb18030", "text/html; charset=gb2312", "gb2312"),
        (CHINESE_PAGE, "gb18030", "text/html", "gbk"),
        (CHINESE_PAGE, "gb18030", None, "gb2312"),
        (CHINESE_PAGE, "utf-8", "text/html; charset=gb2312", "gb2312"),
        (CHINESE_PAGE, "gb18030", "text/html; charset=utf-8", "utf-8"),
        (CHINESE_PAGE, "gb18030", "text/html; charset=ISO-8859-1", "gb2312"),
        (CHINESE_PAGE, "gb18030", None, "no-such-charset"),
        (CHINESE_PAGE, "utf-8-sig", None, "gb2312"),
        (CHINESE_PAGE, "utf-16", None, "utf-8"),
        (CHINESE_PAGE, "utf-16-le", None, "utf-8"),
        (TRADITIONAL, "big5", "text/html; charset=big5", ""),
        (JAPANESE, "cp932", "text/html; charset=Shift_JIS", ""),
        (JAPANESE, "euc_jp", "text/html; charset=x-euc-jp", ""),
        (JAPANESE, "iso2022_jp", "text/html; charset=iso-2022-jp", ""),
        (KOREAN, "cp949", "text/html; charset=ks_c_5601-1987", ""),
        (RUSSIAN, "cp1251", "text/html; charset=windows-1251", ""),
        (RUSSIAN, "cp1251", None, ""),
    ],
)
def test_pages_are_read_as_they_were_written(text: str, encoding: str, content_type: str | None, declared: str) -> None:
    text = text.replace("{charset}", declared)
    found = decode(text.encode(encoding), content_type)
    assert found is not None
    assert found.text == text, f"read as {found.encoding} by {found.method}"


def test_a_western_page_with_curly_quotes_is_windows_1252() -> None:
    found = decode("<p>“Café” – naïve</p>".encode("cp1252"), "text/html; charset=iso-8859-1")
    assert found is not None
    assert found.text == "<p>“Café” – naïve</p>", "browsers read ISO-8859-1 as Windows-1252"


def test_a_character_cut_at_the_end_does_not_spoil_the_page() -> None:
    found = decode(("<p>" + "北港新闻" * 50).encode()[:-1], None)
    assert found is not None
    assert found.encoding == "utf-8"


@pytest.mark.parametrize("label", ["UTF8", "latin1", "x-sjis", "GB2312", "windows-1252", " utf-8 "])
def test_labels_of_the_web(label: str) -> None:
    assert codec(label) is not None


@pytest.mark.parametrize("label", ["base64", "no-such", "", "rot13"])
def test_labels_that_are_none(label: str) -> None:
    assert codec(label) is None


@pytest.mark.parametrize("payload", [b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(range(32)) * 200])
def test_other_files_are_no_text(payload: bytes) -> None:
    assert decode(payload) is None


def test_nul_bytes_in_a_page_are_passed_over() -> None:
    html = page(paragraphs(PARAGRAPHS)).replace("ferry", "fer\0ry")
    article = process_capture(Capture(url="", headers=(("Content-Type", "text/html"),)), html.encode())
    assert article.text == "\n".join(PARAGRAPHS)
