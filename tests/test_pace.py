"""Feeds, sitemaps and section pages are looked at as often as they bring something new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from command import Morgue, crawled
from raw_server import RawServer, answer, write_site

from pipelines.archive import Archive
from scraper.pace import STEP, next_pace
from scraper.site import Site

BOUNDS = (timedelta(minutes=5), timedelta(hours=12))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("pace", "new", "named", "expected"),
    [
        (timedelta(), 0, 20, STEP),
        (HOUR, 0, 20, 1.5 * HOUR),
        (11 * HOUR, 0, 0, 12 * HOUR),
        (HOUR, 1, 20, 0.5 * HOUR),
        (timedelta(minutes=6), 1, 20, timedelta(minutes=5)),
        (12 * HOUR, 10, 20, timedelta(minutes=5)),
    ],
    ids=["a first look without news", "no news", "never longer than the most", "some news", "never less than the least", "half is new"],
)
def test_waits_grow_without_news_and_shrink_with_it(pace: timedelta, new: int, named: int, expected: timedelta) -> None:
    assert next_pace(pace, new, named, BOUNDS) == expected


def test_a_place_is_looked_at_about_twice_between_two_changes() -> None:
    pace, looks, now, seen = timedelta(), 0, timedelta(), 0
    while now < timedelta(days=20):  # one new story of fifty every three hours
        pace = next_pace(pace, int(now / (3 * HOUR)) - seen, 50, (timedelta(), timedelta(hours=12)))
        seen, looks, now = int(now / (3 * HOUR)), looks + 1, now + max(pace, STEP)
    assert 1 <= looks / seen <= 4, f"{looks} looks at {seen} changes"


def test_bounds_are_checked() -> None:
    with pytest.raises(ValueError, match="least time comes first"):
        Site.model_validate({"name": "x", "url": "http://x.example/", "crawl": {"poll": ["1d", "1h"]}})


@pytest.mark.long
def test_a_crawl_leaves_a_quiet_section_alone_until_its_time_or_a_person_says_so(archive: Archive, morgue: Morgue) -> None:
    with RawServer({"/": answer(b'<a href="/2025/a.html">a story</a>'), "/2025/a.html": answer(b"<html><body>a</body></html>")}) as server:
        write_site(archive.root, server.url, [], discover=f'sections = ["{server.url}/"]')
        for _ in range(3):
            assert crawled(morgue("crawl", "--json"))["reason"] == "finished"
        assert server.asked("/") == 2, "the second look brought nothing new, so the third crawl leaves it alone"
        with archive.database() as db:
            (row,) = db.rows_of("SELECT pace, due_at > fetched_at AS waits FROM frontier WHERE role = 'section'")
        assert row == {"pace": STEP.total_seconds(), "waits": 1}
        morgue("crawl", "--poll-all")
        assert server.asked("/") == 3
    status = morgue("status", "--json").stdout
    assert '"pace_seconds": 900' in status, status
    assert '"pace_seconds": 900' in morgue("sites", "show", "raw").stdout


@pytest.mark.long
def test_another_definition_reads_places_whole_again(archive: Archive, morgue: Morgue) -> None:
    conditions: list[bool] = []
    with RawServer({"/": answer(b'<a href="/2025/a.html">a</a> <a href="/story/b.html">b</a>', ETag='"1"')}) as server:
        server.on_head = lambda head: conditions.append(b"If-None-Match" in head) if head.startswith(b"GET / ") else None
        write_site(archive.root, server.url, [], discover=f'sections = ["{server.url}/"]')
        for _ in range(2):
            morgue("crawl")
        definition = archive.sites / "raw.toml"
        definition.write_text(definition.read_text("utf-8").replace("article = '/2025/'", "article = '/story/'"), "utf-8")
        assert crawled(morgue("crawl", "--json"))["counts"]["articles discovered"] == 1, "what matches the new pattern is found at once"
    assert conditions == [False, True, False]
