"""What leaves the archive is what was asked for, and the tools that it is for accept it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archives import add_rows, archive_of
from click.testing import CliRunner, Result
from warc_exchanges import MOMENT, PAGE, exchange, writer

from pipelines.archive import Archive
from pipelines.article import Article, Credit, Extractor
from pipelines.export.run import Order, export_to_file
from pipelines.export.selection import Selection
from pipelines.export.tables import CSV_COLUMNS, write_csv
from pipelines.storage.articles import save_article
from pipelines.storage.captures import save_capture
from pipelines.warc.reader import iter_captures
from scraper.cli import morgue

TITLES = ("水库的水位", '=HYPERLINK("http://evil.example")', "A dam", "Kept private")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    pages = [exchange(url=f"http://news.example/{number}", body=PAGE + str(number).encode()) for number in range(len(TITLES))]
    archive, captures = archive_of(
        tmp_path_factory.mktemp("export") / "a", [*pages, exchange(url="http://news.example/robots.txt", role="robots")]
    )
    with archive.database() as db:
        for number, title in enumerate(TITLES):
            capture = replace(captures[number], id=save_capture(db, captures[number]))
            article = Article(
                url=capture.url,
                title=title,
                text=f"贵州 text {number}",
                published_at=f"2026-11-2{number}T08:00:00+08:00",
                authors=["+陈曦", "李明"],
                credits=[Credit("reporter", "陈曦")],
                notice="转载须注明",
                extractor=Extractor("test", "1", "0"),
            )
            save_article(db, capture, article)
        db.execute("UPDATE captures SET private = 1 WHERE url = 'http://news.example/3'")
    return archive


def export(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(morgue, ["-C", str(archive.root), "export", *arguments], standalone_mode=False)


def test_jsonl_holds_every_field_and_where_it_came_from(archive: Archive) -> None:
    lines = [json.loads(line) for line in export(archive, "jsonl").stdout.splitlines()]
    assert [line["title"] for line in lines] == list(TITLES[:3]), "private captures are never exported unless asked for"
    first = lines[0]
    assert (first["authors"], first["credits"], first["notices"]) == (
        ["+陈曦", "李明"],
        [{"role": "reporter", "name": "陈曦"}],
        ["转载须注明"],
    )
    assert (first["captured_url"], first["extractor"]) == ("http://news.example/0", "test/1/0")
    assert first["warc_file"].endswith(".warc.gz")


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--private"], TITLES),
        (["--site", "other"], ()),
        (["--since", "2026-11-21"], TITLES[1:3]),
        (["--until", "2026-11-21"], TITLES[:2]),
        (["--query", "水位"], TITLES[:1]),
        (["--query", "贵州", "--since", "2026-11-22"], TITLES[2:3]),
    ],
)
def test_selections(archive: Archive, options: list[str], titles: tuple[str, ...]) -> None:
    assert [json.loads(line)["title"] for line in export(archive, "jsonl", *options).stdout.splitlines()] == list(titles)


def test_csv_cells_are_never_formulas(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert export(archive, "csv", "-o", str(path)).exception is None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["title"] for row in rows] == [TITLES[0], "'" + TITLES[1], TITLES[2]]
    assert rows[0]["authors"] == "'+陈曦; 李明"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_each_beginning_of_a_formula_is_disarmed(value: str) -> None:
    out = io.StringIO()
    write_csv([{**dict.fromkeys(CSV_COLUMNS, ""), "title": value}], out)
    assert list(csv.reader(io.StringIO(out.getvalue(), newline="")))[1][2] == "'" + value


def test_a_manifest_says_where_the_file_came_from(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export(archive, "jsonl", "--since", "2026-11-21", "-o", str(path))
    manifest = json.loads((tmp_path / "a.jsonl.manifest.json").read_text("utf-8"))
    assert (manifest["count"], manifest["selection"]) == (2, {"since": "2026-11-21"})
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    again = export(archive, "jsonl", "-o", str(path))
    assert "exists already; name another file" in str(again.exception)


def test_warc_is_the_selected_records_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    export(archive, "warc", "--query", "水位", "-o", str(path))
    [(capture, entity)] = iter_captures(path)
    assert (capture.url, entity, capture.role) == ("http://news.example/0", PAGE + b"0", "article")
    assert capture.request_record_id is not None
    whole = next(archive.warc.rglob("*.warc.gz")).read_bytes()
    assert path.read_bytes() in whole, "the first capture and its warcinfo stand so in the archive"
    assert "ends with .warc.gz" in str(export(archive, "warc", "-o", str(tmp_path / "b.warc")).exception)


def test_a_revisit_takes_its_original_along(tmp_path: Path) -> None:
    with writer(tmp_path / "warc") as warc:
        original = warc.write_exchange(exchange())
        other = warc.write_exchange(exchange(url="http://news.example/other"))
        revisit = warc.write_exchange(exchange(status=304, body=b"", fetched_at=MOMENT + timedelta(days=2)), original)
    archive = Archive.create(tmp_path / "a")
    shutil.copytree(tmp_path / "warc", archive.warc, dirs_exist_ok=True)
    add_rows(archive, [original, other, revisit])
    export(archive, "warc", "--since", "2026-11-25", "-o", str(tmp_path / "a.warc.gz"))
    assert [capture.record_id for capture, _ in iter_captures(tmp_path / "a.warc.gz")] == [original.record_id, revisit.record_id]


def test_cdxj_names_the_archives_own_files(archive: Archive) -> None:
    lines = export(archive, "cdxj").stdout.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 4
    assert (archive.warc / json.loads(lines[0].split(" ", 2)[2])["filename"]).is_file()


@pytest.fixture(scope="module")
def wacz(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wacz") / "a.wacz"
    assert export(archive, "wacz", "-o", str(path)).exception is None
    return path


def test_wacz_index_points_at_the_records_in_the_zip(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as archive:
        assert {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_STORED} == {
            next(name for name in archive.namelist() if name.startswith("archive/")),
            "indexes/index.cdx.gz",
        }
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        for line in lines:
            entry = json.loads(line.split(" ", 2)[2])
            data = archive.read(f"archive/{entry['filename']}")
            record = gzip.decompress(data[int(entry["offset"]) : int(entry["offset"]) + int(entry["length"])])
            assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record
        header, *pages = (json.loads(line) for line in archive.read("pages/pages.jsonl").decode().splitlines())
    assert len(lines) == 4
    assert header["format"] == "json-pages-1.0"
    assert [page["title"] for page in pages] == list(TITLES[:3])


def test_members_are_found_where_replayweb_page_looks_for_them(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as archive:
        for info in archive.infolist()[:-2]:  # the last are written whole and have fields nowhere
            assert info.extra, f"{info.filename}: without a field in the directory its data is read as if the local header had none"


@pytest.mark.parametrize("which", ["all", "without an article"])
def test_py_wacz_accepts_it(wacz: Path, archive: Archive, tmp_path: Path, which: str) -> None:
    pytest.importorskip("wacz", reason="pip install newsmorgue[archive-test] to validate with py-wacz")
    if which != "all":
        wacz = tmp_path / "x.wacz"
        export_to_file(archive, Order("wacz", Selection(where="a.id IS NULL")), wacz)
    done = subprocess.run([sys.executable, "-m", "wacz", "validate", "-f", str(wacz)], capture_output=True, text=True, check=False)
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr
