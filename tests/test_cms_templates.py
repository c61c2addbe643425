"""Pages as content systems and their usual themes and plugins build them: what they set among the paragraphs, and who wrote when."""

from __future__ import annotations

import pytest
from world import STORIES, paragraphs

from pipelines import extract

URL = "https://www.example.com/x"
EN = STORIES["en"][1]


def page(lang: str, body: str, above: str = "", below: str = "") -> str:
    title = STORIES[lang][0]
    return (
        f'<html lang="{lang}"><body><div id="c"><h1>{title}</h1>{above}<div class="entry-content">{body}</div>{below}</div></body></html>'
    )


# What stands in the middle of the text, and which of its lines is text.
BETWEEN = [
    ("newspack", "en", '<div class="wpnbha"><h2><span>Related</span></h2><article><div class="entry-wrapper"><h3><a href="/b">Bridge opening slips again</a></h3><p>Officials say the span will not carry traffic until spring at the earliest, the third delay in two years.</p><span class="byline">by <a href="/j">John Smith</a></span></div></article></div>', []),
    ("drupal-embed", "hu", '<div class="embedded-entity"><article class="node node--view-mode-teaser"><h2><a href="/k">Elköltözik a csütörtöki piac</a></h2><div class="field--name-body"><p>A felújítás idejére a sportpálya mellé költözik a csütörtöki piac, az árusok szerint a vevők is követik őket.</p></div><div class="node__links"><a href="/k">Tovább</a></div></article></div>', []),
    ("blox-card", "en", '<div class="inline-asset"><div class="card"><h4 class="tnt-headline"><a href="/2">Council hears plan for the quay</a></h4><p class="tnt-summary">Three hours of talk and no vote: the plan for the old quay goes back to committee until the new year.</p></div></div>', []),
    ("gannett-more", "en", '<h2>Free for all</h2><p><strong>More:</strong><a href="/b">Bridge opening slips again</a></p>', ["Free for all"]),
    ("webflow-joiner", "de", "<p>\u200d</p>", []),
    ("webflow-led", "de", "<p>\u200d<strong>Offen ist der Turm an jedem Tag außer montags.</strong></p>", ["Offen ist der Turm an jedem Tag außer montags."]),
    ("google-tr", "tr", '<p style="text-align:center"><strong>Kıyı Postası’nı <a href="/g">Google News</a>’te takip edin</strong></p>', []),
    ("google-el", "el", '<p>Ακολουθήστε την Όχθη στο <a href="/g">Google News</a> και μάθετε πρώτοι όλες τις ειδήσεις</p>', []),
    ("telegram-uk", "uk", '<p>Новини громади швидко: читайте нас у <a href="/t">Telegram</a>, там цікаво</p>', []),
    ("viber-bg", "ru", '<p>Всичко важно на едно място: последвайте ни във <a href="/v">Viber</a></p>', []),
    ("support-fr", "fr", '<p><em>Vous aimez La Rive ? <a href="/don">Soutenez-nous par un don</a>.</em></p>', []),
    ("no-prompt", "en", '<p>Those who follow the keeper on Facebook know <a href="/k">her old charts</a> well.</p>', ["Those who follow the keeper on Facebook know her old charts well."]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "between", "kept"), [pytest.param(*case[1:], id=case[0]) for case in BETWEEN])
def test_what_stands_between_paragraphs(lang: str, between: str, kept: list[str]) -> None:
    story = STORIES[lang][1]
    html = page(lang, paragraphs(story[:2]) + between + paragraphs(story[2:]))
    assert extract(html, url=URL).text.split("\n") == [*story[:2], *kept, *story[2:]]


def test_a_list_below_a_picture_is_no_caption() -> None:
    points = ["A tower opens again", "Two thousand people signed for it"]
    listed = "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"
    html = page("en", f'<figure><img src="/t.jpg"></figure><div class="govspeak">{listed}{paragraphs(EN)}</div>')
    assert extract(html, url=URL).text.split("\n") == [*points, *EN]


def test_a_rating_below_the_text_is_none_of_it() -> None:
    html = page("fr", paragraphs(STORIES["fr"][1]), below='<div class="attribute-star-rating"><ul><li>Note : 4/5</li></ul></div>')
    assert extract(html, url=URL).text.split("\n") == STORIES["fr"][1]


def test_a_picture_in_a_frame_with_its_caption() -> None:
    frame = '<div class="wp-caption alignright" style="width: 310px"><img src="/t-300.jpg" width="300" height="200"><p class="wp-caption-text">The tower on Sunday</p></div>'  # fmt: skip
    article = extract(page("en", paragraphs(EN[:1]) + frame + paragraphs(EN[1:])), url=URL)
    assert [(image.url, image.caption) for image in article.images] == [("https://www.example.com/t-300.jpg", "The tower on Sunday")]
    assert article.text.split("\n") == EN


