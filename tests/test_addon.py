"""The example project in docs/: somebody's own Scrapy spider, its responses kept and its pages read by two lines of settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from generated_site import GeneratedSite
from scrapy.settings import Settings
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.verify import verify
from pipelines.warc.record import parse_warc_fields
from scraper.addon import NewsmorgueAddon

EXAMPLE = Path(__file__).parent.parent / "docs" / "example"


@pytest.fixture(scope="module")
def site() -> Iterator[GeneratedSite]:
    with GeneratedSite(3) as site:
        site.pages["/robots.txt"] = (200, "text/plain", b"User-agent: *\nDisallow: /2025/hidden.html")
        site.pages["/2025/hidden.html"] = (200, "text/html", b"<h1>Not to be fetched</h1>")
        site.pages["/2025/gone.html"] = (404, "text/html", b"<h1>Gone</h1>")
        site.pages["/2025/paper.pdf"] = (200, "application/pdf", b"%PDF-1.7 no text")
        yield site


def scrapy(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}
    environment["PYTHONPATH"] = str(EXAMPLE.parent.parent)
    command = [sys.executable, "-m", "scrapy", "crawl", "paper", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=110)


@pytest.fixture(scope="module")
def project(site: GeneratedSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example after a crawl."""
    project = tmp_path_factory.mktemp("project") / "example"
    shutil.copytree(EXAMPLE, project)
    done = scrapy(project, "-a", f"url={site.url}/", "-O", "headlines.jsonl")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "'newsmorgue/captures': 7" in done.stderr, done.stderr[-3000:]
    return project


@pytest.fixture(scope="module")
def archive(project: Path) -> Archive:
    return Archive.open(project / "archive")


def test_their_items_pass_on(project: Path) -> None:
    items = [json.loads(line) for line in (project / "headlines.jsonl").read_text("utf-8").splitlines()]
    assert sorted(item["headline"] or "" for item in items) == ["", *(f"Story number {number} of the day" for number in range(3))]


def test_every_response_is_a_capture_and_every_page_was_read(archive: Archive, site: GeneratedSite) -> None:
    with archive.database() as db:
        rows = {row["url"].removeprefix(site.url): row for row in db.rows_of("SELECT * FROM captures")}
        articles = [row["title"] for row in db.rows_of("SELECT title FROM articles ORDER BY title")]
        read = {row["url"].removeprefix(site.url): row["status"] for row in db.rows_of(
            "SELECT c.url, e.status FROM extractions e JOIN captures c ON c.id = e.capture")}  # fmt: skip
        crawl = db.first("SELECT * FROM crawls")
    stories = [f"/2025/story-{number}.html" for number in range(3)]
    assert sorted(rows) == sorted(["/", "/robots.txt", "/2025/gone.html", "/2025/paper.pdf", *stories])
    assert articles == [f"Story number {number} of the day" for number in range(3)]
    assert sorted(read) == sorted(["/", *stories]), "a PDF and an error page are kept and not read"
    assert rows["/robots.txt"]["role"] == "robots"
    assert crawl is not None
    assert (crawl["site"], crawl["reason"]) == ("paper", "finished")
    assert "/2025/hidden.html" not in site.hits, "their robots.txt is obeyed as their settings say"


def test_the_warc_is_sound_and_says_whose_manners_they_were(archive: Archive) -> None:
    report = verify(archive)
    assert report.problems == []
    assert dict(report.records) == {"warcinfo": 1, "response": 7, "request": 7, "metadata": 7}
    [path] = archive.warc.rglob("*.warc.gz")
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        info = dict(parse_warc_fields(next(records).raw_stream.read()))
        bodies = [record.raw_stream.read() for record in records if record.rec_type == "response"]
    assert (info["robots"], info["http-header-user-agent"]) == ("obeyed by Scrapy", "town (+https://town.example/bot)")
    assert all(body.startswith(b"\x1f\x8b") for body in bodies), "as they came off the wire, gzip kept"


def test_without_an_archive_nothing_starts() -> None:
    with pytest.raises(UsageError, match='NEWSMORGUE_ARCHIVE is not set; write NEWSMORGUE_ARCHIVE = "archive"'):
        NewsmorgueAddon().update_settings(Settings())


def test_a_project_that_wants_the_middleware_elsewhere_gets_its_way() -> None:
    settings = Settings({"NEWSMORGUE_ARCHIVE": "a", "DOWNLOADER_MIDDLEWARES": {"scraper.addon.ArchiveMiddleware": 990}})
    NewsmorgueAddon().update_settings(settings)
    assert dict(settings["DOWNLOADER_MIDDLEWARES"]) == {"scraper.addon.ArchiveMiddleware": 990}
