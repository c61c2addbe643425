"""A site's rules tried on archived articles: with and without, in the period for which they hold."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from archives import archive_of
from command import Morgue
from story import PARAGRAPHS, page, paragraphs
from warc_exchanges import exchange

from pipelines.archive import Archive

BODY = (
    f'<div class="from">Source: Coast Radio</div><div class="mid">{paragraphs(PARAGRAPHS)}'
    '<p class="house">The editors wish all their readers a quiet winter and a ferry that always runs on time.</p></div>'
)
SITE = """name = "example"
url = "http://news.example/"
[[rules]]
valid_until = 2020-01-01
subtitle = ".from"
[[rules]]
publisher = ".from"
section = ".gone"
remove = [".house"]
"""


@pytest.fixture
def filled(tmp_path: Path) -> Archive:
    days = {"2019/a": datetime(2019, 5, 1, tzinfo=timezone.utc), "2024/b": datetime(2024, 5, 1, tzinfo=timezone.utc)}
    saved = [exchange(url=f"http://news.example/{name}", fetched_at=day, body=page(BODY).encode()) for name, day in days.items()]
    archive, _ = archive_of(tmp_path / "full", saved)
    (archive.sites / "example.toml").write_text(SITE, "utf-8")
    return archive


def test_each_period_shows_what_its_rules_change(filled: Archive, morgue: Morgue) -> None:
    done = morgue("sites", "check", "example", "--json", folder=filled.root)
    old, new = json.loads(done.stdout)["periods"]
    assert old["valid_until"] == "2020-01-01"
    assert old["articles"] == ["http://news.example/2019/a"]
    assert {change["field"]: change["with"] for change in old["changes"]} == {"subtitle": "Source: Coast Radio"}
    assert new["valid_until"] is None
    assert new["articles"] == ["http://news.example/2024/b"]
    assert new["found"] == {"publisher": 1, "section": 0, "remove .house": 1}
    changes = {change["field"]: change for change in new["changes"]}
    assert changes["publisher"]["with"] == "Source: Coast Radio"
    assert "quiet winter" in changes["text"]["without"]
    assert "quiet winter" not in changes["text"]["with"]


def test_people_see_both_readings_and_the_rule_that_finds_nothing(filled: Archive, morgue: Morgue) -> None:
    shown = morgue("sites", "check", "example", folder=filled.root).stdout
    for line in (
        "until 2020-01-01: 1 articles tried",
        "subtitle without: null",
        "with: Source: Coast Radio",
        "section: finds something on 0; mend or remove it",
    ):
        assert line in shown
    assert "- The editors wish" in shown, "lines that a rule removes are shown"


def test_without_captures_it_says_how_to_get_some(archive: Archive, morgue: Morgue) -> None:
    (archive.sites / "example.toml").write_text(SITE, "utf-8")
    assert "morgue crawl example --limit 10" in morgue("sites", "check", "example").stdout
