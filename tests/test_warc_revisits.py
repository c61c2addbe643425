"""Revisit records of other tools are read as the capture that holds their payload, at whatever address that was made."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from archives import archive_of
from foreign import MOMENT, http, identity, record, rows, sha1, write
from inspect_archive import datasette_of, get
from test_warc_import import STORY as CANONICAL
from test_warc_import import imported, served
from test_warc_rebuild import contents, run
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive import Archive
from pipelines.batch import extract_all, from_paths
from pipelines.export.run import Order, export_to_file
from pipelines.export.selection import Selection
from pipelines.forget import forget
from pipelines.provenance import provenance
from pipelines.verify import verify
from pipelines.warc.records import iter_records

STORY = b"".join(line for line in CANONICAL.splitlines(keepends=True) if b"canonical" not in line)
FIRST, OTHER = "http://news.example/a", "http://m.news.example/a"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
LATER = "2018-09-20T01:04:09Z"


def original(body: bytes = STORY, number: int = 1, **fields: str) -> bytes:
    return record(http(body), WARC_Record_ID=identity(number), **fields)


def revisit(number: int = 2, block: bytes | None = None, **fields: str) -> bytes:
    """Of the page at another address; what names the original is left to the test."""
    values = {"WARC_Target_URI": OTHER, "WARC_Date": LATER, **fields}
    return record(
        http(b"", Content_Length=str(len(STORY))) if block is None else block,
        WARC_Type="revisit",
        WARC_Record_ID=identity(number),
        WARC_Profile=PROFILE,
        **values,
    )


SHA256 = hashlib.sha256(STORY).hexdigest()
NAMED = {
    "record id": {"WARC_Refers_To": identity(1)},
    "address and date": {"WARC_Refers_To_Target_URI": FIRST, "WARC_Refers_To_Date": MOMENT},
    "address and date to the microsecond": {"WARC_Refers_To_Target_URI": FIRST, "WARC_Refers_To_Date": "2018-09-19T01:04:09.123456Z"},
    "digest": {"WARC_Payload_Digest": sha1(STORY)},
    "digest in base16": {"WARC_Payload_Digest": f"sha1:{hashlib.sha1(STORY).hexdigest()}"},
    "SHA-256 as Browsertrix writes it": {"WARC_Payload_Digest": f"sha256:{SHA256}"},
    "a record id that nobody has, and a digest": {"WARC_Refers_To": identity(77), "WARC_Payload_Digest": sha1(STORY)},
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    (archive.sites / "example.toml").write_text('name = "example"\ntitle = "Example"\nurl = "http://news.example/"\n')
    return archive


def bring(archive: Archive, folder: Path, *records: bytes, name: str = "a", options: tuple[str, ...] = ()) -> Any:
    return imported(archive, str(write(folder / f"{name}.warc.gz", b"".join(map(gzip.compress, records)))), *options)


def articles(archive: Archive) -> dict[str, str]:
    with archive.database() as db:
        return {row["url"]: row["title"] for row in db.rows_of("SELECT url, title FROM articles ORDER BY url")}


@pytest.mark.parametrize("first", ["original", "revisits"])
def test_a_page_at_another_address_is_an_article_there(archive: Archive, tmp_path: Path, first: str) -> None:
    """However its original is named, and whichever comes first."""
    again = [revisit(number, WARC_Target_URI=f"{OTHER}/{number}", **named) for number, named in enumerate(NAMED.values(), 2)]
    assert bring(archive, tmp_path, *((original(), *again) if first == "original" else (*again, original()))).return_value == 0
    for row, named in zip(rows(archive, "url, original, sha256"), NAMED, strict=False):
        assert (row["original"], row["sha256"]) == (identity(1).strip("<>"), SHA256), f"by {named}"
    addresses = {FIRST, *(f"{OTHER}/{number}" for number in range(2, 2 + len(NAMED)))}
    assert articles(archive) == dict.fromkeys(sorted(addresses), "Ferry to run all winter")
    report = verify(archive)
    assert (report.problems, report.notes) == ([], [])
    assert {link.record for url in addresses for link in _provenance(archive, url)} == {"intact"}


def _provenance(archive: Archive, url: str) -> list[Any]:
    with archive.database() as db:
        return provenance(archive, db, url).links


def test_a_page_that_was_another_in_between(archive: Archive, tmp_path: Path) -> None:
    """Our own crawls store it again; others refer to the first."""
    between = original(STORY.replace(b"nine", b"ten"), 2, WARC_Date="2018-09-20T00:00:00Z")
    bring(archive, tmp_path, original(), between, revisit(3, WARC_Target_URI=FIRST, WARC_Date="2018-09-21T00:00:00Z", **NAMED["digest"]))
    with archive.database() as db:
        [article] = db.rows_of("SELECT text, c.record_id FROM articles a JOIN captures c ON c.id = a.capture")
    assert "leaves at nine" in article["text"]
    assert article["record_id"] == identity(3).strip("<>"), "the newest capture of the page is the revisit"


def test_without_http_of_its_own_it_has_that_of_the_original(archive: Archive, tmp_path: Path) -> None:
    bring(archive, tmp_path, original(), revisit(block=b"", Content_Type="", **NAMED["record id"]))
    assert [row["status"] for row in rows(archive, "status")] == [200, 200]
    assert OTHER in articles(archive)


def test_an_original_that_is_not_here_is_said_and_comes_later(archive: Archive, tmp_path: Path) -> None:
    bring(archive, tmp_path, revisit(**NAMED["address and date"]), name="later")
    with archive.database() as db:
        [reading] = db.rows_of("SELECT status, reason FROM extractions")
        [failure] = db.rows_of("SELECT url, error FROM failures")
    told = f"a revisit of {FIRST} of 2018-09-19T01:04:09+00:00, which is not in the archive; import the file that holds it"
    assert reading["status"] == "error"
    assert told in reading["reason"]
    assert failure == {"url": OTHER, "error": reading["reason"]}
    report = verify(archive)
    assert report.problems == []
    assert report.notes[0].startswith("1 revisits stand for captures that are not in the archive; import")
    bring(archive, tmp_path, original(), name="first")
    run(archive, "reextract", "--failed")
    assert articles(archive) == {OTHER: "Ferry to run all winter", FIRST: "Ferry to run all winter"}
    assert verify(archive).notes == []


def test_a_digest_of_nothing_is_no_page(archive: Archive, tmp_path: Path) -> None:
    """Redirects have equal, empty bodies; what repeats one is a redirect."""
    moved = record(http(b"", "301 Moved", Location=FIRST), WARC_Record_ID=identity(5), WARC_Target_URI="http://news.example/old")
    again = revisit(6, http(b"", "302 Found", Location="/x"), WARC_Payload_Digest=sha1(b""))
    bring(archive, tmp_path, moved, again)
    assert articles(archive) == {}
    assert [row["status"] for row in rows(archive, "status")] == [302, 301]


def test_what_asks_for_privacy_has_it_at_every_address(archive: Archive, tmp_path: Path) -> None:
    asks = STORY.replace(b"<head>", b'<head><meta name="robots" content="noarchive">')
    bring(archive, tmp_path, original(asks), revisit(**NAMED["record id"]))
    with archive.database() as db:
        assert [row["private"] for row in db.rows_of("SELECT private FROM articles")] == [1, 1]


def test_a_rebuild_says_the_same(archive: Archive, tmp_path: Path) -> None:
    bring(archive, tmp_path, original(), revisit(**NAMED["record id"]), revisit(4, WARC_Target_URI="http://x.example/", **NAMED["digest"]))
    bring(archive, tmp_path, revisit(5, WARC_Target_URI="http://y.example/", WARC_Refers_To=identity(99)), name="b")
    before, columns = contents(archive), "url, refers_to, refers_to_url, refers_to_date, original"
    referring = rows(archive, columns)
    run(archive, "rebuild")
    after = contents(archive)
    for name in before:
        assert after[name] == before[name], f"table {name} differs"
    assert rows(archive, columns) == referring


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_an_export_takes_the_original_along(archive: Archive, tmp_path: Path, form: str) -> None:
    bring(archive, tmp_path, original(), revisit(**NAMED["record id"]))
    output = tmp_path / f"x.{form}{'.gz' if form == 'warc' else ''}"
    count, _ = export_to_file(archive, Order(form, Selection(where=f"c.url = '{OTHER}'")), output)
    assert count == 2
    if form == "warc":
        assert {each.record_id for each in iter_records(output)} >= {identity(1).strip("<>"), identity(2).strip("<>")}


def test_outside_of_an_archive_it_is_no_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", gzip.compress(original()) + gzip.compress(revisit(**NAMED["address and date"])))
    page, again = extract_all(from_paths([path]))
    assert (page["status"], again["status"]) == ("ok", "not_article")
    assert again["reason"].startswith(f"a revisit of {FIRST} of 2018-09-19")


def test_it_is_shown_as_the_page_that_it_stands_for(archive: Archive, tmp_path: Path) -> None:
    bring(
        archive, tmp_path, original(), revisit(**NAMED["record id"]), revisit(8, WARC_Target_URI=f"{OTHER}/8", WARC_Refers_To=identity(99))
    )
    datasette = datasette_of(archive)
    assert "will run all winter" in get(datasette, f"/web/20180920010409/{OTHER}").text
    missing = get(datasette, f"/web/20180920010409/{OTHER}/8")
    assert (missing.status_code, "import the WARC file that holds it" in missing.text) == (502, True)


def test_forgetting_the_original_forgets_what_repeats_it(archive: Archive, tmp_path: Path) -> None:
    bring(archive, tmp_path, original(), revisit(**NAMED["record id"]))
    forgotten = forget(archive, [FIRST], "asked to")
    assert (set(forgotten.articles), forgotten.captures) == ({FIRST, OTHER}, 2), "its payload was the one that had to go"
    assert (rows(archive), articles(archive)) == ([], {})
    assert verify(archive).problems == []


def test_forgetting_what_repeats_leaves_the_original(archive: Archive, tmp_path: Path) -> None:
    bring(archive, tmp_path, original(), revisit(**NAMED["record id"]))
    forget(archive, [OTHER], "asked to")
    assert articles(archive) == {FIRST: "Ferry to run all winter"}


def warcio_revisits() -> bytes:
    """As warcio writes them: the original, the page at another address, and at a third that no original is named for."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    response = writer.create_warc_record(FIRST, "response", io.BytesIO(STORY), len(STORY), http_headers=head)
    writer.write_record(response)
    digest, date = response.rec_headers["WARC-Payload-Digest"], response.rec_headers["WARC-Date"]
    writer.write_record(writer.create_revisit_record(OTHER, digest, FIRST, date, http_headers=head))
    return out.getvalue()


