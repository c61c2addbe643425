"""The class of an article's rights is the strictest that its page states."""

from __future__ import annotations

import pytest

from pipelines.article import Rights
from pipelines.rights import RIGHTS_CLASSES, license_class, rights_class


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "open"),
        ("https://creativecommons.org/publicdomain/mark/1.0/deed.de", "open"),
        ("http://www.opendatacommons.org/licenses/pddl/1-0/", "open"),
        ("https://www.govdata.de/dl-de/zero-2-0", "open"),
        ("http://creativecommons.org/licenses/by/4.0", "attribution"),
        ("HTTPS://CreativeCommons.org/licenses/BY/3.0/de/", "attribution"),
        ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "attribution"),
        ("https://www.govdata.de/dl-de/by-2-0", "attribution"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "sharealike"),
        ("https://opendatacommons.org/licenses/odbl/", "sharealike"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "noncommercial"),
        ("https://creativecommons.org/licenses/by-nc-sa/2.0/fr/", "noncommercial"),
        ("https://creativecommons.org/licenses/by-nd/4.0/", "noderivatives"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", "noderivatives"),
        ("https://creativecommons.org/licenses/sampling+/1.0/", "other-license"),
        ("https://creativecommons.org.evil.example/licenses/by/4.0/", "other-license"),
        ("https://evil.example/creativecommons.org/publicdomain/zero/1.0/", "other-license"),
        ("https://news.example/terms", "other-license"),
        ("https://[bad", "other-license"),
        ("", "other-license"),
    ],
)
def test_licences_by_their_address(url: str, expected: str) -> None:
    assert license_class(url) == expected


CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("rights", "notices", "expected"),
    [
        (Rights(), [], "unknown"),
        (Rights(robots=("index", "max-snippet:-1")), [], "unknown"),
        (Rights(license_url=CC_BY), [], "attribution"),
        (Rights(license_url=CC_BY, statement="© 2026 The Post"), ["All rights reserved."], "attribution"),
        (Rights(license_url=CC_BY, tdm_reservation=0), [], "attribution"),
        (Rights(license_url=CC_BY, tdm_reservation=1), [], "opted-out"),
        (Rights(license_url=CC_BY, robots=("noai",)), [], "opted-out"),
        (Rights(robots=("noimageai", "ccbot: noindex")), [], "opted-out"),
        (Rights(robots=("googlebot: noindex",)), [], "unknown"),
        (Rights(statement="© 2026 The Post"), [], "reserved"),
        (Rights(holder="The Post"), [], "reserved"),
        (Rights(), ["未经书面授权不得转载"], "reserved"),
        (Rights(), ["本文仅代表作者个人观点"], "unknown"),
    ],
)
def test_the_strictest_signal_counts(rights: Rights, notices: list[str], expected: str) -> None:
    assert rights_class(rights, notices) == expected
    assert expected in RIGHTS_CLASSES
