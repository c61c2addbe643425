"""What servers do to crawlers, each over a real socket: every case ends as a row with a reason, and the crawl goes on."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from raw_server import RawServer, answer, redirect, scrapy_crawl, write_site

from pipelines.archive import Archive, Config, Network, Operator

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = ("<html><head><title>A story of the day</title></head><body><article><h1>A story of the day</h1>" + "<p>" + "Words of the story. " * 60 + "</p></article></body></html>").encode()  # fmt: skip

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">%s]><rss version="2.0"><channel><item><title>&lol9;</title>
<link>http://127.0.0.1/2025/a.html</link></item></channel></rss>""" % b"".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10 if n > 1 else b"&lol;" * 10) for n in range(1, 10)
)


def drip(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.05)


def stall(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n<html>")
    time.sleep(15)


def reset(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n" + PAGE)
    time.sleep(0.2)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"<p>more and more</p>" * 5000)


def many_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"".join(b"X-Header-%d: %s\r\n" % (n, b"v" * 20) for n in range(10_000)) + b"\r\n" + PAGE)


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    while True:
        connection.sendall(b"X-Header: and another\r\n" * 100)


def bomb() -> bytes:
    body = gzip.compress(gzip.compress(b"\0" * 200_000_000, 9), 9)
    return answer(body, Content_Encoding="gzip, gzip")


def long_length(length: int) -> bytes:
    return HEAD + f"Content-Length: {length}\r\nConnection: close\r\n\r\n".encode() + PAGE


