"""Archives of other tools come in, are read like our own, and a second time changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import zstandard
from archives import archive_of
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive import Archive
from pipelines.importing.addresses import by_page
from pipelines.importing.run import Source, expand, import_source
from pipelines.storage.captures import capture_from_row
from pipelines.verify import verify
from pipelines.warc.reader import read_payload
from pipelines.warc.record import gzip_member
from scraper.cli import morgue

STORY = b"""<!doctype html><html lang="en"><head><title>Ferry to run all winter</title>
<link rel="canonical" href="https://news.example/2018/ferry.html"></head><body><article><h1>Ferry to run all winter</h1>
<p>The small ferry between the island and the mainland will run all winter for the first time in twenty years, the council said.</p>
<p>Fares stay as they are, and the last boat leaves at nine in the evening, an hour later than in past seasons, the harbour said.</p>
<p>Residents had asked for the service since the old bridge was closed to lorries after the flood of last spring.</p>
</article></body></html>"""


def foreign_warc(version: str = "1.0", compressed: bool = True) -> bytes:
    """As a crawler of another make writes it: request first, chunked body, a DNS record, an image."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "Wget/1.21"}))
    writer.write_record(writer.create_warc_record("dns:news.example", "response", io.BytesIO(b"A 192.0.2.1"), 11, "text/dns"))
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, STORY[:100], len(STORY) - 100, STORY[100:])
    pages: list[tuple[str, list[tuple[str, str]], bytes]] = [
        ("http://news.example/a", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], chunked),
        ("http://news.example/b.png", [("Content-Type", "image/png")], b"\x89PNG"),
    ]
    for url, headers, body in pages:
        request = writer.create_warc_record(url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True))
        head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        response = writer.create_warc_record(url, "response", io.BytesIO(body), len(body), http_headers=head)
        writer.write_request_response_pair(request, response)
    return out.getvalue()


