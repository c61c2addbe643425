"""Rows from extractions: versions, credits, notices, current values, search, and several writers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Evidence, Extractor, Rights
from pipelines.capture import Capture
from pipelines.errors import ArchiveDamaged, MorgueError, UsageError
from pipelines.storage.articles import find_article, save_article
from pipelines.storage.captures import capture_from_row, save_capture, save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.packed import pack, unpack
from pipelines.storage.schema import migrations
from pipelines.storage.search import alike_query, fts_query, search, spaced

FIRST = datetime(2025, 3, 1, 8, tzinfo=timezone.utc)
EXTRACTOR = Extractor("newsmorgue", "1", "aaaa")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[MorgueDatabase]:
    database = MorgueDatabase.open(tmp_path / "morgue.db")
    save_site(database, "post", {"title": "The Post", "url": "https://post.example/"}, "d")
    yield database
    database.close()


def captured(db: MorgueDatabase, number: int, hours: int = 0) -> Capture:
    capture = Capture(
        url="https://post.example/a",
        fetched_at=FIRST + timedelta(hours=hours),
        record_id=f"urn:uuid:{number}",
        warc_file="post.warc.gz",
        offset=number,
        length=9,
        payload_digest="sha1:X",
        sha256="00",
        site="post",
    )
    return replace(capture, id=save_capture(db, capture))


def story(text: str = "第一段。\n第二段。", **fields: object) -> Article:
    values = {
        "title": "贵州小城镇",
        "credits": [Credit("reporter", "陈曦")],
        "authors": ["陈曦"],
        "notice": "版权所有",
        "extractor": EXTRACTOR,
    }
    return Article(url="https://post.example/a", text=text, evidence={"title": Evidence("h1", "h1", "贵州")}, **{**values, **fields})  # type: ignore[arg-type]


def test_article_survives_json() -> None:
    article = story(rights=Rights(robots=("noarchive",)))
    assert Article.from_dict(article.to_dict()) == article


def test_capture_survives_its_row(db: MorgueDatabase) -> None:
    capture = captured(db, 1)
    assert capture_from_row(db.first("SELECT * FROM captures") or {}) == capture
    assert save_capture(db, capture) == capture.id, "the same record is one row"


def test_all_rows_of_one_extraction(db: MorgueDatabase) -> None:
    saved = save_article(db, captured(db, 1), story())
    assert saved.outcome == "new"
    assert db.rows_of("SELECT role, name FROM credits") == [{"role": "reporter", "name": "陈曦"}]
    assert db.first("SELECT text FROM notices") == {"text": "版权所有"}
    assert (db.first("SELECT unpacked(evidence) AS evidence FROM extractions") or {})["evidence"].count("贵州") == 1
    (row,) = db.rows_of("SELECT * FROM provenance")
    assert (row["url"], row["record_id"]) == ("https://post.example/a", "urn:uuid:1")


def test_saving_twice_changes_nothing(db: MorgueDatabase) -> None:
    capture = captured(db, 1)
    save_article(db, capture, story())
    before = list(db.conn.iterdump())
    assert save_article(db, capture, story("another text")).outcome == "known"
    assert list(db.conn.iterdump()) == before


def test_an_edit_makes_a_version_and_both_texts_are_kept(db: MorgueDatabase) -> None:
    save_article(db, captured(db, 1), story("旧文"))
    saved = save_article(db, captured(db, 2, hours=1), story("新文", notice=None))
    assert (saved.outcome, saved.fields) == ("changed", ("text",))
    rows = db.rows_of("SELECT text, is_current FROM article_versions ORDER BY first_seen_at")
    assert rows == [{"text": "旧文", "is_current": 0}, {"text": "新文", "is_current": 1}]
    assert db["article_notices"].count == 0, "a notice that is gone from the page is gone from the article"


def test_a_text_that_returns_is_the_old_version(db: MorgueDatabase) -> None:
    for number, text in enumerate(("one", "two", "one")):
        save_article(db, captured(db, number, hours=number), story(text))
    rows = db.rows_of("SELECT text, is_current FROM article_versions ORDER BY id")
    assert rows == [{"text": "one", "is_current": 1}, {"text": "two", "is_current": 0}]


def test_an_older_capture_does_not_overwrite_newer_values(db: MorgueDatabase) -> None:
    save_article(db, captured(db, 2, hours=5), story("newer"))
    assert save_article(db, captured(db, 1), story("older")).outcome == "stored"
    assert find_article(db, "https://post.example/a")["text"] == "newer"
    assert {row["text"] for row in db.query("SELECT text FROM article_versions")} == {"newer", "older"}


def test_another_extractor_stands_beside_and_its_reading_is_no_edit(db: MorgueDatabase) -> None:
    capture = captured(db, 1)
    save_article(db, capture, story("with footer"))
    saved = save_article(db, capture, story("without", extractor=replace(EXTRACTOR, rules="bbbb")))
    assert saved.outcome == "changed"
    assert db["extractions"].count == 2
    assert [row["text"] for row in db.query("SELECT text FROM article_versions")] == ["without"]


def test_no_article_is_an_extraction_with_a_reason(db: MorgueDatabase) -> None:
    saved = save_article(db, captured(db, 1), story("", status="not_article", reason="a list of links"))
    assert saved.outcome == "no_article"
    assert db["articles"].count == 0
    with pytest.raises(UsageError, match="not_article: a list of links"):
        find_article(db, "https://post.example/a")


@pytest.mark.parametrize("words", ["贵州", "小城镇", "州小", '"贵州小城镇"', "贵州 第二段", "第*"])
def test_search_finds_chinese_words_of_any_length(db: MorgueDatabase, words: str) -> None:
    save_article(db, captured(db, 1), story())
    assert [hit.url for hit in search(db, words)] == ["https://post.example/a"], f"{words} should be found"


@pytest.mark.parametrize("words", ["州贵", "贵镇", "北京", "", '"', "*", "()", "AND", 'a"b'])
def test_search_finds_nothing_else_and_no_input_is_an_error(db: MorgueDatabase, words: str) -> None:
    save_article(db, captured(db, 1), story())
    assert search(db, words) == []


def test_search_is_narrowed_by_site_and_day_and_gives_the_best_first(db: MorgueDatabase) -> None:
    save_site(db, "herald", {}, "d")
    for number, (title, site, day) in enumerate([("渡轮", "post", 1), ("桥梁", "post", 2), ("桥梁", "herald", 3), ("桥梁", "herald", 4)]):
        capture = replace(captured(db, number), site=site)
        article = story("渡轮停航", title=title, canonical_url=f"https://post.example/{number}", published_at=f"2025-03-0{day}T08:00:00Z")
        save_article(db, capture, article)

    def found(**chosen: object) -> str:
        return "".join(hit.url[-1] for hit in search(db, "渡轮", **chosen))  # type: ignore[arg-type]

    assert found() == "0321", "a word in the title counts more, then the newest comes first"
    assert (found(site="herald"), found(since="2025-03-02"), found(site="post", since="2025-03-02")) == ("32", "321", "1")
    assert (found(limit=1), found(limit=1, site="herald")) == ("0", "3"), "the best of all that were asked for, not of all that there are"


def test_search_follows_edits(db: MorgueDatabase) -> None:
    save_article(db, captured(db, 1), story("北京消息"))
    save_article(db, captured(db, 2, hours=1), story("上海消息"))
    assert [len(search(db, words)) for words in ("北京", "上海")] == [0, 1]
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


def test_a_transaction_is_one_segment_of_the_search_index(db: MorgueDatabase) -> None:
    with db.writing():
        for number in range(20):
            save_article(db, captured(db, number), story(canonical_url=f"https://post.example/{number}"))
    segments = db.rows_of("SELECT DISTINCT segid FROM articles_fts_idx")
    assert len(segments) == 1, "write the index by execute_last: other statements make it write out what it has"


def test_no_index_has_keys_that_come_in_no_order(db: MorgueDatabase) -> None:
    found = db.rows_of("""SELECT m.name, i.name AS first FROM sqlite_schema m, pragma_index_info(m.name) i
        WHERE m.type = 'index' AND m.tbl_name IN ('captures', 'articles', 'versions', 'extractions') AND i.seqno = 0""")
    dear = [row["name"] for row in found if row["first"] in ("sha256", "payload_digest", "text_digest", "title", "text")]
    assert not dear, "each article would write a page of its own of these: what costs little now makes an archive of a million slow"


def test_an_older_archive_is_brought_up_to_date_in_place(tmp_path: Path) -> None:
    old = MorgueDatabase(tmp_path / "morgue.db")
    old.conn.create_function("spaced", 1, spaced)
    migrations.apply(old, stop_before="m015_growth")
    save_site(old, "post", {}, "d")
    save_article(old, captured(old, 1), story("北京消息"))
    old.conn.commit()
    old.close()
    db = MorgueDatabase.open(tmp_path / "morgue.db")
    save_article(db, captured(db, 2), story("上海消息", canonical_url="https://post.example/b"))
    assert [len(search(db, words)) for words in ("北京", "上海", "消息")] == [1, 1, 2]
    settings = dict(db.execute("SELECT k, v FROM articles_fts_config"))
    assert (settings["automerge"], settings["usermerge"]) == (64, 16), "merges must be rarer in archives that were there before"
    db.close()


def test_what_is_taken_back_is_not_in_the_search_index(db: MorgueDatabase) -> None:
    with suppress(KeyboardInterrupt), db.writing():
        save_article(db, captured(db, 1), story("北京消息"))
        raise KeyboardInterrupt
    save_article(db, captured(db, 2), story("上海消息"))
    assert [len(search(db, words)) for words in ("北京", "上海")] == [0, 1]
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


@pytest.mark.parametrize(("title", "text", "expected"), [
    ("贵州小城镇", "另一个故事。", [1]),
    ("贵州", "第一段。\n第二段。", [1]),
    ("A \"quoted\" title\0", "", [2]),
    (None, "Ferries \"ran\" late", [2]),
    (None, "ran late", []),
    (None, "", []),
    ("!!", "* OR ^ NEAR(", []),
], ids=["title", "text", "quoted", "quoted text", "not the beginning", "nothing", "no words"])  # fmt: skip
def test_what_may_be_the_same_story_is_found_by_title_or_beginning(
    db: MorgueDatabase, title: str | None, text: str, expected: list[int]
) -> None:
    save_article(db, captured(db, 1), story())
    save_article(db, captured(db, 2), story('Ferries "ran" late', title='A "quoted" title', canonical_url="https://post.example/b"))
    found = db.rows_of("SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH ?", alike_query(title, text))
    assert [row["id"] for row in found] == expected


def test_spaced_and_query() -> None:
    assert (spaced("在2018年") or "").split() == ["在", "2018", "年"]
    assert fts_query('贵州 "New York" cli*') == '"贵 州" "New York" "cli"*'


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_storage import captured, story
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.articles import save_article
db = MorgueDatabase.open(Path(sys.argv[1]))
for n in range(100):
    with db.writing():
        save_article(db, captured(db, int(sys.argv[2]) * 1000 + n), story(str(n), canonical_url=f"https://post.example/{sys.argv[2]}/{n}"))
"""


