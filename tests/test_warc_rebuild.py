"""A database made again from the WARC files says what the old one said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archives import archive_of
from click.testing import CliRunner, Result
from filelock import FileLock
from test_warc_import import STORY
from warc_exchanges import MOMENT, exchange, writer

from pipelines.archive import Archive
from pipelines.errors import ArchiveDamaged
from pipelines.rebuild import note_repeats
from pipelines.verify import verify
from scraper.cli import morgue

# Every column but surrogate ids and the times of runs, by natural keys.
SAME = {
    "sites": "SELECT name, title FROM sites ORDER BY 1",
    "crawls": "SELECT id, site, started_at, finished_at, reason, stats FROM crawls ORDER BY 1",
    "captures": """SELECT record_id, url, fetched_at, role, status, mime, site, crawl, warc_file, offset, length, payload_digest, sha256,
                   ip_address, protocol, redirected_from, truncated, private FROM captures ORDER BY 1""",
    "articles": """SELECT a.url, a.site, a.title, a.published_at, a.authors, a.text, a.status, a.first_seen_at, a.last_seen_at, a.private,
                   c.record_id FROM articles a JOIN captures c ON c.id = a.capture ORDER BY 1""",
    "extractions": """SELECT c.record_id, e.fingerprint, e.status, e.reason, unpacked(e.fields) AS fields, unpacked(e.evidence) AS evidence, a.url FROM extractions e
                      JOIN captures c ON c.id = e.capture LEFT JOIN articles a ON a.id = e.article ORDER BY 1""",
    "versions": "SELECT url, text_digest, title, text, first_seen_at, last_seen_at, is_current FROM article_versions ORDER BY 1, 2",
    "credits": "SELECT a.url, c.position, c.role, c.name FROM credits c JOIN articles a ON a.id = c.article ORDER BY 1, 2",
    "notices": "SELECT a.url, n.notice FROM article_notices n JOIN articles a ON a.id = n.article ORDER BY 1, 2",
    "found": "SELECT count(*) AS n FROM articles_fts WHERE articles_fts MATCH 'ferry'",
    "frontier": "SELECT * FROM frontier ORDER BY url",
}


def run(archive: Archive, *arguments: str) -> Result:
    result = CliRunner().invoke(morgue, ["-C", str(archive.root), *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def contents(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    with archive.database() as db:
        return {name: db.rows_of(sql) for name, sql in SAME.items()}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three captures of a story that changed once, one of a page that is none, a redirect, a feed, an imported page."""
    folder = tmp_path_factory.mktemp("rebuild")
    pages = [
        exchange(url="http://news.example/ferry", body=STORY),
        exchange(url="http://news.example/ferry", body=STORY.replace(b"nine", b"ten"), fetched_at=MOMENT.replace(day=24)),
        exchange(url="http://news.example/ferry", body=STORY.replace(b"nine", b"ten"), fetched_at=MOMENT.replace(day=25)),
        exchange(url="http://news.example/contact", body=b"<title>Contact</title><form><input name=mail></form>"),
        exchange(url="http://news.example/old", status=301, body=b""),
        exchange(url="http://news.example/feed", role="feed", redirected_from="http://news.example/old", truncated="length"),
    ]
    archive, _ = archive_of(folder / "archive", pages)
    (archive.sites / "example.toml").write_text('name = "example"\ntitle = "Example"\nurl = "http://news.example/"\n')
    (folder / "saved.html").write_bytes(STORY.replace(b"/ferry.html", b"/saved.html"))
    run(archive, "import", str(folder / "saved.html"))
    with archive.database() as db:
        note_repeats(db)  # as a crawl does when it gets a payload again
        db.execute("UPDATE crawls SET finished_at = '2026-11-23T05:00:00+00:00', reason = 'finished', stats = '{}'")
        due = ("http://news.example/due", "example", "article", "2026-11-24", "2026-11-23")
        db.execute("INSERT INTO frontier (url, site, role, due_at, discovered_at) VALUES (?, ?, ?, ?, ?)", due)
    return archive.root


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Archive:
    shutil.copytree(original, tmp_path / "archive")
    return Archive.open(tmp_path / "archive")


def test_the_new_database_equals_the_old(archive: Archive) -> None:
    before = contents(archive)
    assert len(before["captures"]) == 7
    assert [row["last_seen_at"][:10] for row in before["articles"] if row["url"].endswith("/ferry.html")] == ["2026-11-25"]
    result = json.loads(run(archive, "rebuild", "--json").stdout)
    assert (result["captures"], result["damaged"], result["lost"]) == (7, [], [])
    after = contents(archive)
    for name in SAME:
        assert after[name] == before[name], f"table {name} differs"
    assert verify(archive).problems == []
    assert (archive.root / result["old"]).is_file(), "the old database is kept"


def test_a_database_that_is_broken_or_gone_is_made_again(archive: Archive) -> None:
    before = contents(archive)
    for side in archive.root.glob("morgue.db*"):
        side.unlink()
    archive.database_path.write_bytes(b"this is no database" * 100)
    result = json.loads(run(archive, "rebuild", "--json").stdout)
    assert "file is not a database" in result["lost"][0]
    after = contents(archive)
    for name in SAME.keys() - {"crawls", "frontier"}:
        assert after[name] == before[name], f"table {name} differs"
    assert [row["id"] for row in after["crawls"]] == ["example-1"], "a crawl is known by its captures"