ARC_HEAD = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n\n"
ARC = (
    b"filedesc://x.arc 192.0.2.1 20180919010409 text/plain %d\n%s\n" % (len(ARC_HEAD), ARC_HEAD),
    b"http://news.example/old 192.0.2.1 20080919010409 text/html %d\n%s\n",
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    (archive.sites / "example.toml").write_text('name = "example"\nurl = "http://news.example/"\n')
    return archive


def imported(archive: Archive, *arguments: str) -> Result:
    result = CliRunner().invoke(morgue, ["-C", str(archive.root), "import", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def rows(archive: Archive) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of("SELECT * FROM captures ORDER BY url")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc.gz", foreign_warc()),
        ("a.warc", foreign_warc("1.1", compressed=False)),
        ("whole-file.warc.gz", gzip.compress(foreign_warc(compressed=False))),
        ("a.warc.zst", zstandard.compress(foreign_warc(compressed=False))),
    ],
)
def test_warc_of_every_kind(archive: Archive, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    source = Source(tmp_path / name)
    first = import_source(archive, source, lambda _: "example")
    assert (first.new, first.known, first.left_out) == (2, 0, [])
    story, image = rows(archive)
    assert (story["url"], story["role"], story["site"], story["status"]) == ("http://news.example/a", "article", "example", 200)
    assert image["role"] == "other", "only HTML may become an article"
    assert read_payload(archive.warc, capture_from_row(story)) == STORY
    assert verify(archive).problems == []
    again = import_source(archive, source, lambda _: "example")
    assert (again.new, again.known) == (0, 2)
    assert len(rows(archive)) == 2


def test_pages_go_the_same_way_through_extraction(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(foreign_warc())
    result = imported(archive, str(tmp_path / "a.warc.gz"))
    assert "2 new captures" in result.output
    with archive.database() as db:
        [article] = db.rows_of("SELECT * FROM articles")
    assert (article["title"], article["site"], article["status"]) == ("Ferry to run all winter", "example", "ok")
    assert "the last boat leaves at nine" in article["text"]


def test_arc(archive: Archive, tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + STORY
    (tmp_path / "a.arc.gz").write_bytes(gzip.compress(ARC[0]) + gzip.compress(ARC[1] % (len(body), body)))
    assert import_source(archive, Source(tmp_path / "a.arc.gz"), lambda _: None).new == 1
    [row] = rows(archive)
    assert (row["url"], row["fetched_at"]) == ("http://news.example/old", "2008-09-19T01:04:09+00:00")
    assert read_payload(archive.warc, capture_from_row(row)) == STORY


def test_wacz_members_are_read_in_place(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("archive/../../../../escaped.warc.gz", foreign_warc())
        out.writestr("pages/pages.jsonl", "{}")
    before = set(tmp_path.rglob("*"))
    assert import_source(archive, Source(path), lambda _: None).new == 2
    outside = {path for path in set(tmp_path.rglob("*")) - before if archive.root not in path.parents}
    assert outside == set(), "a member's name must never become a path"


def test_a_folder_of_pages(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "own.html").write_bytes(STORY)
    (folder / "told.html.gz").write_bytes(gzip.compress(b"<title>x</title>"))
    (folder / "nameless.html").write_bytes(b"<title>y</title>")
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text(
        json.dumps({"path": "told.html.gz", "url": "http://news.example/told", "fetched_at": "2018-09-19T01:04:09Z"}) + "\n"
    )
    result = imported(archive, str(folder), "--manifest", str(manifest), "--site", "example", "--json")
    [source] = json.loads(result.stdout)["sources"]
    assert (source["new"], result.return_value) == (2, 1)
    assert "nameless.html: neither a manifest nor the page nor its path says its address; add it to a manifest" in source["left_out"][0]
    told, own = rows(archive)
    assert (told["url"], told["fetched_at"], told["site"]) == ("http://news.example/told", "2018-09-19T01:04:09+00:00", "example")
    assert (own["url"], own["role"], own["mime"]) == ("https://news.example/2018/ferry.html", "article", "text/html")
    assert verify(archive).problems == []
    assert "0 new captures, 2 known" in imported(archive, str(folder), "--manifest", str(manifest), "--site", "example").output


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (STORY, "https://news.example/2018/ferry.html"),
        (b"<meta content='http://a.example/?a=1&amp;b=2' property=og:url>", "http://a.example/?a=1&b=2"),
        (b"<LINK HREF=http://a.example/x rel='canonical'/>", "http://a.example/x"),
        (b"<link rel=canonical href=/relative>", None),
        (b"<link rel=stylesheet href=http://a.example/>", None),
    ],
)
def test_the_address_that_a_page_gives_itself(page: bytes, address: str | None) -> None:
    assert by_page(page).url == (address or "")


def record(**changes: str) -> bytes:
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:x:{sorted(changes)}>",
        "WARC-Date": "2018-09-19T01:04:09Z",
        "WARC-Target-URI": "http://news.example/x",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": "19",
        **{key.replace("_", "-"): value for key, value in changes.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("utf-8", "surrogateescape")
    return gzip_member(b"WARC/1.0\r\n" + head + b"\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n")


@pytest.mark.parametrize(
    ("damage", "captures"),
    [
        (record(Content_Length="999999999999"), 2),
        (record(Content_Length="19000"), 2),
        (record(WARC_Block_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 2),
        (record(Content_Length="-5"), 2),
        (record(Content_Length="99999999999999999999999"), 2),
        (record(WARC_Date="yesterday"), 2),
        (record(WARC_Target_URI="file:///etc/passwd"), 2),
        (record(WARC_Target_URI="http://\udcff\udcfe/"), 3),
        (gzip_member(b"WARC/1.0\r\n" + b"\0" * 50_000_000), 2),
        (record()[:-9] + b"xxxxxxxxx", 2),
        (b"\0" * 1000, 2),
    ],
    ids=["huge", "lying", "digest", "negative", "overflow", "date", "scheme", "utf-8", "bomb", "checksum", "zeros"],
)
def test_damage_is_named_and_the_rest_goes_on(archive: Archive, tmp_path: Path, damage: bytes, captures: int) -> None:
    good = foreign_warc()
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(damage + good)
    result = import_source(archive, Source(path), lambda _: None)
    assert result.new == captures
    assert all("bad.warc.gz" in line and "byte" in line for line in result.left_out if "imported" not in line.split(":")[0])


def test_the_site_that_was_named_stands_in_the_files_place(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a b.warc.gz").write_bytes(foreign_warc())
    result = import_source(archive, Source(tmp_path / "a b.warc.gz", site="example"), lambda _: None)
    assert result.warc_file.startswith("imported/example/a-b-")


def test_what_is_nothing_known_is_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    for path, message in ((tmp_path / "a.pdf", "no WARC, ARC or WACZ file"), (tmp_path / "gone.warc.gz", "is not there")):
        with pytest.raises(Exception, match=message):
            list(expand(Source(path)))
    assert [path for path in archive.warc.rglob("*") if path.is_file()] == []


def test_the_moment_of_a_page_is_that_of_its_file(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "own.html"
    path.write_bytes(STORY)
    moment = datetime(2018, 9, 19, 1, 4, 9, tzinfo=timezone.utc)
    os.utime(path, (moment.timestamp(),) * 2)
    import_source(archive, Source(path), lambda _: None)
    assert rows(archive)[0]["fetched_at"] == "2018-09-19T01:04:09+00:00"


PAGES = {"/a.html": STORY, "/robots.txt": b"User-agent: *\n"}


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html" if self.path.endswith(".html") else "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in filter(None, ((body or b"gone")[:300], (body or b"")[300:])):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The address of the site while the block runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_what_wget_archived(archive: Archive, tmp_path: Path) -> None:
    with served() as address:
        command = ["wget", "-q", "--warc-file", "wget", "-O", os.devnull, f"{address}/a.html", f"{address}/gone.html"]
        subprocess.run(command, cwd=tmp_path, timeout=60, check=False)
    result = imported(archive, str(tmp_path / "wget.warc.gz"), "--site", "example")
    assert result.return_value == 0, result.output
    story = next(row for row in rows(archive) if row["url"].endswith("/a.html"))
    assert read_payload(archive.warc, capture_from_row(story)) == STORY
    assert next(row for row in rows(archive) if row["url"].endswith("/gone.html"))["status"] == 404
    with archive.database() as db:
        assert [row["title"] for row in db.query("SELECT title FROM articles")] == ["Ferry to run all winter"]
    assert verify(archive).problems == []