def test_three_writers_at_once_lose_nothing(tmp_path: Path, db: MorgueDatabase) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "morgue.db")]
    here = str(Path(__file__).parent)
    writers = [subprocess.Popen([*command, str(n), here], stderr=subprocess.PIPE, text=True) for n in range(1, 4)]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], f"a writer failed: {errors}"
    assert db["articles"].count == 300


def test_a_file_that_is_no_database_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database" * 100)
    with pytest.raises(ArchiveDamaged, match=r"x\.db: file is not a database; put it aside"):
        MorgueDatabase.open(tmp_path / "x.db")


def test_what_extractions_keep_is_packed_and_can_be_read(tmp_path: Path) -> None:
    text = json.dumps({"title": {"method": "meta og:title", "snippet": "贵州“新闻”", "where": "h1"}}, ensure_ascii=False)
    assert unpack(pack(text)) == text
    assert unpack(text) == text, "what was stored before packing is read as it is"
    assert len(pack(text)) < len(text) / 2
    stored = bytes.fromhex("01ab26cb912fb66c7dba7d1e6a92033ab51600")
    title = '{"title": {"method": "displayed heading", "snippet": "贵州", "where": "h1"}}'
    assert unpack(stored) == title, "words.1.txt must not change: what was packed with it could not be read"


