"""Windows that ask for consent to cookies are no text, whatever they are called; stories about cookies are."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract

ASKING = {
    "en": "We use cookies on our website to give you the most relevant experience by remembering your preferences and repeat visits.",
    "en-site": "This website uses cookies to improve your experience while you navigate through it. You can opt out if you wish.",
    "en-continue": "By continuing to browse our site you agree to our use of cookies and to our privacy policy, which you can read here.",
    "de": "Wir verwenden auf unserer Website Cookies, um Inhalte zu personalisieren und die Zugriffe auf sie zu analysieren.",
    "fr": "Nous utilisons des cookies pour personnaliser le contenu de notre site et pour en analyser le trafic, avec nos partenaires.",
    "es": "Utilizamos cookies propias y de terceros para analizar nuestros servicios y mostrarle publicidad relacionada con sus preferencias.",
    "it": "Utilizziamo i cookie per essere sicuri che tu possa avere la migliore esperienza sul nostro sito, e per gli annunci pubblicitari.",
    "nl": "Wij gebruiken cookies om deze website te verbeteren en om advertenties te tonen die bij uw voorkeuren en privacy passen.",
    "sv": "Vi använder kakor för att webbplatsen ska fungera, för statistik och för att anpassa annonser; läs mer om vår policy här.",
    "pl": "Używamy plików cookie, aby ułatwić korzystanie z serwisu, zbierać statystyki i dopasować reklamy do Państwa zainteresowań.",
    "ru": "Мы используем файлы cookie, чтобы сайт работал лучше, а реклама и новости соответствовали интересам наших читателей.",
    "ja": "当サイトでは、利便性の向上とアクセス解析のためにCookieを使用しています。サイトの閲覧を続けることで同意したものとみなされます。",
    "zh": "我们使用Cookie来改善您在本网站上的浏览体验，分析流量，并向您展示您可能感兴趣的内容和广告，继续浏览即表示同意。",
}
LIST = [
    "Necessary cookies are absolutely essential for the website to function properly, and are stored without being asked for.",
    "This cookie is set by a plugin. The cookie is used to store the user's consent for the cookies in the category of the rest.",
    "The cookie is used by content delivery services to identify individual clients behind one address, for reasons of security.",
    "This cookie is used for authentication and for secure log-in. It registers the log-in information of every single visitor.",
    "This is an analytical cookie that counts visitors, sessions and campaigns, and keeps track of the site's usage for a report.",
    "It is kept for eleven months and is then made again, unless the settings say otherwise or somebody has erased all of them.",
]


@pytest.mark.parametrize("language", ASKING)
def test_a_line_that_asks_for_cookies_is_no_text(language: str) -> None:
    body = f"<div>{paragraphs(PARAGRAPHS[:3])}<p>{ASKING[language]}</p>{paragraphs(PARAGRAPHS[3:])}</div>"
    assert extract(page(body)).text.split("\n") == PARAGRAPHS, "see pipelines/extraction/consent.py: how a site begins to say this"


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_short_item_beside_a_long_list_is_found(where: str) -> None:
    story, window = paragraphs(PARAGRAPHS[:2]), f"<div>{paragraphs([ASKING['en'], *LIST, *LIST])}</div>"
    found = extract(page(window + story if where == "above" else story + window)).text.split("\n")
    assert found == PARAGRAPHS[:2], "a list of cookies ends with the last line about them: see consent.lines_about"


@pytest.mark.parametrize("tags", [("p", "div"), ("td", "table"), ("dd", "dl"), ("span", "section")], ids="-".join)
def test_a_list_of_cookies_longer_than_the_story_is_not_taken_for_it(tags: tuple[str, str]) -> None:
    inner, outer = tags
    row = (lambda text: f"<tr><td>{text}</td></tr>") if inner == "td" else (lambda text: f"<div><{inner}>{text}</{inner}></div>")
    window = f'<div class="x7f2"><p>{ASKING["en"]}</p><{outer}>{"".join(map(row, LIST * 4))}</{outer}></div>'
    assert extract(page(f"<div>{paragraphs(PARAGRAPHS)}</div>", after=window)).text.split("\n") == PARAGRAPHS, (
        "a block that asks for cookies and mostly speaks of them must not weigh: see consent.lines_about"
    )


def test_a_story_about_cookies_is_text() -> None:
    story = [
        "The browser will stop accepting third-party cookies next year, its makers said on Monday, after putting it off three times.",
        "These cookies let advertisers follow users from one website to the next, and have paid for much of the web since 1994.",
        "“We use cookies because everybody does,” said the head of an agency in Nordhavn that sells personal advertisements.",
        "Such cookies are not the only way to do so: devices can be told apart by their settings, too, regulators have warned.",
        "The cookies of the site itself, which remember a login or a basket, are not affected by the change, the makers said.",
    ]
    assert extract(page(f"<div>{paragraphs(story)}</div>")).text.split("\n") == story, (
        "a story on privacy says such things and asks for nothing"
    )


def test_a_recipe_keeps_its_cookies() -> None:
    story = [*PARAGRAPHS[:4], "We use cookies of the plain kind for the base, crushed with butter, and leave them in the cold for an hour."]
    assert extract(page(f"<div>{paragraphs(story)}</div>")).text.split("\n") == story, "cookies that are eaten ask for no consent"