def test_the_day_above_a_blog_post() -> None:
    title, story = STORIES["es"]
    html = f'<html lang="es"><head><title>El Faro: {title}</title></head><body><h1><a href="/">El Faro</a></h1><div class="date-outer"><h2 class="date-header"><span>domingo, 5 de noviembre de 2023</span></h2><div class="post"><h3 class="post-title entry-title">{title}</h3><div class="post-body">{paragraphs(story)}</div></div></div></body></html>'  # fmt: skip
    assert (extract(html, url=URL).published_at or "")[:10] == "2023-11-05"


def test_labels_in_lines_of_their_own_below_the_story() -> None:
    """As WordPress's block themes say it."""
    below = '<div><p>Publié</p><div class="wp-block-post-date">5 novembre 2023</div><p>dans</p><div><a href="/c" rel="tag">Culture</a></div><p>par</p><div class="wp-block-post-author"><p>Jeanne Dupont</p></div></div>'  # fmt: skip
    article = extract(page("fr", paragraphs(STORIES["fr"][1]), below=below), url=URL)
    assert (article.published_at, article.authors) == ("2023-11-05", ["Jeanne Dupont"])


# How content systems sign a post by default.
SIGNED = """
en|Submitted by <a>Jane Doe</a> on 5 November 2023 - 5:20pm|Jane Doe
en|By Jane Doe on November 5, 2023|Jane Doe
de|Gespeichert von Erika Muster am So., 05.11.2023 - 17:20|Erika Muster
de|Verfasst von Erika Muster am 5. November 2023|Erika Muster
fr|Soumis par Jeanne Dupont le dim, 05/11/2023 - 17:20|Jeanne Dupont
fr|Posté par Jeanne Dupont le 5 novembre 2023 à 17:20|Jeanne Dupont
es|Enviado por María Soto el Dom, 05/11/2023 - 17:20|María Soto
it|Inviato da Mario Rossi il Dom, 05/11/2023 - 17:20|Mario Rossi
it|Pubblicato il <a>5 Novembre 2023</a> da <a>Mario Rossi</a>|Mario Rossi
pt|Enviado por João Silva em dom, 05/11/2023 - 17:20|João Silva
nl|Ingediend door Jan Jansen op zo, 05/11/2023 - 17:20|Jan Jansen
pl|Wysłane przez Jan Kowalski w ndz., 05/11/2023 - 17:20|Jan Kowalski
pl|Dodał: Jan Kowalski <span>05.11.2023</span>|Jan Kowalski
ru|Опубликовано <a>05.11.2023</a> от <a>Иван Петров</a>|Иван Петров
ru|Отправлено Иван Петров в вс, 05/11/2023 - 17:20|Иван Петров
ru|Автор: Иван Петров от 5-11-2023, 17:20|Иван Петров
ru|Автор статьи: Иван Петров <span>05.11.2023</span>|Иван Петров
uk|Опубліковано <a>05.11.2023</a> від <a>Олена Коваль</a>|Олена Коваль
uk|Надіслав Олена Коваль, 5 листопада, 2023 - 17:20|Олена Коваль
cs|Publikováno <a>5. 11. 2023</a> od <a>Jana Nová</a>|Jana Nová
cs|Vložil(a) Jana Nová, Ne, 05/11/2023 - 17:20|Jana Nová
hu|Beküldte Kiss Anna - 2023. november 5., vasárnap - 17:20|Kiss Anna
ro|Trimis de Ion Munteanu la 5 noiembrie 2023 - 17:20|Ion Munteanu
ro|Publicat pe <a>5 noiembrie 2023</a> de către <a>Ion Munteanu</a>|Ion Munteanu
tr|Gönderen Ayşe Yıldız <span>05.11.2023</span>|Ayşe Yıldız
el|Δημοσιεύτηκε στις <a>5 Νοεμβρίου 2023</a> από <a>Ελένη Παππά</a>|Ελένη Παππά
el|Γράφτηκε από τον/την Ελένη Παππά <span>05.11.2023</span>|Ελένη Παππά
id|Diposting oleh Budi Santoso pada 5 November 2023|Budi Santoso
""".strip().splitlines()


@pytest.mark.parametrize("signed", SIGNED, ids=lambda line: line.partition("|")[2].partition(" ")[0] + line[:2])
def test_who_submitted_a_post(signed: str) -> None:
    lang, above, name = signed.split("|")
    article = extract(page(lang, paragraphs(STORIES[lang][1]), above=f'<div class="submitted">{above}</div>'), url=URL)
    assert (article.authors, (article.published_at or "")[:10]) == ([name], "2023-11-05")


def test_a_label_in_an_element_of_authors_is_no_author() -> None:
    above = '<div class="entry-meta"><span class="meta-prep meta-prep-author">Објављено</span> <a href="/x">5. новембра 2023.</a> <span class="meta-sep">од стране</span> <span class="author vcard"><a class="fn" href="/m">Милан Јовић</a></span></div>'  # fmt: skip
    assert extract(page("ru", paragraphs(STORIES["ru"][1]), above=above), url=URL).authors == ["Милан Јовић"]


