"""pywb over our files and our index gives back the bytes that were served, through redirects and revisits."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPResponse

import brotli
import pytest
import zstandard
from archives import add_rows, archive_of
from foreign import http, record, write
from warc_exchanges import MOMENT, PAGE, exchange

from pipelines.archive import Archive
from pipelines.importing.run import Source, import_source
from pipelines.replay_index import CrawlIndex, update_index
from pipelines.warc.build import PROFILES
from pipelines.warc.record import warc_date
from pipelines.warc.writer import Exchange, WarcWriter

pytest.importorskip("pywb", reason="pip install newsmorgue[archive-test] to replay with pywb")

LATE = b"<title>A file that is still open</title>"
GBK = "<title>水库</title>".encode("gbk")
SERVED = {
    "/plain": (PAGE, b"text/html", b""),
    "/gzip": (gzip.compress(PAGE), b"text/html", b"gzip"),
    "/br": (brotli.compress(PAGE), b"text/html", b"br"),
    "/zstd": (zstandard.compress(PAGE), b"text/html", b"zstd"),
    "/deflate": (zlib.compress(PAGE), b"text/html", b"deflate"),
    "/query?b=2&a=1&a=3&c=&d=x%2Fy+z": (PAGE + b"query", b"text/html; charset=utf-8", b""),
    "/gbk?a=1&b=%B9%F3": (GBK, b"text/html; charset=gbk", b""),
    "/image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"image/png", b""),
}


def of(path: str, hours: int = 0, **changes: object) -> Exchange:
    body, media_type, coding = SERVED[path]
    headers = (
        (b"Content-Type", media_type),
        (b"Set-Cookie", b"a=1"),
        (b"Transfer-Encoding", b"chunked"),  # as most servers send; the writer keeps the body without it
        (b"Set-Cookie", b"b=2"),
        *(((b"Content-Encoding", coding),) if coding else ()),
    )
    values = {"url": f"http://news.example{path}", "fetched_at": MOMENT + timedelta(hours=hours), "body": body, "response_headers": headers}
    return exchange(**{**values, **changes})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """With a crawl that goes on while pywb serves what it has."""
    chain = [
        exchange(
            url=f"http://news.example/{start}", status=status, body=b"", response_headers=((b"Location", b"http://news.example/" + end),)
        )
        for start, status, end in (("older", 301, b"moved"), ("moved", 302, b"gzip"))
    ]
    archive, captures = archive_of(tmp_path_factory.mktemp("replay") / "a", [*(of(path) for path in SERVED), *chain])
    with WarcWriter(archive.warc, "example", {}) as warc:
        again = warc.write_exchange(of("/gzip", 1), captures[1])
        not_modified = warc.write_exchange(of("/plain", 2, status=304, body=b"", response_headers=((b"ETag", b"1"),)), captures[0])
    add_rows(archive, [again, not_modified])
    # As crawlers that know one payload at all its addresses write it.
    named = {"WARC_Refers_To_Target_URI": "http://news.example/plain", "WARC_Refers_To_Date": warc_date(MOMENT)}
    block = http(b"", Content_Length=str(len(PAGE)))
    copy = {
        "WARC_Target_URI": "http://news.example/copy",
        "WARC_Date": warc_date(MOMENT),
        "WARC_Payload_Digest": captures[0].payload_digest,
    }
    revisit = record(block, "WARC/1.1", WARC_Type="revisit", WARC_Profile=f"{PROFILES}identical-payload-digest", **copy, **named)
    import_source(archive, Source(write(archive.root / "foreign.warc.gz", gzip.compress(revisit))), lambda _: "example")
    with archive.database() as db:
        update_index(archive, db)
    with WarcWriter(archive.warc, "example", {}) as warc:
        index = CrawlIndex(archive, "example")
        index.add(warc.write_exchange(of("/gzip", 24, body=gzip.compress(LATE))), is_revisit=False)
        index.commit()
        yield archive


@pytest.fixture(scope="module")
def port(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("pywb")
    paths = f"index_paths: {archive.index}/\n    archive_paths: [{archive.warc}/, {archive.index}/open/]"
    (folder / "config.yaml").write_text(f"collections:\n  news:\n    {paths}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-c", "from pywb.apps.cli import wayback; wayback()", "-b", "127.0.0.1", "-p", str(port), "-d", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("pywb did not start within 30 seconds")


def test_a_revisit_of_another_address_is_that_page(port: int) -> None:
    response, body = replayed(port, "/copy", MOMENT)
    assert (response.status, body) == (200, PAGE)


def replayed(port: int, path: str, moment: datetime) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    accepted = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    connection.request("GET", f"/news/{moment:%Y%m%d%H%M%S}id_/http://news.example{path}", headers=accepted)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(("path", "hours"), [*((path, 0) for path in SERVED), ("/gzip", 1), ("/plain", 2)])
def test_pages_replay_byte_identical(port: int, path: str, hours: int) -> None:
    response, body = replayed(port, path, MOMENT + timedelta(hours=hours))
    assert (response.status, body) == (200, SERVED[path][0])


def test_what_a_crawl_writes_is_served_meanwhile(port: int) -> None:
    response, body = replayed(port, "/gzip", MOMENT + timedelta(hours=24))
    assert (response.status, gzip.decompress(body)) == (200, LATE)


def test_headers_that_repeat_are_repeated(port: int) -> None:
    response, _ = replayed(port, "/plain", MOMENT)
    cookies = [value for name, value in response.getheaders() if name.lower().endswith("set-cookie")]
    assert [cookie.split(";")[0] for cookie in cookies] == ["a=1", "b=2"]


def test_redirects_resolve_one_after_the_other(port: int) -> None:
    path, statuses = "/older", []
    for _ in range(3):
        response, body = replayed(port, path, MOMENT)
        statuses.append(response.status)
        path = "/" + (response.getheader("Location") or "").rpartition("/")[2]
    assert (statuses, body) == ([301, 302, 200], SERVED["/gzip"][0])
