"""Damaged pages: whatever happened to the bytes, extraction ends with a status and the same bytes give the same article."""

from __future__ import annotations

import random
import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from story import CHINESE, CHINESE_TITLE, NAVIGATION, PARAGRAPHS, page, paragraphs
from world_pages import CASES

from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.extraction import credits as grammar
from pipelines.extraction import dates, names, spaced_credits
from pipelines.extraction.furniture import is_furniture, opens_rest, opens_summary
from pipelines.extraction.notice_words import hits_in
from pipelines.process import process_capture

REFERENCE = Path(__file__).parent / "pages" / "reference"
LD = '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Ferry", "datePublished": "2024-02-05T19:30:00+01:00", '
LD += '"author": [{"@type": "Person", "name": "Marit Solheim"}], "isAccessibleForFree": "False"}]}</script>'
TABLES = f"<table><tr><td>{NAVIGATION}</td><td>By Jane Doe and John Smith<br>Published 9:04 AM EDT, Sept. 19, 2018<br>{'<br><br>'.join(PARAGRAPHS)}</td></tr></table>"
DATELINE = '<div class="info">2018-09-19 09:04:09|来源:贵州日报|编辑:杨云|责编:陈梦楠</div>'
PAGES = [
    page(
        f'<article>{LD}<p class="byline">By Marit Solheim</p>{paragraphs(PARAGRAPHS)}<figure><img src=a.jpg><figcaption>x</figcaption></figure></article>'
    ).encode(),
    page(TABLES).encode("latin-1", "replace"),
    page(f"{DATELINE}<div>{paragraphs(CHINESE)}</div>", title=CHINESE_TITLE, lang="zh", charset="gbk").encode("gb18030"),
    (REFERENCE / "outside.html").read_bytes(),
    (REFERENCE / "inside.gb18030.html").read_bytes(),
]
PIECES = [
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<script>",
        b"</script>",
        b"<style>",
        b"<p",
        b"</p>",
        b"<div>" * 50,
        b"</div>" * 50,
    ),
    *(
        b"<table>",
        b"</td>",
        b"<br/>",
        b"</html>",
        b"</body>",
        b"&",
        b"&#x;",
        b"&#99999999;",
        b"\0",
        b"\xff",
        b"\xe4\xb8",
        b"\x1b$B",
        b"'",
        b'"',
        b"=",
        b"{",
        b"}",
        b"[",
        b"\\u",
    ),
    *(
        b"<title>",
        b"<base href='//['>",
        b"<a href='http://['>",
        b"<time datetime='99999-99-99'>",
        b"<meta charset=utf-7>",
        b"<svg>",
        b"<math>",
        b"<frameset>",
        b"<plaintext>",
    ),
    *(
        "来源：".encode(),
        b"2018-13-45 99:99",
        "（记者".encode(),
        "责编：".encode(),
        b"By ",
        b"0000-00-00T00:00:00+99:99",
        b"<h1></h1>",
        b"<select><option>",
        b"<noscript>",
    ),
]


WORLD = [case.html.encode() for case in CASES]
# What stands between two tags on those pages: datelines, credits, prompts, paragraphs in every language.
WORDS = sorted({words for case in CASES for words in re.findall(r">([^<>]+)<", case.html) if words.strip()})
LANGUAGES = ("zh", "ja", "ko", "en", "de", "ru", "ar", "")


@st.composite
def damaged_pages(draw: st.DrawFn, pages: list[bytes]) -> bytes:
    """One of the pages after a few accidents: cut, doubled, shuffled, overwritten, with markup where none belongs."""
    content = draw(st.sampled_from(pages))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 400))
        match draw(st.sampled_from(["insert", "cut", "end", "double", "flip", "move"])):
            case "insert":
                content = content[:at] + draw(st.sampled_from(PIECES)) * draw(st.integers(1, 4)) + content[at:]
            case "cut":
                content = content[:at] + content[at + length :]
            case "end":
                content = content[: at + 1]
            case "double":
                content = content[: at + length] + content[at:]
            case "flip":
                content = content[:at] + draw(st.binary(max_size=6)) + content[at + 6 :]
            case "move":
                content = content[at : at + length] + content[:at] + content[at + length :]
    return content


def read(payload: bytes) -> Article:
    return process_capture(Capture(url="https://post.example/2024/02/05/ferry.html", headers=(("Content-Type", "text/html"),)), payload)


def check(payload: bytes) -> None:
    article = read(payload)
    assert article.status == "ok" or article.reason, "a page that is no article says why"
    assert Article.from_dict(article.to_dict()) == article
    assert "\n\n" not in article.text


@pytest.mark.timeout(100)
@settings(max_examples=400, deadline=4000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(damaged_pages([*PAGES, *WORLD[::7]]))
def test_a_damaged_page_is_read_or_has_a_reason(payload: bytes) -> None:
    check(payload)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=3000, deadline=4000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(damaged_pages([*PAGES, *WORLD]))
def test_thousands_of_damaged_pages_of_all_languages(payload: bytes) -> None:
    check(payload)


@pytest.mark.timeout(100)
@settings(max_examples=700, deadline=4000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=9),
    st.sampled_from(["", " ", "\t", "|", "：", ": ", "、", "/"]),
    st.sampled_from(LANGUAGES),
)
def test_any_line_is_read_in_any_language(pieces: list[str], mark: str, language: str) -> None:
    line = mark.join(pieces)
    for found in grammar.read_all(line, language):
        assert found.names
        assert 0 <= found.start <= found.end <= len(line)
    spaced_credits.byline(line, language)
    assert all(name.strip() for name in names.split(line, language))
    for moment in dates.find(line, dates.Clock(timezone.utc, datetime(2024, 1, 10, tzinfo=timezone.utc))):
        assert 0 <= moment.start <= moment.end <= len(line)
    hits_in([line])
    opens_rest(line)
    opens_summary(line)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("language", ["zh", "ja", "ko", "de"])
def test_no_pattern_explodes(language: str) -> None:
    """A word said a thousand times does not keep any pattern busy until the test's time is up."""
    clock = dates.Clock(timezone.utc, datetime(2024, 1, 10, tzinfo=timezone.utc))
    short = [words for words in WORDS if len(words) < 40][::6]
    for word in (*short, "(", "（记者", "a ", "By A, ", "1:", "：", "  \t", "- "):
        line = word * (4000 // len(word))
        grammar.read_all(line, language)
        spaced_credits.byline(line, language)
        names.split(line[:400], language)
        list(dates.find(line, clock))
        is_furniture(line[:260])
        hits_in([line[:1500]])


@settings(max_examples=60, deadline=4000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.text(max_size=200))
def test_a_heap_of_markup_is_read_or_has_a_reason(pieces: list[bytes], text: str) -> None:
    article = read(b"<html><body>" + text.encode("utf-8", "replace").join(pieces))
    assert article.status == "ok" or article.reason


def test_damaged_pages_give_the_same_again() -> None:
    chance = random.Random(2018)
    for content in PAGES:
        broken = bytearray(content)
        for _ in range(20):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert read(bytes(broken)).to_dict() == read(bytes(broken)).to_dict()
