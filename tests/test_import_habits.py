"""What crawlers of other makes do in their WARC files, each in a way of its own, and every version and compression."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import pytest
from archives import archive_of
from foreign import MOMENT, URL, compressed, http, identity, page, record, rows, sha1, write, zstd_with_dictionary
from test_warc_import import STORY

from pipelines.archive import Archive
from pipelines.extraction.rules import NO_RULES
from pipelines.importing.run import Source, import_source, refer_to_source
from pipelines.reading import extract_capture
from pipelines.reextract import Selection, select
from pipelines.storage.captures import capture_from_row
from pipelines.verify import verify
from pipelines.warc.reader import read_payload
from pipelines.warc.record import GZIP_HEAD


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    return archive


def info(block: bytes = b"software: x\r\n", **fields: str) -> bytes:
    return record(
        block, WARC_Type="warcinfo", WARC_Record_ID=identity(90), WARC_Target_URI="", Content_Type="application/warc-fields", **fields
    )


WGET = [
    info(b"software: Wget/1.25.0 (linux-gnu)\r\nrobots: classic\r\n", WARC_Filename="x.warc.gz"),
    record(
        b"GET /a HTTP/1.1\r\n\r\n",
        WARC_Type="request",
        WARC_Record_ID=identity(2),
        WARC_Target_URI=f"<{URL}>",
        Content_Type="application/http;msgtype=request",
    ),
    record(
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY), Transfer_Encoding="chunked"),
        WARC_Target_URI=f"<{URL}>",
        WARC_Concurrent_To=identity(2),
        WARC_Warcinfo_ID=identity(90),
        Content_Type="application/http;msgtype=response",
    ),
    record(
        b"<urn:uuid:1>\r\n",
        WARC_Type="metadata",
        WARC_Record_ID=identity(3),
        WARC_Target_URI="metadata://gnu.org/software/wget/warc/MANIFEST.txt",
        Content_Type="text/plain",
    ),
    record(
        b"--2026--\n",
        WARC_Type="resource",
        WARC_Record_ID=identity(4),
        WARC_Target_URI="metadata://gnu.org/software/wget/warc/wget.log",
        Content_Type="text/plain",
    ),
]
HERITRIX = [
    info(b"software: Heritrix/3.4.0\r\nformat: WARC File Format 1.0\r\nrobots: obey\r\nhttp-header-user-agent: x\r\n"),
    record(b"20180919010409\n192.0.2.1\n", WARC_Record_ID=identity(5), WARC_Target_URI="dns:news.example", Content_Type="text/dns"),
    record(http(), WARC_IP_Address="192.0.2.1", WARC_Payload_Digest=sha1(STORY)),
    record(
        b"GET /a HTTP/1.0\r\n\r\n",
        WARC_Type="request",
        WARC_Record_ID=identity(2),
        WARC_Concurrent_To=identity(1),
        Content_Type="application/http; msgtype=request",
    ),
    record(
        b"via: http://news.example/old\r\nhopsFromSeed: LR\r\nfetchTimeMs: 52\r\noutlink: http://news.example/b L a/@href\r\n",
        WARC_Type="metadata",
        WARC_Record_ID=identity(3),
        WARC_Concurrent_To=identity(1),
        Content_Type="application/warc-fields",
    ),
]
BROWSERTRIX = [
    info(b"software: Browsertrix-Crawler 1.5.0 (with warcio.js 2.4)\r\nformat: WARC File Format 1.1\r\n"),
    record(
        # The body is decoded, its coding remembered under another name, the digest SHA-256.
        http(x_orig_content_encoding="br", x_orig_transfer_encoding="chunked"),
        "WARC/1.1",
        WARC_Date="2018-09-19T01:04:09.123Z",
        WARC_Page_ID="1",
        WARC_Resource_Type="document",
        WARC_JSON_Metadata='{"ipType":"Public"}',
    ),
    record(
        b"GET /a HTTP/1.1\r\n\r\n",
        "WARC/1.1",
        WARC_Type="request",
        WARC_Record_ID=identity(2),
        WARC_Concurrent_To=identity(1),
        Content_Type="application/http; msgtype=request",
    ),
    record(
        b'{"pageid":"1"}',
        "WARC/1.1",
        WARC_Type="resource",
        WARC_Record_ID=identity(3),
        WARC_Target_URI=f"urn:pageinfo:{URL}",
        Content_Type="application/json",
    ),
    record(
        b"Ferry", "WARC/1.1", WARC_Type="resource", WARC_Record_ID=identity(4), WARC_Target_URI=f"urn:text:{URL}", Content_Type="text/plain"
    ),
    record(
        b"\x89PNG",
        "WARC/1.1",
        WARC_Type="resource",
        WARC_Record_ID=identity(6),
        WARC_Target_URI=f"urn:view:{URL}",
        Content_Type="image/png",
    ),
    record(
        b"\x89PNG",
        "WARC/1.1",
        WARC_Type="resource",
        WARC_Record_ID=identity(7),
        WARC_Target_URI="urn:thumbnail:1",
        Content_Type="image/png",
    ),
]
NEWS_CRAWL = [
    info(b"isPartOf: CC-NEWS\r\nsoftware: StormCrawler 2.10\r\n"),
    record(  # no request; the coding renamed, the length of before kept under another name
        http(X_Crawl_Content_Encoding="gzip", X_Crawl_Content_Length="700", Content_Length=str(len(STORY))),
        WARC_Payload_Digest=sha1(STORY),
        WARC_Block_Digest=sha1(http(X_Crawl_Content_Encoding="gzip", X_Crawl_Content_Length="700", Content_Length=str(len(STORY)))),
        WARC_Identified_Payload_Type="text/html",
        WARC_Truncated="",
    ),
]
OLD_PYWB = [record(http(STORY, Content_Encoding="gzip", Transfer_Encoding="chunked"))]  # decoded, the headers kept


@pytest.mark.parametrize(
    "records", [WGET, HERITRIX, BROWSERTRIX, NEWS_CRAWL, OLD_PYWB], ids=["wget", "heritrix", "browsertrix", "cc-news", "pywb"]
)
def test_one_page_is_one_capture_whatever_stands_around_it(archive: Archive, tmp_path: Path, records: list[bytes]) -> None:
    path = write(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, records)))
    result = import_source(archive, Source(path), lambda _: "example")
    assert (result.new, result.left_out, result.records) == (1, [], len(records))
    [row] = rows(archive)
    assert (row["url"], row["role"], row["site"], row["fetched_at"]) == (URL, "article", "example", "2018-09-19T01:04:09+00:00")
    assert read_payload(archive.warc, capture_from_row(row)) == STORY
    assert extract_capture(archive.warc, capture_from_row(row), NO_RULES).title == "Ferry to run all winter"
    assert verify(archive).problems == []
    assert row["redirected_from"] == ("http://news.example/old" if records is HERITRIX else None)


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"])
@pytest.mark.parametrize("kind", ["gzip", "zstd", "dictionary", "plain"])
def test_every_version_in_every_compression(archive: Archive, tmp_path: Path, version: str, kind: str) -> None:
    ending, data = compressed([page(number, version=version) for number in range(1, 5)], kind)
    source = Source(write(tmp_path / f"a{ending}", data))
    result = import_source(archive, source, lambda _: "example")
    assert (result.new, result.left_out) == (4, [])
    assert [read_payload(archive.warc, capture_from_row(row)) for row in rows(archive)] == [
        STORY.replace(b"nine", b"%d" % n) for n in range(1, 5)
    ]
    assert verify(archive).problems == []
    referred = refer_to_source(archive, source, lambda _: "example")
    assert (referred.new, referred.known) == (0, 4), "the same records where they lie are known"


def test_a_dictionary_that_is_not_compressed_itself(archive: Archive, tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.zst", zstd_with_dictionary([page(number) for number in range(1, 5)], compressed=False))
    assert refer_to_source(archive, Source(path), lambda _: None).new == 4
    assert [read_payload(archive.warc, capture_from_row(row))[:15] for row in rows(archive)] == [STORY[:15]] * 4


def test_records_of_a_gzip_file_are_taken_over_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    """But for the gzip headers, which come in five kinds and are made one."""
    members = []
    for each, flags, extra in zip(HERITRIX, (4, 8, 16, 2, 0), (b"\6\0sl\2\0ab", b"name\0", b"comment\0", b"", b""), strict=True):
        head = b"\x1f\x8b\x08" + bytes([flags]) + b"\5\0\0\0\2\3" + extra
        members.append(head + (struct.pack("<H", zlib.crc32(head) & 0xFFFF) if flags == 2 else b"") + gzip.compress(each)[10:])
    result = import_source(archive, Source(write(tmp_path / "a.warc.gz", b"".join(members))), lambda _: None)
    same = b"".join(GZIP_HEAD + gzip.compress(each)[10:] for each in HERITRIX)
    assert (result.new, result.left_out) == (1, [])
    assert (archive.warc / result.warc_file).read_bytes().endswith(same)


def test_a_record_without_an_id_gets_one_that_stays(archive: Archive, tmp_path: Path) -> None:
    records = [page(number).replace(f"WARC-Record-ID: {identity(number)}\r\n".encode(), b"") for number in (1, 2)]
    for name in ("a.warc", "b.warc.gz"):
        result = import_source(archive, Source(write(tmp_path / name, b"".join(records))), lambda _: None)
        assert result.new == (2 if name == "a.warc" else 0)


def test_a_revisit_stands_for_the_page_that_its_digest_names(archive: Archive, tmp_path: Path) -> None:
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    digest = sha1(STORY)
    again = {"WARC_Type": "revisit", "WARC_Profile": profile, "WARC_Payload_Digest": digest, "WARC_Date": "2018-09-20T01:04:09Z"}
    revisit = record(
        http(b"", Content_Length="0"), WARC_Record_ID=identity(2), WARC_Refers_To_Target_URI=URL, WARC_Refers_To_Date=MOMENT, **again
    )
    path = write(tmp_path / "a.warc.gz", gzip.compress(record(WARC_Payload_Digest=digest)) + gzip.compress(revisit))
    import_source(archive, Source(path, site="example"), lambda _: None)
    first, second = rows(archive)
    assert first["sha256"] == second["sha256"] != ""
    with archive.database() as db:
        assert select(db, {}, Selection()) == [first["id"]], "an empty revisit is no page of its own"
    assert verify(archive).problems == []


def test_only_html_answers_are_extracted(archive: Archive, tmp_path: Path) -> None:
    others = [
        page(2, Content_Type="application/http").replace(b"text/html", b"image/png"),
        page(3).replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 No"),
        record(
            b"{}",
            WARC_Type="resource",
            WARC_Record_ID=identity(4),
            WARC_Target_URI="http://news.example/api",
            Content_Type="application/json",
        ),
    ]
    path = write(tmp_path / "a.warc.gz", b"".join(gzip.compress(each) for each in [page(1), *others]))
    assert import_source(archive, Source(path), lambda _: None).new == 4
    with archive.database() as db:
        assert select(db, {}, Selection()) == [row["id"] for row in rows(archive) if row["url"] == "http://news.example/1"]


def test_where_a_record_came_from_stays_with_it(archive: Archive, tmp_path: Path) -> None:
    path = write(tmp_path / "their file.warc.gz", b"".join(map(gzip.compress, HERITRIX)))
    result = import_source(archive, Source(path), lambda _: None)
    text = gzip.decompress((archive.warc / result.warc_file).read_bytes())
    assert f"imported-from: {path}\r\n".encode() in text
    assert b"imported-sha256: " in text
    assert b"software: Heritrix/3.4.0" in text, "the warcinfo of the file that was imported stays beside ours"


@pytest.mark.parametrize("kind", ["gzip", "zstd", "plain"])
def test_headers_whose_lines_end_with_lf_alone(archive: Archive, tmp_path: Path, kind: str) -> None:
    """Against the standard, and written by some old tools; one stands among others that end as they should."""
    bare = [head.replace(b"\r\n", b"\n") + b"\n\n" + rest for head, _, rest in (page(number).partition(b"\r\n\r\n") for number in (2, 3))]
    ending, data = compressed([page(1), *bare], kind)
    path = write(tmp_path / f"a{ending}", data)
    assert refer_to_source(archive, Source(path), lambda _: None).new == 3
    assert verify(archive).problems == []
    result = import_source(archive, Source(path), lambda _: None)
    assert (result.known, result.left_out) == (3, [])
    assert [read_payload(archive.warc, capture_from_row(row))[:15] for row in rows(archive)] == [STORY[:15]] * 3