def test_the_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "morgue.db"
    newer = MorgueDatabase.open(path)
    newer["_sqlite_migrations"].insert({"migration_set": "newsmorgue", "name": "m999_of_tomorrow", "applied_at": "2040-01-01"})
    newer.close()
    with pytest.raises(UsageError, match=r"written by a newer newsmorgue \(m999_of_tomorrow\); update newsmorgue"):
        MorgueDatabase.open(path)


@pytest.mark.parametrize(("limit", "said"), [("max_page_count = 1", "database or disk is full"), ("query_only = 1", "readonly database")])
def test_what_cannot_be_written_is_one_line_that_names_the_database(tmp_path: Path, limit: str, said: str) -> None:
    archive = Archive.create(tmp_path / "archive")
    archive.open_database().close()

    def write() -> None:
        with archive.database() as db:
            db.execute(f"PRAGMA {limit}")
            with db.writing():
                db.execute("CREATE TABLE more AS SELECT randomblob(1000000)")

    with pytest.raises(MorgueError, match=f"morgue.db: .*{said}; see that you may write it"):
        write()


def test_the_versions_of_an_article_are_found_without_reading_all_extractions(db: MorgueDatabase) -> None:
    plan = [row["detail"] for row in db.rows_of("EXPLAIN QUERY PLAN SELECT * FROM article_versions WHERE article = 1")]
    assert not [step for step in plan if step.startswith("SCAN")], "each step must go by an index: an archive has millions of extractions"
