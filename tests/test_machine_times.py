"""Times that a page keeps for machines: meta elements of many systems, microformats, attributes that scripts read, addresses."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, paragraphs

from pipelines import extract

STAMP = "2021-03-04T10:20:00+00:00"
META = (
    *("dc:created", "DC.Issued", "dcterms:issued", "created", "og:regDate", "bytedance:published_time", "rnews:datePublished"),
    *("prism.publicationDate", "publication-date", "published_at", "article:post_date", "creation_date", "dc.date.available"),
)
SHOWN = [
    ('<abbr class="published" title="2021-03-04T10:20:00+00:00">Thursday</abbr>', STAMP),
    ('<abbr data-utime="1614853200">3 hours ago</abbr>', STAMP),
    ('<span class="timeago" title="2021-03-04T10:20:00Z">3 hours ago</span>', STAMP),
    ('<span class="when" data-timestamp="1614853200000">yesterday</span>', STAMP),
    (
        '<span property="dc:date dc:created" content="2021-03-04T10:20:00+00:00">Submitted by <a class="username">jr</a> on Thu, 04/03</span>',
        STAMP,
    ),
    ('<time class="entry-date" datetime="2021-03-04T10:20:00Z"></time>', STAMP),
    ('<time class="updated" datetime="2021-03-05T09:00:00Z"></time><time datetime="2021-03-04T10:20:00Z"></time>', STAMP),
    ('<abbr title="a town in the north">Nordhavn</abbr>', None),
]
ADDRESSES = [
    ("https://post.example/2021/3/4/ferry/", "2021-03-04"),
    ("https://post.example/world/2021/mar/04/ferry", "2021-03-04"),
    ("https://post.example/world/2021/mar/ferry", None),
    ("https://post.example/2021/WORLD/europe/03/04/ferry/", "2021-03-04"),
    ("https://post.example/2021/13/44/ferry/", None),
]


def published(above: str = "", head: str = "", url: str = "https://post.example/ferry") -> str | None:
    html = f'<html lang="en"><head><title>The ferry stays</title>{head}</head><body><div><h1>The ferry stays</h1><div>{above}</div>'
    return extract(f"{html}<div>{paragraphs(PARAGRAPHS)}</div></div></body></html>", url=url).published_at


@pytest.mark.parametrize("name", META)
def test_meta_names(name: str) -> None:
    found = published(head=f'<meta name="{name}" content="2021-03-04T10:20:00Z">')
    assert found == STAMP, f"{name} gives the time of publication: see META in structured_data"


@pytest.mark.parametrize(("markup", "expected"), SHOWN)
def test_kept_times(markup: str, expected: str | None) -> None:
    assert published(markup) == expected, f"{markup} keeps this time"


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_dates_in_addresses(url: str, expected: str | None) -> None:
    assert published(url=url) == expected
    canonical = f'<link rel="canonical" href="{url}">'
    assert published(head=canonical, url="") == expected, "a page without an address of its own is dated by its canonical one"


def test_a_time_below_the_story_that_calls_itself_published() -> None:
    dated = '<h2 class="date-header">Thursday, March 4, 2021</h2>'
    foot = '<div class="post-footer"><abbr class="published" title="2021-03-04T10:20:00Z">10:20 AM</abbr></div>'
    html = f'<html lang="en"><head><title>The ferry stays</title></head><body>{dated}<h3>The ferry stays</h3><div>{paragraphs(PARAGRAPHS)}</div>{foot}'
    assert extract(html, url="https://post.example/ferry").published_at == STAMP


def test_a_meta_element_may_keep_its_value_in_datetime() -> None:
    assert published(head='<meta itemprop="datePublished" datetime="2021-03-04T10:20:00Z">') == STAMP
