"""What a crawl's session puts into the records beside the exchange: who crawls and how, how a URL was found, rights, timings."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from generated_site import write_site
from warc_exchanges import MOMENT, PAGE, exchange, writer

from pipelines.archive import Archive
from pipelines.rights import rights_signals
from pipelines.warc.reader import iter_captures
from pipelines.warc.record import parse_warc_fields
from scraper.session import CrawlSession
from scraper.site import read_sites


def records(path: Path) -> list[tuple[dict[str, str], bytes]]:
    with path.open("rb") as stream:
        return [(dict(record.headers), record.reader.read()) for record in ArchiveIterator(stream, parse_http=False)]


def test_warcinfo_says_who_crawled_and_under_which_rules(archive: Archive) -> None:
    write_site(archive.sites, "http://127.0.0.1:1")
    [site] = read_sites(archive.sites)
    session = CrawlSession(archive, site)
    capture, _ = session.record(exchange(site="post", crawl_id=session.crawl_id))
    session.close("finished")
    fields, block = records(archive.warc / capture.warc_file)[0]
    assert (fields["WARC-Type"], fields["WARC-Filename"]) == ("warcinfo", Path(capture.warc_file).name)
    info = dict(parse_warc_fields(block))
    assert info["software"].startswith("newsmorgue/")
    assert (info["operator"], info["robots"], info["format"]) == ("Test <mailto:test@example.org>", "obeyed", "WARC File Format 1.1")
    assert "mailto:test@example.org" in info["http-header-user-agent"]
    assert info["settings-digest"] == site.extraction_rules().digest
    assert "credentials in requests are left out" in info["http-normalised"]
    assert info["isPartOf"] == session.crawl_id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"found_on": "http://news.example/feed"}, {"via": "http://news.example/feed", "hopsFromSeed": "L"}),
        ({"redirected_from": "http://a/", "found_on": "http://b/"}, {"via": "http://a/", "hopsFromSeed": "R"}),
        ({"seconds": 1.2345}, {"fetchTimeMs": "1234"}),
        ({"signals": (("rights-robots", "noindex"), ("rights-robots", "noai"))}, {"rights-robots": "noai"}),
    ],
    ids=["found", "redirected", "timed", "rights"],
)
def test_metadata_says_what_the_exchange_does_not(tmp_path: Path, changes: dict[str, object], expected: dict[str, str]) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange(**changes))
    [(fields, block)] = [each for each in records(tmp_path / capture.warc_file) if each[0]["WARC-Type"] == "metadata"]
    assert expected.items() <= dict(parse_warc_fields(block)).items()
    assert fields["WARC-Concurrent-To"] == f"<{capture.record_id}>"
    [(read, _)] = iter_captures(tmp_path / capture.warc_file)
    assert read.redirected_from == changes.get("redirected_from"), "being found on a page is no redirect"


def test_a_revisit_never_refers_to_a_revisit(archive: Archive) -> None:
    write_site(archive.sites, "http://127.0.0.1:1")
    [site] = read_sites(archive.sites)
    session = CrawlSession(archive, site)
    same = exchange(site="post", crawl_id=session.crawl_id)
    captures = []
    for hours, changes in ((0, {}), (1, {}), (2, {"status": 304, "body": b""}), (3, {})):
        captures.append(session.record(replace(same, fetched_at=MOMENT + timedelta(hours=hours), **changes))[0])
        session.ledger.commit()
    session.close("finished")
    first = captures[0]
    revisits = [fields for fields, _ in records(archive.warc / first.warc_file) if fields["WARC-Type"] == "revisit"]
    profiles = [fields["WARC-Profile"].rpartition("/")[2] for fields in revisits]
    assert profiles == ["identical-payload-digest", "server-not-modified", "identical-payload-digest"]
    for fields in revisits:
        assert fields["WARC-Refers-To"] == f"<{first.record_id}>"
        assert (fields["WARC-Refers-To-Target-URI"], fields["WARC-Refers-To-Date"]) == (first.url, "2026-11-23T04:05:06.789012Z")
        assert fields["WARC-Payload-Digest"] == first.payload_digest


CUT = """\
WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>
WARC-Date: 2026-11-23T04:05:06.789012Z
WARC-Target-URI: http://news.example/20261123/a.html?page=1
WARC-Protocol: h2
WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
WARC-Truncated: length
WARC-Identified-Payload-Type: text/html
WARC-Payload-Digest: sha1:ALPR2Q7KJOSZUTKMGLUDMKRFHYJFZR2C
WARC-Block-Digest: sha1:WXSAPR2Q5CBZ6EQOFVQBJRNNCKNDTG6Y
Content-Type: application/http; msgtype=response
Content-Length: 79

HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 15

<!doctype html>

"""


def test_a_truncated_response_to_the_letter(tmp_path: Path) -> None:
    cut = exchange(body=PAGE[:15], truncated="length", protocol="h2", ip_address=None, response_headers=((b"Content-Type", b"text/html"),))
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(cut)
    data = (tmp_path / capture.warc_file).read_bytes()[capture.offset : capture.offset + capture.length]
    assert gzip.decompress(data).decode().replace("\r\n", "\n") == CUT


def test_what_a_page_says_of_its_use() -> None:
    headers = [
        ("X-Robots-Tag", "NoAI"),
        ("TDM-Reservation", "1"),
        ("Link", '<https://a.example/>; rel="next", <https://l.example/>; rel="license"'),
    ]
    page = b"""<html><head><META content='noindex, noarchive' name=robots><meta name="tdm-policy" content="https://p.example/x.json">
        <link rel="license nofollow" href=https://creativecommons.org/licenses/by/4.0/><meta name=author content=A></head>"""
    assert rights_signals(headers, gzip.compress(page), "gzip") == (
        ("rights-robots", "noai"),
        ("rights-tdm-reservation", "1"),
        ("rights-license", "https://l.example/"),
        ("rights-robots", "noindex, noarchive"),
        ("rights-tdm-policy", "https://p.example/x.json"),
        ("rights-license", "https://creativecommons.org/licenses/by/4.0/"),
    )


@pytest.mark.parametrize(
    "page", [b"", b"<meta robots" * 50_000, b'<meta name="robots" content="' + b"a" * 400 + b'">'], ids=["empty", "open", "long"]
)
def test_signals_of_hostile_pages_are_few_and_short(page: bytes) -> None:
    signals = rights_signals([("X-Robots-Tag", "x" * 100_000)] * 500 + [("Link", "<" * 50_000)], page)
    assert len(signals) <= 20
    assert all(len(value) <= 300 for _, value in signals)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="names of open files are asked of Linux")
def test_bytes_are_on_the_disk_before_the_index_and_the_rows_speak_of_them(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(archive.sites, "http://127.0.0.1:1")
    [site] = read_sites(archive.sites)
    session = CrawlSession(archive, site)
    capture, _ = session.record(exchange(site="post", crawl_id=session.crawl_id))
    synced: list[tuple[str, bool]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        rows = session.db.first("SELECT count(*) AS n FROM captures")
        synced.append((Path(f"/proc/self/fd/{descriptor}").resolve().name, bool(rows and rows["n"])))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    session.ledger.commit()
    monkeypatch.undo()
    session.close("finished")
    assert synced == [(f"{Path(capture.warc_file).name}.open", False), ("post~000000001.cdxj.part", False)]
