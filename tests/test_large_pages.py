"""Pages of a size that no editor writes: their text is given as far as a page's can go, and the work stays in bounds."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timezone

import pytest
import trafilatura

from pipelines import extract
from pipelines.article import Article
from pipelines.extraction import lines, names, notices

SENTENCE = "The harbour authority said on Tuesday that the ferry would keep running through the winter."
STORY = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p>"
MEGABYTES = 20_000_000


def read(body: str, head: str = "") -> Article:
    page = f"<html><head><title>The ferry runs again</title>{head}</head><body>{body}</body></html>"
    return extract(page, url="https://news.example.org/story.html", fetched_at=datetime(2026, 3, 2, tzinfo=timezone.utc))


def test_twenty_megabytes_in_one_paragraph_end_where_lines_end() -> None:
    article = read(f"<article><p>{SENTENCE * (MEGABYTES // len(SENTENCE))}</p></article>")
    assert article.status == "ok", article.reason
    assert article.text.startswith(SENTENCE)
    assert len(article.text) <= lines.MAX_CHARACTERS


@pytest.mark.parametrize("count", [60, MEGABYTES // 32], ids=["a screen", "20 MB"])
def test_short_paragraphs_that_repeat_are_a_text(count: int) -> None:
    article = read("<p>The ferry runs again today.</p>" * count)
    assert article.status == "ok", article.reason
    assert set(article.text.split("\n")) == {"The ferry runs again today."}
    assert len(article.text.split("\n")) > min(count, lines.MAX_LINES) / 2


def test_thousands_of_dates_in_a_line_leave_the_story() -> None:
    article = read(f"<h1>The ferry runs again</h1><p>2026-03-01 10:11</p>{STORY}<p>{'2024-05-06 10:11 ' * 20_000}</p>")
    assert article.published_at is not None
    assert article.published_at.startswith("2026-03-01T10:11")
    assert SENTENCE in article.text


def test_thousands_of_notices_are_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: Counter[str] = Counter()
    is_prose = notices._is_prose

    def count(line: lines.Line) -> bool:
        looked["lines"] += 1
        return is_prose(line)

    monkeypatch.setattr(notices, "_is_prose", count)
    article = read(f"<article>{STORY}{'<p>All rights reserved. May not be reproduced without permission.</p>' * 3000}</article>")
    assert SENTENCE in article.text
    assert looked["lines"] < 2 * lines.MAX_LINES, "each block's prose should be found once, not once a notice"


def test_of_thousands_of_authors_only_some_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read_names: Counter[str] = Counter()
    split = names.split

    def count(text: str, language: str | None = None) -> list[str]:
        read_names["values"] += 1
        return split(text, language)

    monkeypatch.setattr(names, "split", count)
    article = read(STORY, '<meta name="author" content="Jane Doe">' * 50_000)
    assert article.authors == ["Jane Doe"]
    assert read_names["values"] < 1000, "structured_data.MAX_VALUES should bound the values of a field"


def test_thousands_of_short_credit_lines_do_not_go_through_trafilatura_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    whole = trafilatura.bare_extraction

    def keep(page: object, **options: object) -> object:
        given.append(page)
        return whole(page, **options)

    monkeypatch.setattr(trafilatura, "bare_extraction", keep)
    read("<p>责任编辑：张三 来源：新华社 2024年5月6日</p>" * 20_000)
    assert not any(isinstance(page, str) for page in given), "a page of so many lines is given as a tree of its first lines"
