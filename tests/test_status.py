"""What is an article and what is not: never an error text, a challenge or a list of links kept as one."""

from __future__ import annotations

import random

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract
from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.process import process_capture

STORY = page(f'<div class="article-body">{paragraphs(PARAGRAPHS)}</div>')
LINKS = "".join(f'<li><a href="/story/{i}">A headline of some length about the affairs of the town {i}</a></li>' for i in range(80))


def fetched(
    payload: bytes, *, status: int = 200, content_type: str | None = "text/html", url: str = "https://post.example/a.html"
) -> Article:
    headers = (("Content-Type", content_type),) if content_type else ()
    return process_capture(Capture(url=url, status=status, headers=headers), payload)


def test_an_article_is_ok() -> None:
    article = fetched(STORY.encode())
    assert (article.status, article.reason) == ("ok", None)


@pytest.mark.parametrize("status", [204, 301, 304, 400, 404, 410, 451, 500, 502])
def test_an_answer_that_is_no_success_is_no_article(status: int) -> None:
    article = fetched(STORY.encode(), status=status)
    assert article.status == "error"
    assert str(status) in (article.reason or "")
    assert article.text == "", "the text of an error page is not kept as an article's"


@pytest.mark.parametrize("status", [401, 403, 429])
def test_refusals_are_blocked(status: int) -> None:
    assert fetched(STORY.encode(), status=status).status == "blocked"


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", "application/json", "text/plain", "application/rss+xml"])
def test_other_types_are_no_article(content_type: str) -> None:
    article = fetched(STORY.encode(), content_type=content_type)
    assert article.status == "error"
    assert content_type in (article.reason or "")


@pytest.mark.parametrize("payload", [b"", b"  \r\n", b"<html></html>", b"<!-- nothing -->", b"<html><body><p></p></body></html>"])
def test_nothing_is_empty(payload: bytes) -> None:
    article = fetched(payload)
    assert article.status == "empty"
    assert article.reason


NO_ARTICLES = {
    "challenge": (
        "<html><title>Just a moment...</title><body><p>Checking your browser before you go on.</p><script src=/cdn-cgi/challenge-platform/x></script>",
        "blocked",
    ),
    "captcha": ("<html><title>post.example</title><body><div id=px-captcha></div><p>Please show that you are human.</p>", "blocked"),
    "chinese challenge": ("<html><title>安全验证</title><body><p>请完成下方验证后继续访问</p>", "blocked"),
    "soft 404": (page("<p>The page you wanted is not here.</p>", title="Page not found"), "not_article"),
    "chinese soft 404": (page("<p>您访问的页面不存在或已删除</p>", title="页面不存在"), "not_article"),
    "login": (
        page("<form><input name=user><input type=password name=pw></form><p>Log in to your account.</p>", title="Log in"),
        "not_article",
    ),
    "list": (page(f"<ul>{LINKS}</ul>", title="News from the coast"), "not_article"),
    "video": (
        page(
            "<video src=a.mp4></video><p>The ferry in the ice.</p>",
            head='<script type="application/ld+json">{"@type": "VideoObject", "name": "Ferry"}</script>',
        ),
        "not_article",
    ),
}


@pytest.mark.parametrize(("html", "status"), NO_ARTICLES.values(), ids=NO_ARTICLES)
def test_pages_that_are_no_articles(html: str, status: str) -> None:
    article = extract(html, url="https://post.example/some/page.html")
    assert article.status == status, article.reason
    assert article.reason
    assert "\n" not in article.reason, "the reason is one line"
    assert article.text == ""


def test_a_front_page_is_a_list() -> None:
    teasers = "".join(f'<div><h3><a href="/s/{i}">{text[:60]}</a></h3><p>{text}</p></div>' for i, text in enumerate(PARAGRAPHS))
    article = extract(page(f"{teasers}<ul>{LINKS}</ul>", title="The Harbour Post"), url="https://post.example/")
    assert article.status == "not_article"


NOT_FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": false}</script>'
PROMPT = '<div class="offer"><p>Subscribe now to continue reading this story.</p></div>'


