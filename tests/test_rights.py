"""Rights: licence, holder, statement, robots and TDM reservation."""

from __future__ import annotations

import pytest
from news_pages import read, story

from pipelines.article import Rights

Headers = tuple[tuple[str, str], ...]


def rights(head: str = "", foot: str = "", headers: Headers = ()) -> Rights:
    return read(story("<p>2019-09-25 08:00</p>", head=head).replace("</body>", foot + "</body>"), headers=headers).rights


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ("", (), ()),
        ('<meta name="robots" content="index, NOARCHIVE">', (), ("index", "noarchive")),
        ('<meta name="robots" content="noai, noimageai">', (), ("noai", "noimageai")),
        ('<meta name="googlebot" content="noarchive">', (), ("googlebot: noarchive",)),
        ("", (("X-Robots-Tag", "noarchive"), ("X-Robots-Tag", "nosnippet, noai")), ("noarchive", "nosnippet", "noai")),
        ("", (("x-robots-tag", "gptbot: noindex"),), ("gptbot: noindex",)),
        ("", (("x-robots-tag", "max-snippet: 20"),), ("max-snippet: 20",)),
        ('<meta name="robots" content="noarchive">', (("x-robots-tag", "noarchive"),), ("noarchive",)),
    ],
)
def test_robots(head: str, headers: Headers, expected: tuple[str, ...]) -> None:
    assert rights(head, headers=headers).robots == expected


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ("", (), None),
        ('<meta name="tdm-reservation" content="1">', (), 1),
        ("", (("TDM-Reservation", "1"),), 1),
        ('<meta name="tdm-reservation" content="1">', (("tdm-reservation", "0"),), 0),
        ('<meta name="tdm-reservation" content="yes">', (), None),
    ],
)
def test_the_tdm_reservation(head: str, headers: Headers, expected: int | None) -> None:
    assert rights(head, headers=headers).tdm_reservation == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ('<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>', "https://creativecommons.org/licenses/by/4.0/"),
        ('<a href="https://creativecommons.org/licenses/by-sa/3.0/de/">Lizenz</a>', "https://creativecommons.org/licenses/by-sa/3.0/de/"),
        ('<a href="https://creativecommons.org/">about</a>', None),
        ('<a rel="nofollow" href="/licenses/">licences</a>', None),
    ],
)
def test_the_license(foot: str, expected: str | None) -> None:
    assert rights(foot=foot).license_url == expected


@pytest.mark.parametrize(
    ("foot", "holder"),
    [
        ("<p>© 2018 The Town Herald Ltd. All rights reserved.</p>", "The Town Herald Ltd"),
        ("<p>Copyright © 1998-2018 Beispiel Verlag GmbH | Impressum</p>", "Beispiel Verlag GmbH"),
        ("<p>Copyright © 2001-2019 某某网 版权所有</p>", "某某网"),
        ("<p>© Le Journal 2019. Tous droits réservés</p>", "Le Journal"),
    ],
)
def test_the_holder_in_the_statement(foot: str, holder: str) -> None:
    found = rights(foot=foot)
    assert found.holder == holder
    assert found.statement is not None
    assert holder in found.statement


def test_a_page_that_says_nothing() -> None:
    assert read("<html><body><h1>Park</h1><p>text</p></body></html>").rights == Rights()