@dataclass
class Crawled:
    archive: Archive
    server: RawServer
    rows: dict[str, dict[str, Any]]

    def failure(self, path: str) -> str:
        assert path in self.rows, f"{path} left no row in failures: nothing may be dropped in silence"
        return str(self.rows[path]["error"])

    def capture(self, path: str) -> dict[str, Any] | None:
        with self.archive.database() as db:
            return db.first("SELECT * FROM captures WHERE url = ? ORDER BY id DESC", self.server.url + path)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One crawl of all hostile pages at once, beside an honest one."""
    config = Config(
        operator=Operator(name="Test", contact="mailto:test@example.org"),
        network=Network(allow=(ip_network("127.0.0.1/32"),), ports=()),
    )
    archive = Archive.create(tmp_path_factory.mktemp("hostile") / "archive", config)
    with RawServer() as server:
        url = server.url
        server.paths = {
            "/2025/honest.html": answer(PAGE),
            "/2025/drip.html": drip,
            "/2025/stall.html": stall,
            "/2025/reset.html": reset,
            "/2025/length-too-large.html": long_length(len(PAGE) + 500),
            "/2025/length-too-small.html": long_length(len(PAGE) - 40),
            "/2025/endless.html": endless,
            "/2025/bomb.html": bomb(),
            "/2025/many-headers.html": many_headers,
            "/2025/endless-headers.html": endless_headers,
            "/2025/loop.html": redirect("/2025/loop.html?again"),
            "/2025/loop.html?again": redirect("/2025/loop.html"),
            "/2025/to-loopback.html": redirect(f"http://127.0.0.2:{server.port}/secret"),
            "/2025/to-hex.html": redirect(f"http://0x7f.2:{server.port}/secret"),
            "/2025/to-number.html": redirect(f"http://2130706434:{server.port}/secret"),
            "/2025/to-v6.html": redirect(f"http://[::1]:{server.port}/secret"),
            "/2025/to-mapped.html": redirect(f"http://[::ffff:127.0.0.2]:{server.port}/secret"),
            "/2025/to-metadata.html": redirect("http://169.254.169.254/latest/meta-data/"),
            "/2025/to-file.html": redirect("file:///etc/passwd"),
            "/feed.xml": answer(LAUGHS, kind="application/rss+xml"),
            "/feed-to-metadata.xml": redirect("http://169.254.169.254/feed"),
            "/sitemap.xml": answer(
                f"<sitemapindex><sitemap><loc>{url}/sitemap.xml</loc></sitemap><sitemap><loc>{url}/sitemap-2.xml</loc></sitemap>"
                "</sitemapindex>".encode(),
                kind="application/xml",
            ),
            "/sitemap-2.xml": answer(
                f"<sitemapindex><sitemap><loc>{url}/sitemap.xml</loc></sitemap></sitemapindex>".encode(), kind="application/xml"
            ),
        }
        articles = [url + path for path in server.paths if path.startswith("/2025/") and "?" not in path]
        discover = f'feeds = ["{url}/feed.xml", "{url}/feed-to-metadata.xml"]\nsitemaps = ["{url}/sitemap.xml"]'
        write_site(archive.root, url, articles, discover=discover)
        done = scrapy_crawl(
            archive.root, "raw", DOWNLOAD_TIMEOUT=4, CAPTURE_TIMEOUT=2, CAPTURE_MAXSIZE=600_000, DOWNLOAD_MAXSIZE=8_000_000, RETRY_TIMES=0
        )
        assert done.returncode == 0, done.stderr[-3000:]
        with archive.database() as db:
            rows = db.rows_of("SELECT replace(url, ?, '') AS path, * FROM failures", url)
        (Path(archive.root) / "log.txt").write_text(done.stderr)
        yield Crawled(archive, server, {row["path"]: row for row in rows})


def test_an_honest_page_among_them_becomes_an_article(crawled: Crawled) -> None:
    with crawled.archive.database() as db:
        titles = [row["title"] for row in db.rows_of("SELECT title FROM articles WHERE url LIKE '%honest%'")]
    assert titles == ["A story of the day"]


@pytest.mark.parametrize(
    ("path", "words", "truncated"),
    [
        ("/2025/drip.html", "too slow", "time"),
        ("/2025/reset.html", "the connection broke", "disconnect"),
        ("/2025/length-too-large.html", "the connection broke", "disconnect"),
        ("/2025/endless.html", "too large", "length"),
    ],
)
def test_a_body_that_does_not_end_well_is_kept_truncated(crawled: Crawled, path: str, words: str, truncated: str) -> None:
    assert words in crawled.failure(path)
    capture = crawled.capture(path)
    assert capture is not None
    assert capture["truncated"] == truncated, "what came must be in the WARC, marked with WARC-Truncated"
    assert crawled.rows[path]["capture"] == capture["id"], "the row must name the capture"


def test_a_stalled_body_times_out(crawled: Crawled) -> None:
    assert "took longer than" in crawled.failure("/2025/stall.html")


def test_a_length_that_is_too_small_ends_the_page_there(crawled: Crawled) -> None:
    capture = crawled.capture("/2025/length-too-small.html")
    assert capture is not None
    assert capture["status"] == 200, "HTTP says that the length given is the page"


def test_a_bomb_is_kept_packed_and_not_unpacked(crawled: Crawled) -> None:
    assert "decompress" in crawled.failure("/2025/bomb.html")
    capture = crawled.capture("/2025/bomb.html")
    assert capture is not None
    assert capture["length"] < 100_000


@pytest.mark.parametrize("path", ["/2025/many-headers.html", "/2025/endless-headers.html"])
def test_headers_have_a_bound(crawled: Crawled, path: str) -> None:
    assert "bytes of headers" in crawled.failure(path)


def test_redirects_that_go_round_end(crawled: Crawled) -> None:
    assert (
        "max redirections reached" in crawled.failure("/2025/loop.html")
        if "/2025/loop.html" in crawled.rows
        else crawled.failure("/2025/loop.html?again")
    )
    assert 0 < crawled.server.asked("/2025/loop.html") <= 6


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://127.0.0.2:{port}/secret", "127.0.0.2 is no public address"),
        ("http://0x7f.2:{port}/secret", "127.0.0.2 is no public address"),
        ("http://2130706434:{port}/secret", "127.0.0.2 is no public address"),
        ("http://[::1]:{port}/secret", "::1 is no public address"),
        ("http://[::ffff:127.0.0.2]:{port}/secret", "is no public address"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is no public address"),
        ("http://169.254.169.254/feed", "169.254.169.254 is no public address"),
    ],
)
def test_redirects_do_not_lead_inside(crawled: Crawled, target: str, words: str) -> None:
    target = target.format(port=crawled.server.port)
    row = crawled.rows[target]
    assert (row["stage"], words in row["error"]) == ("guard", True), row["error"]
    assert crawled.server.asked("/secret") == 0


def test_a_redirect_to_a_file_is_not_followed(crawled: Crawled) -> None:
    assert "a redirect to file:///etc/passwd" in crawled.failure("/2025/to-file.html")


def test_a_feed_of_a_billion_laughs_is_refused(crawled: Crawled) -> None:
    assert "entities" in crawled.failure("/feed.xml")


def test_a_sitemap_that_lists_itself_is_read_once(crawled: Crawled) -> None:
    assert crawled.server.asked("/sitemap.xml") == 1
    assert crawled.server.asked("/sitemap-2.xml") == 1


def test_every_warc_record_is_whole(crawled: Crawled) -> None:
    import subprocess
    import sys

    files = [str(path) for path in crawled.archive.warc.rglob("*.warc.gz")]
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True)
    assert files
    assert done.returncode == 0, done.stdout + done.stderr