@pytest.mark.parametrize("is_there", [True, False], ids=["empty", "missing"])
def test_an_empty_or_missing_database_beside_warc_files_is_no_new_archive(archive: Archive, is_there: bool) -> None:
    for side in archive.root.glob("morgue.db*"):
        side.unlink()
    if is_there:
        archive.database_path.touch()
    for command in (["search", "ferry"], ["status"], ["verify"], ["crawl"], ["reextract"]):
        with pytest.raises(ArchiveDamaged, match=r"morgue\.db is (empty|not there), while there are WARC files; .*`morgue rebuild`"):
            run(archive, *command)
        assert archive.database_path.exists() == is_there, f"{command[0]} made a new database, in which the pages would be missing"
    lost = json.loads(run(archive, "rebuild", "--json").stdout)["lost"]
    assert [each.rpartition(": ")[2] for each in lost] == ["it holds no table crawls"] * is_there
    assert len(contents(archive)["captures"]) == 7


def test_a_folder_in_the_place_of_the_database_is_said(archive: Archive) -> None:
    for side in archive.root.glob("morgue.db*"):
        side.unlink()
    archive.database_path.mkdir()
    with pytest.raises(ArchiveDamaged, match=r"morgue\.db: unable to open database file; see that it is a file"):
        run(archive, "search", "ferry")


def test_an_empty_database_of_an_archive_without_pages_is_filled(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "new")
    for side in archive.root.glob("morgue.db*"):
        side.unlink()
    archive.database_path.touch()
    assert "No site yet" in run(archive, "status").output


def test_deep_verification_finds_a_row_that_somebody_changed(archive: Archive) -> None:
    sound = json.loads(run(archive, "verify", "--deep", "--json").stdout)
    assert (sound["articles"], sound["read_otherwise"], sound["problems"]) == (2, 0, [])
    with archive.database() as db:
        db.execute("UPDATE articles SET title = 'Another' WHERE url LIKE '%/ferry.html'")
        db.execute("UPDATE extractions SET fingerprint = 'older' WHERE article IN (SELECT id FROM articles WHERE url LIKE '%/saved.html')")
    changed = json.loads(run(archive, "verify", "--deep", "--json").stdout)
    assert (changed["articles"], changed["read_otherwise"]) == (1, 1)
    [problem] = changed["problems"]
    assert problem["detail"] == "title of https://news.example/2018/ferry.html is not what the capture says"


def test_not_while_a_crawl_runs(archive: Archive) -> None:
    with FileLock(archive.locks / "example.lock"), pytest.raises(Exception, match="example is being crawled"):
        run(archive, "rebuild")
    assert len(contents(archive)["captures"]) == 7


def test_revisits_have_their_rows_again(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")
    with writer(archive.warc) as warc:
        original = warc.write_exchange(exchange())
        revisit = warc.write_exchange(exchange(status=304, body=b"", fetched_at=MOMENT.replace(day=24)), original)
    run(archive, "rebuild")
    with archive.database() as db:
        rows = db.rows_of("SELECT record_id, status, sha256 FROM captures ORDER BY fetched_at")
    assert rows == [
        {"record_id": each.record_id, "status": each.status, "sha256": original.sha256} for each in (original, replace(revisit))
    ]
    assert verify(archive).problems == []


def test_what_asked_for_no_archive_is_private_again_without_the_old_database(tmp_path: Path) -> None:
    asks = STORY.replace(b"<head>", b'<head><meta name="robots" content="noarchive">')
    assert asks != STORY
    archive, _ = archive_of(tmp_path / "archive", [exchange(url="http://news.example/a", body=asks)])
    (archive.sites / "example.toml").write_text('name = "example"\nurl = "http://news.example/"\n')
    for path in archive.root.glob("morgue.db*"):
        path.unlink()
    run(archive, "rebuild")
    with archive.database() as db:
        rows = db.rows_of("SELECT c.url, c.private, a.private AS article FROM captures c JOIN articles a ON a.capture = c.id ORDER BY 1")
    assert [(row["private"], row["article"]) for row in rows] == [(1, 1)], "a rebuild must not publish what a page wants private"


def test_what_stood_in_the_old_database_alone_is_said(archive: Archive) -> None:
    with archive.database() as db:
        db.execute("""INSERT INTO extractions (capture, fingerprint, article, version, status, fields, evidence, extracted_at)
            SELECT capture, 'older/1', article, version, status, fields, evidence, extracted_at FROM extractions WHERE article IS NOT NULL""")
        db.execute("UPDATE frontier SET lease = 'example-1'")
        failure = ("2026-11-23T05:00:00+00:00", "fetch", "no answer", "wait")
        db.execute("INSERT INTO failures (happened_at, stage, error, advice) VALUES (?, ?, ?, ?)", failure)
        adopted = "SELECT min(e.id) FROM extractions e WHERE e.capture = articles.capture"
        db.execute(f"UPDATE articles SET extraction = ({adopted})")
    output = run(archive, "rebuild").output
    for line in (
        "extractions by older/1, whose values 0 articles had",
        "2 articles that had taken the values of an earlier extraction (morgue adopt)",
        "1 leases of crawls that were under way",
        "1 failures",
    ):
        assert line in output, "what a rebuild cannot bring back must be said"
