"""Articles take the values of a stored run, and go back, to the very rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Morgue
from test_reextract import unread

from pipelines.adopt import adopt, runs
from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.extraction.rules import RuleSet, SiteRules
from pipelines.reextract import reextract
from pipelines.storage.digest import rows_digest
from pipelines.storage.search import search

OTHER = {"post": SiteRules(rules=(RuleSet(selectors={"section": "h1"}, remove=("p:nth-of-type(2)",)),))}


def two_runs(folder: Path) -> tuple[Archive, str, str]:
    """An archive read by one extractor, and by another whose values are kept beside; their fingerprints."""
    archive = unread(folder, 5)
    reextract(archive, {}, jobs=1)
    reextract(archive, OTHER, jobs=1, adopt=False)
    with archive.database() as db:
        first, second = (each["fingerprint"] for each in runs(db))
    return archive, first, second


def test_there_and_back(tmp_path: Path) -> None:
    archive, first, second = two_runs(tmp_path / "a")
    with archive.database() as db:
        if runs(db)[0]["articles"] == 0:
            first, second = second, first
        before, old = rows_digest(db), db.rows_of("SELECT url, title, section, text FROM articles ORDER BY url")
        there = adopt(db, second)
        assert set(there.outcomes) == {"changed"}, there
        assert {"section", "text"} <= set(there.fields), there
        new = db.rows_of("SELECT url, title, section, text FROM articles ORDER BY url")
        assert all(row["section"] == row["title"] for row in new)
        assert all(len(now["text"]) < len(then["text"]) for now, then in zip(new, old, strict=True))
        db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        assert adopt(db, second).outcomes == {}, "nothing is left to adopt"
        adopt(db, first)
        assert rows_digest(db) == before, "going back must give the very rows"
        assert len(search(db, "Story")) == len(old), "the search index moves along"


def test_adopting_gives_what_the_run_would_have_written(tmp_path: Path) -> None:
    archive, _, second = two_runs(tmp_path / "a")
    straight = unread(tmp_path / "b", 5)
    reextract(straight, OTHER, jobs=1)
    columns = "url, title, section, text, authors, rights, published_at, status, source, origin"
    with archive.database() as db, straight.database() as other:
        adopt(db, second)
        adopt(db, other.rows_of("SELECT DISTINCT fingerprint FROM extractions")[0]["fingerprint"])
        sql = f"SELECT {columns} FROM articles ORDER BY url"
        assert db.rows_of(sql) == other.rows_of(sql)


def test_an_unknown_run_is_refused(archive: Archive) -> None:
    with archive.database() as db, pytest.raises(UsageError, match="list them"):
        adopt(db, "nonesuch")


def test_the_command_lists_runs_and_adopts(tmp_path: Path, morgue: Morgue) -> None:
    archive, first, second = two_runs(tmp_path / "a")
    listed = json.loads(morgue("adopt", "--json", folder=archive.root).stdout)
    assert {each["fingerprint"] for each in listed} == {first, second}
    idle = next(each["fingerprint"] for each in listed if each["articles"] == 0)
    assert "changed" in morgue("adopt", idle, folder=archive.root).stdout
    assert "Nothing to do" in morgue("adopt", idle, folder=archive.root).stdout
    assert idle in morgue("adopt", folder=archive.root).stdout


def test_a_dry_run_writes_nothing_and_shows_what_would_change(tmp_path: Path, morgue: Morgue) -> None:
    archive = unread(tmp_path / "a", 3)
    reextract(archive, OTHER, jobs=1)
    with archive.database() as db:
        before = rows_digest(db)
    printed = morgue("reextract", "--dry-run", folder=archive.root).stdout
    assert "3 would change" in printed, printed
    assert "section 3" in printed, "fields are counted"
    assert "{+" in printed, "the text's difference is shown word by word"
    with archive.database() as db:
        assert rows_digest(db) == before


def test_runs_of_the_extractor_are_shown_beside_versions(tmp_path: Path, morgue: Morgue) -> None:
    archive, first, second = two_runs(tmp_path / "a")
    printed = morgue("diff", "http://post.example/1", folder=archive.root).stdout
    assert f"{first} → {second}" in printed or f"{second} → {first}" in printed
    assert "section: {+Story number 1 of the day+}" in printed or "section: [-Story number 1 of the day-]" in printed, printed
    assert "[-" in printed, "a paragraph that one of them dropped"