@pytest.mark.parametrize(
    ("lang", "above", "day"),
    [
        ("cs", "Vložil Jana Nová, Ne, 11/05/2023 - 17:20", "2023-11-05"),
        ("es", "Enviado por María Soto el Dom, 11/05/2023 - 17:20", "2023-11-05"),
        ("ru", "Отправлено Иван Петров в вс, 11/05/2023 - 17:20", "2023-11-05"),
        ("fr", "Soumis par Jeanne Dupont le jeudi 11/05/2023", "2023-05-11"),
        ("de", "Verfasst von Erika Muster, 11/05/2023", "2023-05-11"),
    ],
)
def test_the_weekday_tells_month_from_day(lang: str, above: str, day: str) -> None:
    """Drupal's own format has the month first in every language."""
    html = page(lang, paragraphs(STORIES[lang][1]), above=f'<div class="submitted">{above}</div>')
    assert (extract(html, url=URL).published_at or "")[:10] == day


# What plugins and counters print among the paragraphs, a line a language.
CLUTTER = """
en|<p>(Visited 212 times, 3 visits today)</p><p>Post Views: 1,033</p><p><em>If you found an error, highlight it and press <b>Shift + Enter</b> to inform us.</em></p>
en|<div class="saboxplugin-wrap"><div class="saboxplugin-authorname"><a href="/j">Jane Doe</a></div><div class="saboxplugin-desc"><p>Jane has covered the river towns for twelve years and keeps bees on the roof of the old brewery.</p></div></div>
en|<div class="mc4wp-form"><p>Join four thousand neighbours who get our letter every Friday morning before anybody else is up.</p></div>
en|<div class="leaky_paywall_message_wrap"><p>You have reached your limit of free articles. Subscribe or log in to keep reading this site.</p></div>
de|<p>Gefällt Ihnen dieser Beitrag? Dann teilen Sie ihn doch mit Ihren Freunden!</p><p class="pvc_stats">1.033 Aufrufe</p>
fr|<p>[Total : 2 Moyenne : 4.5]</p><p>Partagez cet article :</p><p>Vues : 1 033</p>
es|<p>Visitas: 1.033</p><p>Comparte esto:</p>
ru|<p>Если вы нашли ошибку, пожалуйста, выделите фрагмент текста и нажмите Ctrl+Enter.</p><p>Просмотров: 212</p><p>Оцените статью:</p><p>Метки: <a href="/r">река</a>, <a href="/m">маяк</a></p>
uk|<p>Якщо ви знайшли помилку, виділіть фрагмент тексту та натисніть Ctrl+Enter.</p><p>Переглядів: 212</p><p>Позначки: <a href="/t">річка</a></p>
ru|<p>Още по темата: <a href="/a">Пазарът се мести</a></p><p>Прочетена: 212 пъти</p><p>Споделете:</p>
ru|<p>Прочитајте још: <a href="/a">Пијаца се сели</a></p><p>Прочитано 211 пута</p><p>Ознаке: <a href="/a">светионик</a></p>
tr|<p>Bu haber 212 kez okundu.</p><p>Etiketler: <a href="/a">fener</a></p>
cs|<p>Sdílejte článek:</p><p>Štítky: <a href="/a">maják</a></p><p>Líbil se vám článek? Sdílejte ho s přáteli</p>
hu|<p>Címkék: <a href="/a">torony</a></p><p>Ha tetszett a cikk, oszd meg ismerőseiddel!</p><p>Oszd meg:</p>
ro|<p>Vizualizări: 212</p><p>Etichete: <a href="/a">far</a></p><p>Dacă ți-a plăcut articolul, distribuie-l prietenilor tăi!</p>
id|<p>Dibaca 212 kali</p><p>Halaman selanjutnya</p>
""".strip().splitlines()


@pytest.mark.parametrize("clutter", CLUTTER, ids=[str(n) for n in range(len(CLUTTER))])
def test_what_plugins_print_is_no_text(clutter: str) -> None:
    lang, _, html = clutter.partition("|")
    story = STORIES[lang][1]
    assert extract(page(lang, paragraphs(story[:2]) + html + paragraphs(story[2:])), url=URL).text.split("\n") == story
    assert extract(page(lang, paragraphs(story) + html), url=URL).text.split("\n") == story


@pytest.mark.parametrize(
    "line",
    [
        "В воскресенье зал посетили 400 человек.",
        "Reading the charts took the children an hour, and 212 visitors signed the book.",
    ],
    ids=["people", "visitors"],
)
def test_sentences_that_speak_of_the_same_are_text(line: str) -> None:
    lang = "en" if line.isascii() else "ru"
    story = STORIES[lang][1]
    assert line in extract(page(lang, paragraphs([*story[:2], line, *story[2:]])), url=URL).text
