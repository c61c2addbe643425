"""Parquet and JSON-LD, selection by rights and SQL, manifests, and that no export needs more memory for more articles."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archives import add_rows, archive_of
from click.testing import CliRunner, Result
from warc_exchanges import MOMENT, PAGE, exchange

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Extractor, Image, Rights
from pipelines.errors import UsageError
from pipelines.export.news_article import write_json_ld
from pipelines.export.parquet import ROWS_A_GROUP, SCHEMA, schema_lines, write_parquet
from pipelines.export.run import FORMS, Order, export_to_file
from pipelines.export.selection import Chosen, Selection
from pipelines.export.tables import write_csv, write_jsonl
from pipelines.storage.articles import save_article
from pipelines.storage.captures import save_capture
from pipelines.warc.reader import iter_captures
from pipelines.warc.writer import WarcWriter
from scraper.cli import morgue

ROOT = Path(__file__).parent.parent
CC = "https://creativecommons.org/"
STORIES = [
    Article(url="http://news.example/0", title="Free", section="Sport", rights=Rights(license_url=f"{CC}publicdomain/zero/1.0/")),
    Article(url="http://news.example/1", title="By", section="Politik", rights=Rights(license_url=f"{CC}licenses/by/4.0/")),
    Article(url="http://news.example/2", title="Kept", section="Sport", rights=Rights(statement="© The Post")),
    Article(url="http://news.example/3", title="Secret", section="Sport", rights=Rights(license_url=f"{CC}publicdomain/zero/1.0/")),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Four stories; the first was captured twice, the last is private."""
    folder = tmp_path_factory.mktemp("forms") / "a"
    archive, captures = archive_of(folder, [exchange(url=story.url, body=PAGE + story.url.encode()) for story in STORIES])
    with WarcWriter(archive.warc, "example", {}) as warc:
        again = warc.write_exchange(exchange(url=STORIES[0].url, status=304, body=b"", fetched_at=MOMENT.replace(day=24)), captures[0])
        robots = warc.write_exchange(exchange(url="http://news.example/robots.txt", role="robots"))
    add_rows(archive, [again, robots])
    with archive.database() as db:
        for capture, story in zip(captures, STORIES, strict=True):
            article = replace(
                story,
                text=f"Text of {story.title}.",
                published_at="2026-11-20T08:00:00+08:00",
                credits=[Credit("reporter", "陈曦"), Credit("photographer", "李明")],
                images=[Image("http://news.example/i.jpg", "A dam", None)],
                tags=["water"],
                extractor=Extractor("test", "1", "0"),
            )
            save_article(db, replace(capture, id=save_capture(db, capture)), article)
        db.execute("UPDATE captures SET private = 1 WHERE url = 'http://news.example/3'")
        db.execute("UPDATE articles SET private = 1 WHERE url = 'http://news.example/3'")
    return archive


def export(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(morgue, ["-C", str(archive.root), "export", *arguments], standalone_mode=False)


def titles(archive: Archive, *arguments: str) -> list[str]:
    return [json.loads(line)["title"] for line in export(archive, "jsonl", *arguments).stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--rights", "open"], ["Free"]),
        (["--rights", "open,attribution"], ["Free", "By"]),
        (["--rights", "reserved"], ["Kept"]),
        (["--rights", "open", "--private"], ["Free", "Secret"]),
        (["--where", "a.section = 'Sport'"], ["Free", "Kept"]),
        (["--where", "c.status = 200 OR a.private"], ["Free", "By", "Kept"]),
        (["--where", "rights_class(a.rights, '[]') = 'open'"], ["Free"]),
    ],
)
def test_articles_by_rights_and_by_sql(archive: Archive, options: list[str], expected: list[str]) -> None:
    assert titles(archive, *options) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rights", "free"], "--rights free: no such class; choose from open, attribution"),
        (["--where", "no_such = 1"], "--where 'no_such = 1': no such column: no_such; write a condition"),
        (["--where", "1) OR (1"], "syntax error; write a condition"),
        (["--where", "1; DELETE FROM articles"], "write a condition"),
        (["--since", "yesterday"], "--since 'yesterday' is no date; write one such as 2018-09-19"),
        (["--query", "…"], "holds no word; name words"),
        (["--text"], "--text is not for jsonl; it is for warc"),
        (["--replay"], "--replay is not for jsonl"),
        (["-o", "/no/such/folder/x.jsonl"], "/no/such/folder is no folder; make it"),
    ],
)
def test_what_cannot_be_asked_is_one_line(archive: Archive, options: list[str], message: str) -> None:
    failed = export(archive, "jsonl", *options)
    assert isinstance(failed.exception, UsageError)
    assert message in str(failed.exception)
    assert "\n" not in str(failed.exception)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_private_is_in_no_export(archive: Archive, tmp_path: Path, form: str) -> None:
    path = tmp_path / {"warc": "a.warc.gz"}.get(form, f"a.{form}")
    export_to_file(archive, Order(form, Selection(where="1")), path)
    if form == "warc":
        assert STORIES[3].url not in [capture.url for capture, _ in iter_captures(path)]
    elif form == "parquet":
        assert pq.read_table(path)["url"].to_pylist() == [story.url for story in STORIES[:3]]
    else:
        assert STORIES[3].url.encode() not in path.read_bytes()
    assert json.loads((tmp_path / f"{path.name}.manifest.json").read_text("utf-8"))["count"] in (3, 4, 5), "articles or captures"


