"""Authors as pages mark them up: classes, links to their pages, microformats, lists, and what content systems leave in meta elements."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, paragraphs

from pipelines import extract

JENNY = ["Jenny Smith"]
BOTH = ["Jenny Smith", "Paul Jones"]
SHOWN = [
    ('<p class="byline author vcard">By <a class="url fn" href="/a/j">Jenny Smith</a></p>', JENNY),
    ('<span class="vcard"><span class="fn">Jenny Smith</span>, <span class="org">Harbour Post</span></span>', JENNY),
    (
        '<div><a class="p-author h-card" href="/j">Jenny Smith</a> <time class="dt-published" datetime="2020-03-04">4 March</time></div>',
        JENNY,
    ),
    ('<div class="submitted">Submitted by Jenny Smith on Mon, 03/04/2019 - 10:11</div>', JENNY),
    ('<div class="submitted">Gespeichert von Jenny Smith am Mo, 04.03.2019 - 10:11</div>', JENNY),
    ('<div class="submitted-by"><a>Jenny Smith</a></div>', JENNY),
    ('<a class="username">Jenny Smith</a>', JENNY),
    ("<author>Jenny Smith</author>", JENNY),
    ('<div class="x1"><a href="/staff/jenny-smith/">Jenny Smith</a></div>', JENNY),
    (
        '<div class="x1"><a href="/authors/jenny"><span>Jenny Smith</span></a> and <a href="/authors/paul"><span>Paul Jones</span></a></div>',
        BOTH,
    ),
    ('<div class="contributors"><a href="/p/7">Jenny Smith</a></div>', JENNY),
    ('<ul class="authors"><li>Jenny Smith</li><li>Paul Jones</li></ul>', BOTH),
    ('<div class="author"><p>Jenny Smith</p></div>', JENNY),
    (
        '<div class="author"><span class="name"> Jenny Smith </span> <a href="https://x.example/j"> @jenny_smith </a> <i> 11:57AM </i></div>',
        JENNY,
    ),
    ('<p class="author">By JENNY SMITH FOR HARBOURPOST.COM</p>', ["JENNY SMITH"]),
    ('<a class="author">Jenny Smith from Harbour Radio</a>', JENNY),
    ('<p class="byline">JENNY SMITH Associated Press</p>', ["JENNY SMITH"]),
    ('<p class="byline">Written By<br><b>Jenny Smith</b></p>', JENNY),
    ('<div class="meta">March 4, 2020 / 10:32 AM / Jenny Smith / HBC</div>', JENNY),
    ('<div class="meta">Jenny Smith Published 10:32 a.m. ET March 4, 2020</div>', JENNY),
    ('<div class="quote"><p>We wait.</p><p class="quote-author"><span>—</span> Jenny Smith</p></div>', []),
    ('<div class="nav"><a href="/people/stars">People</a></div>', []),
]
TOLD = [
    ("Jenny Smith ❤️", JENNY),
    ("By &lt;a href=/x&gt;Jenny Smith&lt;/a&gt; and &lt;a&gt;Paul Jones&lt;/a&gt;", BOTH),
    ("jenny.smith@post.example (Jenny Smith)", JENNY),
    ("[&quot;Jenny Smith&quot;,&quot;Paul Jones&quot;]", BOTH),
    ("¿ Jenny Smith", JENNY),
    *((stand_in, []) for stand_in in ("Array", "[object Object]", "%author%", "{{author}}", "false", "webmaster")),
]


def authors(above: str = "", head: str = "") -> list[str]:
    html = f'<html lang="en"><head><title>Harbour plan agreed</title>{head}</head><body><div><h1>Harbour plan agreed</h1>{above}'
    return extract(f"{html}<div>{paragraphs(PARAGRAPHS)}</div></div></body></html>", url="https://harbourpost.example/news/2").authors


@pytest.mark.parametrize(("markup", "expected"), SHOWN)
def test_marked_up_authors(markup: str, expected: list[str]) -> None:
    assert authors(markup) == expected, f"{markup} shows these authors"


@pytest.mark.parametrize(("content", "expected"), TOLD)
def test_meta_authors(content: str, expected: list[str]) -> None:
    assert authors(head=f'<meta name="author" content="{content}">') == expected, f"{content} tells these authors"