def test_a_paywall_keeps_the_text_that_is_shown() -> None:
    body = f'<div class="article-body">{paragraphs(PARAGRAPHS[:2])}{PROMPT}</div>'
    article = extract(page(body, head=NOT_FREE))
    assert article.status == "paywalled", article.reason
    assert article.text == "\n".join(PARAGRAPHS[:2])


def test_not_free_but_all_there_is_an_article() -> None:
    assert extract(page(paragraphs(PARAGRAPHS), head=NOT_FREE)).status == "ok"


MONSTERS = {
    "nested blocks": b"<div>" * 100_000 + b"<p>x</p>",
    "nested spans": b"<span>" * 50_000 + b"x",
    "nested lists": b"<ul><li>" * 5_000 + b"x",
    "many blocks": b"<div>a</div>" * 100_000,
    "one long line": b"<p>" + b"word " * 400_000,
    "many breaks": b"some words here.<br>" * 50_000,
    "open comment": b"<!--" + b"a" * 1_000_000,
    "open attribute": b"<div class='" + b"a " * 500_000,
    "random": random.Random(7).randbytes(100_000),
    "NUL": b"\0" * 10_000,
    "brackets": b"<" * 200_000,
    "broken JSON-LD": b'<script type="application/ld+json">' + b'{"a":[' * 20_000 + b"</script><p>x</p>",
    "entities": b"<p>" + b"&#x110000;&#0;&amp;&bogus;" * 5_000,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("payload", MONSTERS.values(), ids=MONSTERS)
def test_a_monster_has_a_status(payload: bytes) -> None:
    article = fetched(payload)
    assert article.status in ("empty", "error", "not_article", "ok")
    assert article.status == "ok" or article.reason


@pytest.mark.parametrize(
    "title",
    [
        "Pagina niet gevonden",
        "Sidan kunde inte hittas",
        "Siden finnes ikke",
        "Siden blev ikke fundet",
        "Sivua ei löytynyt",
        "Nie znaleziono strony",
        "Stránka nenalezena",
        "Az oldal nem található",
        "Pagina nu a fost găsită",
        "Страницата не е намерена",
        "Страница не найдена",
        "Сторінку не знайдено",
        "Stranica nije pronađena",
        "Η σελίδα δεν βρέθηκε",
        "Sayfa bulunamadı",
        "الصفحة غير موجودة",
        "صفحه مورد نظر یافت نشد",
        "העמוד לא נמצא",
        "पृष्ठ नहीं मिला",
        "Không tìm thấy trang",
        "Halaman tidak ditemukan",
        "ไม่พบหน้าที่คุณต้องการ",
    ],
)
def test_a_page_that_is_not_there_says_so_in_its_language(title: str) -> None:
    article = extract(page("<p>Here is the way back to the front page.</p>", title=title), url="https://post.example/some/page.html")
    assert (article.status, article.text) == ("not_article", ""), article.reason


@pytest.mark.parametrize(
    "prompt",
    [
        "Dit artikel is alleen voor abonnees",
        "Logga in för att fortsätta läsa",
        "Logg inn for å lese hele saken",
        "Log ind for at læse artiklen",
        "Juttu on vain tilaajille",
        "Artykuł dostępny tylko dla prenumeratorów",
        "Tento článek je pouze pro předplatitele",
        "Článok je len pre predplatiteľov",
        "Ez a cikk csak előfizetőknek szól",
        "Articol disponibil doar pentru abonați",
        "Статията е достъпна само за абонати",
        "Матеріал доступний лише для передплатників",
        "Το άρθρο είναι μόνο για συνδρομητές",
        "Bu içerik abonelere özel",
        "هذا المحتوى للمشتركين فقط",
        "הכתבה זמינה למנויים בלבד",
        "Artikel ini khusus pelanggan",
    ],
)
def test_a_paywall_in_its_language(prompt: str) -> None:
    body = f'<div class="article-body">{paragraphs(PARAGRAPHS[:2])}<div class="offer"><p>{prompt}.</p></div></div>'
    article = extract(page(body, head=NOT_FREE))
    assert (article.status, article.text) == ("paywalled", "\n".join(PARAGRAPHS[:2])), article.reason