def test_what_warcio_wrote(archive: Archive, tmp_path: Path) -> None:
    imported(archive, str(write(tmp_path / "a.warc.gz", warcio_revisits())))
    assert articles(archive) == {OTHER: "Ferry to run all winter", FIRST: "Ferry to run all winter"}
    assert verify(archive).problems == []


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_what_wget_found_again(archive: Archive, tmp_path: Path) -> None:
    """It names the original by record id alone, its payload digests are over bodies with their chunks, the block digest is of nothing."""
    with served() as address:
        page = f"{address}/a.html"
        common = ["wget", "-q", "-O", os.devnull, "--warc-cdx"]
        subprocess.run([*common, "--warc-file", "first", page], cwd=tmp_path, timeout=60, check=False)
        subprocess.run([*common, "--warc-file", "again", "--warc-dedup", "first.cdx", page], cwd=tmp_path, timeout=60, check=False)
    assert [each.type for each in iter_records(tmp_path / "again.warc.gz")].count("revisit") == 1
    imported(archive, str(tmp_path / "again.warc.gz"))
    assert articles(archive) == {}, "the first file is not here"
    imported(archive, str(tmp_path / "first.warc.gz"))
    run(archive, "reextract", "--failed")
    assert set(articles(archive).values()) == {"Ferry to run all winter"}
    first, again = sorted(rows(archive), key=lambda row: row["original"] or "")
    assert (again["original"], again["sha256"]) == (first["record_id"], first["sha256"])
    assert (verify(archive).problems, verify(archive).notes) == ([], [])
