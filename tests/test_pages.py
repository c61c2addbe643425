"""Articles on several pages: which links lead to them, and what becomes of the pages together."""

from __future__ import annotations

import pytest
from long_story import TITLE, numbers, page, paragraphs, text_of

from pipelines.article import Article, Credit
from pipelines.capture import Capture
from pipelines.process import process_capture

HTML = (("Content-Type", "text/html; charset=utf-8"),)
SITE = "http://news.example"
FIRST = f"{SITE}/2025/story.html"


def capture(url: str = FIRST, status: int = 200) -> Capture:
    return Capture(url=url, status=status, headers=HTML)


def read(first: bytes, *others: tuple[str, bytes], url: str = FIRST) -> Article:
    return process_capture(capture(url), first, following=[(capture(address), body) for address, body in others])


PAGERS = {
    "numbers": (FIRST, '<b>1</b> <a href="story_2.html">2</a> <a href="story_3.html">3</a>', f"{SITE}/2025/story_2.html"),
    "chinese next": (FIRST, '上一页 1 <a href="/2025/story_2.html">下一页</a>', f"{SITE}/2025/story_2.html"),
    "chinese number": (FIRST, '<a href="story_2.html">第2页</a>', f"{SITE}/2025/story_2.html"),
    "two of five": (FIRST, '1/5 <a href="story-2.html">2/5</a>', f"{SITE}/2025/story-2.html"),
    "rel next": (FIRST, '<a rel="next" href="story/2"><img src="arrow.png"></a>', f"{SITE}/2025/story/2"),
    "query": (f"{SITE}/a?id=77", '<a href="/a?id=77&page=2">Weiter</a>', f"{SITE}/a?id=77&page=2"),
    "french": (f"{SITE}/a/77", '<a href="/a/77?p=2">Suite</a>', f"{SITE}/a/77?p=2"),
    "english": (f"{SITE}/a/77/", '<a href="/a/77/page/2/">Next page »</a>', f"{SITE}/a/77/page/2/"),
    "german": (f"{SITE}/a/die-bruecke", '<a href="/a/die-bruecke/seite-2">Weiter auf Seite 2</a>', f"{SITE}/a/die-bruecke/seite-2"),
    "japanese": (FIRST, '<a href="story_2.html">次へ</a>', f"{SITE}/2025/story_2.html"),
    "korean": (FIRST, '<a href="story_2.html">다음 페이지</a>', f"{SITE}/2025/story_2.html"),
    "counted from nought": (f"{SITE}/a_0.shtml", '<a href="a_1.shtml">2</a>', f"{SITE}/a_1.shtml"),
    "digits before": (f"{SITE}/c1001-30300001.html", '<a href="c1001-30300001-2.html">下一页</a>', f"{SITE}/c1001-30300001-2.html"),
    "options": (FIRST, '<select><option value="story_2.html">Page 2: the arches</option></select>', f"{SITE}/2025/story_2.html"),
    "view of all": (FIRST, '<a href="story_2.html">2</a> <a href="story_all.html">View on one page</a>', f"{SITE}/2025/story_all.html"),
    "chinese view of all": (FIRST, '<a href="story_2.html">2</a> <a href="?page=all">阅读全文</a>', f"{FIRST}?page=all"),
}


@pytest.mark.parametrize("name", PAGERS)
def test_a_link_that_says_it_is_the_next_page_is_wanted(name: str) -> None:
    url, pager, wanted = PAGERS[name]
    assert read(page(1, pager), url=url).missing_pages == [wanted]


def test_a_canonical_view_of_all_pages_is_wanted() -> None:
    head = '<link rel="canonical" href="http://news.example/2025/story.html?view=all">'
    assert read(page(1, numbers(3), head=head)).missing_pages == [f"{FIRST}?view=all"]


NOT_PAGES = {
    "next story": '<a href="other-story.html">Next</a>',
    "next story of a series": '<a href="story-2.html">Next story</a>',
    "another host": '<a href="http://other.example/2025/story_2.html">2</a>',
    "comments": '<a href="story.html?page=2#comments">2</a>',
    "a number in passing": '<a href="story_2.html">Two dead in accident</a>',
    "script": '<a href="javascript:next(2)">2</a>',
    "no number": '<a href="story.html">Next page</a>',
    "far beyond": '<a href="story_99.html">99</a>',
    "the first itself": '<a href="story_1.html">1</a>',
    "not to be parsed": '<a href="http://[story_2">2</a>',
}


@pytest.mark.parametrize("name", NOT_PAGES)
def test_other_links_are_left_alone(name: str) -> None:
    assert read(page(1, NOT_PAGES[name])).missing_pages == []


def test_neighbours_by_number_are_no_pages_of_each_other() -> None:
    pager = '<a rel="next" href="story-2.html">Next</a>'
    assert read(page(1, pager), url=f"{SITE}/2025/story-1.html").missing_pages == []


def test_the_pages_become_one_text_in_order() -> None:
    pages = [(f"{SITE}/2025/story_{n}.html", page(n, numbers(3))) for n in (3, 2)]
    article = read(page(1, numbers(3)), *pages)
    assert article.text == text_of((1, 2, 3))
    assert article.pages == [FIRST, f"{SITE}/2025/story_2.html", f"{SITE}/2025/story_3.html"]
    assert article.missing_pages == []
    assert article.evidence["pages"].snippet == f"from: {article.pages[1]} {article.pages[2]}"


def test_pages_found_one_after_the_other() -> None:
    nexts = {n: f'<a href="story_{n + 1}.html">Next page</a>' for n in (1, 2)} | {3: ""}
    given: list[tuple[str, bytes]] = []
    for n in (2, 3):
        article = read(page(1, nexts[1]), *given)
        assert article.missing_pages == [f"{SITE}/2025/story_{n}.html"]
        given.append((article.missing_pages[0], page(n, nexts[n])))
    assert read(page(1, nexts[1]), *given).text == text_of((1, 2, 3))


def test_what_every_page_repeats_is_said_once() -> None:
    deck = "<p>The stone bridge over the river had been closed since the flood, and people had to take the long way round by the mill.</p>"
    article = read(page(1, numbers(2), top=deck), (f"{SITE}/2025/story_2.html", page(2, numbers(2), top=deck, title=f"{TITLE} (2)")))
    assert article.text.count("closed since the flood") == 1
    assert article.text.endswith(paragraphs(2)[-1])
    assert article.title == TITLE


def test_people_and_notice_of_the_last_page() -> None:
    foot = "<p>（责任编辑：周雁）</p><p>未经授权不得转载，转载请注明出处：环路报。</p>"
    article = read(
        page(1, numbers(2), top='<p class="byline">By Jane Roe</p>'), (f"{SITE}/2025/story_2.html", page(2, numbers(2), foot=foot))
    )
    assert article.authors == ["Jane Roe"]
    assert article.responsible_editors == ["周雁"]
    assert Credit("responsible_editor", "周雁") in article.credits
    assert "不得转载" in (article.notice or "")
    assert article.evidence["notice"].method.startswith("page 2: ")


def test_images_of_all_pages() -> None:
    picture = '<figure><img src="/img/{}.jpg" width="800" height="600"><figcaption>The bridge</figcaption></figure>'
    article = read(
        page(1, numbers(2), top=picture.format("a")), (f"{SITE}/2025/story_2.html", page(2, numbers(2), top=picture.format("b")))
    )
    assert [image.url.rpartition("/")[2] for image in article.images] == ["a.jpg", "b.jpg"]


def test_a_missing_page_leaves_the_rest_and_is_named() -> None:
    gone = (capture(f"{SITE}/2025/story_2.html", 404), b"gone")
    third = (capture(f"{SITE}/2025/story_3.html"), page(3, numbers(3)))
    article = process_capture(capture(), page(1, numbers(3)), following=[gone, third])
    assert article.text == text_of((1, 3))
    assert article.missing_pages == [f"{SITE}/2025/story_2.html"]
    assert "missing: http://news.example/2025/story_2.html" in (article.evidence["pages"].snippet or "")


@pytest.mark.parametrize(
    "other", [page(2, "", title="A quite different story about trains"), page(1, numbers(2))], ids=["another story", "same text"]
)
def test_a_page_that_does_not_belong_is_left_out(other: bytes) -> None:
    article = read(page(1, numbers(9)), (f"{SITE}/2025/story_2.html", other))
    assert article.text == text_of([1])
    assert article.pages == []
    assert article.missing_pages == [], "a pager that leads elsewhere is not followed on"


def test_the_view_of_all_pages_is_used_and_else_the_pages() -> None:
    pager = f'{numbers(2)} <a href="story_all.html">View all</a>'
    whole = page(1, "", top="".join(f"<p>{line}</p>" for line in paragraphs(0)), foot="".join(f"<p>{line}</p>" for line in paragraphs(2)))
    both = read(page(1, pager), (f"{SITE}/2025/story_all.html", whole))
    assert both.text == text_of((0, 1, 2))
    assert both.missing_pages == []
    without = process_capture(capture(), page(1, pager), following=[(capture(f"{SITE}/2025/story_all.html", 404), b"")])
    assert without.missing_pages == [f"{SITE}/2025/story_2.html"]


def test_an_endless_pager_ends() -> None:
    pages = [(f"{SITE}/2025/story_{n}.html", page(n, numbers(60))) for n in range(2, 61)]
    article = read(page(1, numbers(60)), *pages)
    assert len(article.pages) == 30
    assert article.missing_pages == []


def test_a_page_by_itself_is_as_it_was() -> None:
    article = read(page(1, ""))
    assert (article.pages, article.missing_pages) == ([], [])
    assert "pages" not in article.evidence
