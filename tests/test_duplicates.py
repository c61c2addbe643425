"""The same story on several sites: found, kept up to date, told who had it first and who credits whom."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from command import Morgue
from generated_site import GeneratedSite, write_site

from pipelines.archive import Archive
from pipelines.article import Article, Extractor
from pipelines.capture import Capture
from pipelines.duplicates import SAME_STORY, shingles, similarity, update
from pipelines.storage.articles import save_article
from pipelines.storage.captures import save_capture, save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.duplicates import stories

WIRE = """The mayor of Harborview opened the new swing bridge on Tuesday after eleven months of work on its foundations.
Engineers had found cracks in two of the oak piles that were driven into the river bed in 1911, and replaced forty of them.
Ferries carried commuters for the whole of the winter, and the city paid the fares of pupils and of apprentices.
Traffic over the bridge is limited to cars until the spring, when a second inspection of the steel is due."""
OTHER = """A library in the old customs house lends out telescopes, sewing machines and a cargo bicycle since last weekend.
Readers pay nothing for the first week, said its head, who expects that most of them will come back for books as well.
The house was empty for nine years, and the council had twice tried to sell it before the readers' club asked for the keys.
Volunteers painted the reading room and carried four thousand volumes up the stairs in a single afternoon."""
CHINESE = """本报讯 山城县上周启用了新的雨水花园，园内种植芦苇和菖蒲，可以在暴雨时蓄水，也能在旱季浇灌周围的街道绿地。
县里的工程师介绍说，去年夏天的三次大雨淹没了老城的地下通道，因此今年的工程首先照顾低洼的街区和两所小学的操场。
附近的居民担心蚊虫增多，管理处答应每周检查水面，并且在池塘里放养小鱼，十月以前向大家公布检查的结果。"""


def save(db: MorgueDatabase, site: str, text: str, hour: int, *, source: str | None = None, path: str = "story") -> str:
    """An article of a site, published on a day at an hour, UTC."""
    url = f"https://{site}.example/{path}"
    save_site(db, site, {"title": f"The {site.title()} Post"}, "0")
    fetched = datetime(2025, 3, 2, hour, tzinfo=timezone.utc)
    serial = len(db.rows_of("SELECT 1 FROM captures"))
    capture = Capture(
        url, fetched, record_id=f"urn:{serial}", warc_file="w", offset=serial, site=site, payload_digest="sha1:0", sha256=str(serial)
    )
    capture = Capture(**{name: getattr(capture, name) for name in Capture.__slots__} | {"id": save_capture(db, capture)})
    published = fetched.replace(day=1).isoformat()
    save_article(
        db, capture, Article(url, title=path, published_at=published, source=source, text=text, extractor=Extractor("x", "1", "0"))
    )
    return url


def found(db: MorgueDatabase) -> list[list[str]]:
    update(db)
    return [[article["url"] for article in story] for story in stories(db)]


def test_a_wire_report_on_three_sites_is_one_story_with_its_first_at_the_head(archive: Archive) -> None:
    with archive.database() as db:
        later = save(db, "north", WIRE.replace("on Tuesday ", ""), 9, source="The South Post")
        first = save(db, "south", WIRE, 7)
        last = save(db, "east", WIRE.upper().replace(",", "，") + "\nRead more about bridges.", 11, source="City Wire")
        save(db, "west", OTHER, 8)
        assert update(db) == 4
        (story,) = stories(db)
    assert [article["url"] for article in story] == [first, later, last], "whoever published first stands first"
    assert [article["credits"] for article in story] == [None, first, None], "a source line names the outlet of another copy"


def test_chinese_is_compared_by_character(archive: Archive) -> None:
    with archive.database() as db:
        one = save(db, "north", CHINESE, 7)
        two = save(db, "south", CHINESE.replace("本报讯 ", "").replace("三次大雨", "三场大雨"), 9)
        save(db, "east", OTHER, 9)
        assert found(db) == [[one, two]]


def test_only_new_texts_are_compared_and_a_story_grows(archive: Archive) -> None:
    with archive.database() as db:
        one, two = save(db, "north", WIRE, 7), save(db, "south", WIRE, 8)
        assert found(db) == [[one, two]]
        three = save(db, "east", WIRE, 9)
        assert update(db) == 1, "a crawl compares what it brought, not the archive"
        assert found(db) == [[one, two, three]]
        assert update(db) == 0


def test_an_article_that_was_rewritten_leaves_its_story(archive: Archive) -> None:
    with archive.database() as db:
        save(db, "north", WIRE, 7)
        save(db, "south", WIRE, 8)
        assert len(found(db)) == 1
        save(db, "south", OTHER, 10)
        assert found(db) == [], "one article alone is no story of several"
        assert db.rows_of("SELECT 1 FROM duplicates WHERE cluster IS NOT NULL") == []


def test_the_order_of_arrival_does_not_matter(archive: Archive) -> None:
    # The second resembles both others more than they do each other.
    texts = {"north": WIRE, "south": WIRE + "\n" + OTHER[:150], "east": WIRE + "\n" + OTHER[:230], "west": CHINESE}
    clusters = set()
    for order in (list(texts), list(reversed(texts))):
        with archive.database() as db:
            for table in ("duplicates", "duplicate_bands"):
                db.execute(f"DELETE FROM {table}")
            for site in order:
                save(db, site, texts[site], 7)
                update(db)
            clusters.add(frozenset(frozenset(article["url"] for article in story) for story in stories(db)))
    assert len(clusters) == 1


def test_short_texts_are_not_compared(archive: Archive) -> None:
    with archive.database() as db:
        save(db, "north", "This video is not available in your country.", 7)
        save(db, "south", "This video is not available in your country.", 8)
        assert found(db) == []


def test_similarity_tells_a_copy_from_another_story() -> None:
    assert similarity(shingles(WIRE), shingles(WIRE.replace("Tuesday", "Wednesday"))) > 0.9
    assert similarity(shingles(WIRE), shingles(OTHER)) < 0.05
    assert similarity(shingles(CHINESE), shingles(CHINESE.replace("周", "月"))) > SAME_STORY
    assert similarity(shingles(""), shingles("")) == 0


def test_the_command_lists_stories(archive: Archive, morgue: Morgue) -> None:
    assert "No story" in morgue("duplicates").stdout
    with archive.database() as db:
        first = save(db, "south", WIRE, 7)
        save(db, "north", WIRE, 9, source="The South Post")
    printed = morgue("duplicates").stdout
    assert "(2 articles)" in printed, printed
    assert f"credits The South Post = {first}" in printed
    (story,) = [json.loads(line) for line in morgue("duplicates", "--json", "--site", "north").stdout.splitlines()]
    assert story[0]["url"] == first
    assert "No story" in morgue("duplicates", "--at-least", "3").stdout


def test_a_crawl_places_what_it_brought_also_a_plain_one(archive: Archive) -> None:
    with GeneratedSite(2) as site:
        write_site(archive.sites, site.url)
        command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", "site=post", "-a", f"archive={archive.root}"]
        done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=100)
    with archive.database() as db:
        assert len(db.rows_of("SELECT 1 FROM duplicates")) == 2, f"a crawl ends with the comparison of its articles: {done.stderr[-1000:]}"
        assert update(db) == 0
