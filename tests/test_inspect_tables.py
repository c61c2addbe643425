"""Datasette's own pages over an archive: search, labels, private rows; and nothing at all over other databases."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from inspect_archive import FLOOD_TEXT, GUIZHOU, PAGES, Saved, build_archive, datasette_of, get, page

from pipelines.archive import Archive

SECRET_TEXT = ("Nobody may read this sentence about the secret zebra of the town, which the keepers hide behind the barn.", *FLOOD_TEXT)
SECRET = Saved("https://news.example.org/secret.html", page("A secret story", SECRET_TEXT, lang="en"), private=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return build_archive(tmp_path_factory.mktemp("tables") / "archive", [*PAGES, SECRET])


@pytest.fixture(scope="module")
def datasette(archive: Archive) -> Datasette:
    return datasette_of(archive)


def urls(datasette: Datasette, words: str) -> list[str]:
    response = get(datasette, "/morgue/articles.json", params={"_search": words, "_shape": "array"})
    assert response.status_code == 200, f"searching {words!r}: {response.text}"
    return [row["url"] for row in response.json()]


@pytest.mark.parametrize("words", ["贵", "贵州", "州省小", "小城镇 贵州", '"贵州省小城镇"'])
def test_table_search_finds_chinese_words_of_any_length(datasette: Datasette, words: str) -> None:
    assert GUIZHOU in urls(datasette, words), "escape_fts must split the query as the index is split (storage/search.py)"


@pytest.mark.parametrize("words", ["州贵", '"', "NOT", "(", "*", "NEAR(", "贵州 没有"])
def test_no_search_is_a_syntax_error_and_none_finds_too_much(datasette: Datasette, words: str) -> None:
    assert urls(datasette, words) == [], f"{words!r} must find nothing here, and quietly"


def test_tables_have_titles_labels_and_column_descriptions(datasette: Datasette) -> None:
    html = get(datasette, "/morgue/articles").text
    assert "ISO 8601 with an offset" in html, "describe the columns in pipelines/inspect/metadata.json"
    assert "articles_fts_data" not in get(datasette, "/morgue").text.split("hidden")[0], "hide the index's own tables"


def test_every_column_is_described(archive: Archive) -> None:
    described = json.loads((Path(__file__).parents[1] / "pipelines/inspect/metadata.json").read_text("utf-8"))["tables"]
    with archive.database() as db:
        for table in db.table_names():
            assert table in described, f"say in pipelines/inspect/metadata.json what {table} holds, or hide it"
        missing = {c.name for c in db["articles"].columns} - set(described["articles"]["columns"])
    assert not missing, f"describe these columns of articles in pipelines/inspect/metadata.json: {missing}"


def test_private_rows_are_in_no_page_of_datasette(datasette: Datasette, archive: Archive) -> None:
    with archive.database() as db:
        article = db.first("SELECT id, capture FROM articles WHERE private")
        extraction = db.first("SELECT id FROM extractions WHERE capture = ?", article["capture"]) if article else None
    assert article, "the private page must have become an article"
    assert extraction
    for path in (
        "/morgue/articles.json?_size=max",
        "/morgue/articles.csv?_stream=on",
        "/morgue/articles.json?_search=zebra",
        "/morgue/ARTICLES.json",
        "/morgue/latest_articles.json",
        "/morgue/captures.json",
        "/morgue/article_versions.json",
        "/morgue/provenance.json",
        f"/morgue/articles/{article['id']}.json",
        f"/morgue/artic~6Ces/{article['id']}.json",
        f"/morgu~65/articles/{article['id']}",
        f"/morgue/extractions/{extraction['id']}.json",
        "/morgue/articles_fts.json",
        "/morgue/articles_fts/1.json",
        "/morgue.json?sql=select+*+from+articles",
        "/morgue/articles.json?_where=private",
        "/morgue.db",
    ):
        text = get(datasette, path, follow_redirects=True).text.replace(path, "")
        assert "secret" not in text.lower(), f"{path} shows a private article"


def test_flag_shows_private_rows(archive: Archive) -> None:
    assert "secret" in get(datasette_of(archive, private=True), "/morgue/articles.json?_search=zebra").text


def test_plugin_does_nothing_beside_other_databases(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.executescript("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO articles VALUES (1, 'x')")
    connection.close()
    other = Datasette([str(tmp_path / "other.db")])
    front = get(other, "/").text
    assert "morgue" not in front, "the front page must be Datasette's own"
    assert "url" not in get(other, "/other/articles.json?_shape=array").text
    assert get(other, "/search").status_code == 404
    assert "content-security-policy" not in get(other, "/").headers


def test_users_metadata_comes_first_and_merges(archive: Archive, tmp_path: Path) -> None:
    mine = tmp_path / "metadata.yaml"
    mine.write_text("title: My desk\ndatabases:\n  morgue:\n    tables:\n      articles:\n        title: Stories\n", "utf-8")
    html = get(datasette_of(archive, metadata=mine), "/morgue/articles").text
    assert "Stories" in html, "the user's own title of a table must win"
    assert "ISO 8601 with an offset" in html, "and ours must stay for the rest"
    assert "Stories" not in get(datasette_of(archive), "/morgue/articles").text, "one Datasette's metadata must not reach another"


def test_folder_that_nobody_may_write_is_opened_as_unchanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = build_archive(tmp_path / "archive", PAGES[:1])
    monkeypatch.setattr("pipelines.inspect.server.os.access", lambda *_: False)
    datasette = datasette_of(archive)
    assert not datasette.databases["morgue"].is_mutable, "SQLite would try to make its -shm file there"
    assert urls(datasette, "贵州") == [GUIZHOU]


def test_read_only(datasette: Datasette) -> None:
    response = get(datasette, "/morgue.json", params={"sql": "delete from articles"}, follow_redirects=True)
    assert response.status_code >= 400