def test_captures_by_the_rights_of_their_articles(archive: Archive, tmp_path: Path) -> None:
    export_to_file(archive, Order("warc", Selection(rights=("open",))), tmp_path / "a.warc.gz")
    urls = [capture.url for capture, _ in iter_captures(tmp_path / "a.warc.gz")]
    assert urls == [STORIES[0].url] * 2, "the second is a 304, which has the rights of what it repeats"
    export_to_file(archive, Order("warc", Selection(rights=("unknown",))), tmp_path / "b.warc.gz")
    assert [capture.url for capture, _ in iter_captures(tmp_path / "b.warc.gz")] == ["http://news.example/robots.txt"]


def test_a_manifest_names_files_crawls_and_the_digest(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    export(archive, "parquet", "--rights", "open,attribution", "-o", str(path))
    manifest = json.loads((tmp_path / "a.parquet.manifest.json").read_text("utf-8"))
    assert (manifest["file"], manifest["format"], manifest["count"]) == ("a.parquet", "parquet", 2)
    assert manifest["selection"] == {"rights": ["open", "attribution"]}
    assert (manifest["bytes"], manifest["sha256"]) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    rows = pq.read_table(path).to_pylist()
    assert manifest["sources"] == {"warc_files": [rows[0]["warc_file"]], "crawls": ["example-1"]}
    assert manifest["software"].startswith("newsmorgue/")


def test_a_manifest_of_what_went_to_standard_output(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "jsonld", "--manifest", str(tmp_path / "m.json"))
    manifest = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert manifest["sha256"] == hashlib.sha256(done.stdout_bytes).hexdigest()
    assert (manifest["bytes"], manifest["count"], manifest["file"]) == (len(done.stdout_bytes), 3, "-")


# Properties of schema.org that a NewsArticle has, of its own or from Article, CreativeWork and Thing.
NEWS_ARTICLE = set(
    "@context @type @id url headline alternativeHeadline datePublished dateModified author editor translator contributor publisher "
    "sourceOrganization isBasedOn articleSection keywords inLanguage image articleBody isAccessibleForFree license copyrightHolder "
    "copyrightNotice archivedAt".split()
)


def test_json_ld_is_a_news_article_a_line(archive: Archive) -> None:
    articles = [json.loads(line) for line in export(archive, "jsonld").stdout.splitlines()]
    assert [article["headline"] for article in articles] == ["Free", "By", "Kept"]
    for article in articles:
        assert (article["@context"], article["@type"]) == ("https://schema.org", "NewsArticle")
        assert set(article) <= NEWS_ARTICLE
        assert None not in article.values()
    first = articles[0]
    assert first["author"] == [{"@type": "Person", "name": "陈曦"}]
    assert first["contributor"] == [{"@type": "Person", "name": "李明"}]
    assert first["image"] == [{"@type": "ImageObject", "url": "http://news.example/i.jpg", "caption": "A dam"}]
    assert first["license"] == STORIES[0].rights.license_url
    assert first["archivedAt"]["@id"].startswith("urn:uuid:")
    assert articles[2]["copyrightNotice"] == "© The Post"


def test_parquet_keeps_types_and_zones(archive: Archive, tmp_path: Path) -> None:
    export(archive, "parquet", "-o", str(tmp_path / "a.parquet"))
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.schema.equals(SCHEMA)
    row = table.to_pylist()[0]
    assert (row["published_at"], row["published_utc"].isoformat()) == ("2026-11-20T08:00:00+08:00", "2026-11-20T00:00:00+00:00")
    assert row["credits"] == [{"role": "reporter", "name": "陈曦"}, {"role": "photographer", "name": "李明"}]
    assert (row["rights_class"], row["tags"], row["robots"]) == ("open", ["water"], [])
    assert row["fetched_at"].isoformat() == "2026-11-23T04:05:06+00:00"


def test_the_parquet_schema_is_the_one_in_the_documentation() -> None:
    text = (ROOT / "docs" / "export.md").read_text("utf-8")
    missing = [line for line in schema_lines() if line not in text]
    assert not missing, f"the schema is a promise: write these lines in docs/export.md, and only add at the end: {missing}"


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, archive: Archive, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pipelines.export.parquet")
    failed = export(archive, "parquet", "-o", str(tmp_path / "a.parquet"))
    assert str(failed.exception) == 'parquet needs pyarrow, which is not installed; pip install "newsmorgue[parquet]"'
    assert list(tmp_path.iterdir()) == []


def test_warc_with_the_clean_text_beside(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    export(archive, "warc", "--text", "--where", "a.title = 'By'", "-o", str(path))
    from fastwarc.warc import ArchiveIterator

    with path.open("rb") as stream:
        records = [(dict(record.headers), record.reader.read()) for record in ArchiveIterator(stream, parse_http=False)]
    response = next(fields for fields, _ in records if fields["WARC-Type"] == "response")
    [(fields, block)] = [each for each in records if each[0]["WARC-Type"] == "conversion"]
    assert block.decode() == "By\n\nText of By."
    assert fields["WARC-Refers-To"] == response["WARC-Record-ID"]
    assert (fields["WARC-Target-URI"], fields["Content-Type"]) == (STORIES[1].url, "text/plain; charset=utf-8")
    assert [capture.url for capture, _ in iter_captures(path)] == [STORIES[1].url], "a conversion is no capture"


def many(archive: Archive, count: int) -> None:
    """Rows of articles of 4 kB, as no crawl but SQL makes them."""
    with archive.database() as db, db.writing():
        db.execute(
            """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
               INSERT INTO articles (url, text, status) SELECT printf('http://many.example/%07d', i), hex(randomblob(2000)), 'ok' FROM n""",
            [count],
        )


def peak(archive: Archive, write: Callable[[Any, Any], int], out: Any) -> tuple[int, int]:
    """Articles written, and the bytes that Python held at most meanwhile."""
    with archive.database() as db:
        tracemalloc.start()
        try:
            count = write(Chosen(db, Selection()).articles(), out)
            return count, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive.create(tmp_path_factory.mktemp("many") / "a")
    many(archive, 3 * ROWS_A_GROUP)
    return archive


@pytest.mark.parametrize("write", [write_jsonl, write_csv, write_json_ld], ids=["jsonl", "csv", "jsonld"])
def test_text_formats_are_streamed(large: Archive, tmp_path: Path, write: Callable[[Any, Any], int]) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8", newline="") as out:
        count, held = peak(large, write, out)
    assert count == 3000
    assert held < 2_000_000, f"{held:,} bytes for 12 MB of articles: something is collected that should be written"


def test_parquet_is_streamed_in_row_groups(large: Archive) -> None:
    out = io.BytesIO()
    count, held = peak(large, write_parquet, out)
    file = pq.ParquetFile(io.BytesIO(out.getvalue()))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [ROWS_A_GROUP] * 3
    assert count == 3000
    assert held < len(out.getvalue()) + 16_000_000, f"{held:,} bytes: more than one row group is in memory"
    assert pa.total_allocated_bytes() < 16_000_000
