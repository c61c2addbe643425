"""`morgue demo`, the whole way: server, two crawls, archive, report."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.archive import Archive
from pipelines.errors import UsageError
from scraper.demo.pages import expected
from scraper.demo.report import print_report
from scraper.demo.run import DemoReport, run_demo

CORRECTED = "/en/20251104/metro-tunnel.html"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> DemoReport:
    steps: list[str] = []
    report = run_demo(tmp_path_factory.mktemp("demo") / "morgue-demo", steps.append)
    assert len(steps) >= 3, "a line before each step, or people wait in silence"
    return report


def test_every_article_of_the_site_is_got(report: DemoReport) -> None:
    assert {article.page for article in report.articles} == set(expected())
    assert {article.status for article in report.articles} == {"ok"}
    assert not {page.page for page in report.not_got} & set(expected()), "a repeated capture of a good page is no failure"


def test_one_article_changed_between_the_crawls(report: DemoReport) -> None:
    (change,) = report.changed
    assert change.page == CORRECTED
    assert "3.2 kilometers under" in change.old
    assert "2.3 kilometers under" in change.new


def test_the_second_crawl_fetches_only_what_changed(report: DemoReport) -> None:
    second = report.answers[1]
    assert second[200] == 2, "the corrected article, and the feed that says so"
    assert second[304] >= len(expected()) - 1


def test_what_was_not_got_has_a_reason(report: DemoReport) -> None:
    reasons = {page.page: page.why for page in report.not_got}
    assert "404" in reasons["/20180916/7c9e6679-7425-40de-944b-e07fc1f90ae7.html"]
    assert "robots.txt" in reasons["/members/20251101/budget-draft.html"]
    assert reasons["/en/20251104/harbour-video.html"], "a page that is no article says so"
    assert ("/en/news/20251103/new-ferry.html", "/en/20251103/harbour-ferry.html") in report.moved


def test_the_archive_opens_and_holds_the_example(report: DemoReport) -> None:
    with Archive.open(report.folder).database() as db:
        assert db.first("SELECT 1 FROM articles WHERE url = ?", report.example_url), "the command to try next must work"


def test_the_report_names_all_that_there_is_to_see(report: DemoReport) -> None:
    page = io.StringIO()
    print_report(report, Console(width=200, file=page))
    text = page.getvalue()
    for words in (CORRECTED, "+ Correction, Nov. 5", "robots.txt forbids it", "search 贵州", f"provenance {report.example_url}", "serve"):
        assert words in text, f"{words} is missing"


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="never overwritten"):
        run_demo(tmp_path, print)
    assert not list(tmp_path.iterdir())
    command = [sys.executable, "-m", "scraper.cli", "demo", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, "an error is one line"
