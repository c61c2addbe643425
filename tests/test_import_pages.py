"""Saved HTML: where each page was on the web, by whatever says so, in the layouts of the tools that saved it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest
from archives import archive_of
from foreign import page, rows, write
from test_warc_import import STORY, Site

from pipelines.archive import Archive
from pipelines.importing.addresses import by_path, by_saver, parse_moment
from pipelines.importing.run import Imported, Source, expand, import_source
from pipelines.verify import verify

PLAIN = STORY.replace(b"<link rel=", b"<link no=")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive, _ = archive_of(tmp_path / "archive", [])
    return archive


def bring_in(archive: Archive, path: Path) -> list[Imported]:
    return [import_source(archive, source, lambda _: None) for source in expand(Source(path))]


def captures(archive: Archive) -> list[tuple[str, str]]:
    return [(row["url"], row["fetched_at"]) for row in rows(archive)]


def notes(archive: Archive, imported: Imported) -> str:
    return gzip.decompress((archive.warc / imported.warc_file).read_bytes()).decode()


@pytest.mark.parametrize(
    ("comment", "url", "moment"),
    [
        (
            "<!-- Mirrored from news.example/2018/a.html?x=1 by HTTrack Website Copier/3.49-2 [XR&CO'2014], Wed, 19 Sep 2018 01:04:09 GMT -->",
            "http://news.example/2018/a.html?x=1",
            "2018-09-19T01:04:09+00:00",
        ),
        ("<!-- saved from url=(0028)https://news.example/2018/a -->", "https://news.example/2018/a", None),
        (
            "<!--\n Page saved with SingleFile \n url: https://news.example/a?b=1&amp;c=2 \n saved date: Wed Sep 19 2018 03:04:09 GMT+0200 (CEST)\n-->",
            "https://news.example/a?b=1&c=2",
            "2018-09-19T03:04:09+02:00",
        ),
        ("<!-- saved from url=(0014)about:internet -->", "", None),
        ("<!-- Mirrored from the sea -->", "", None),
    ],
    ids=["httrack", "browser", "singlefile", "about", "no comment"],
)
def test_what_the_program_that_saved_a_page_wrote_into_it(comment: str, url: str, moment: str | None) -> None:
    found = by_saver(b"<!DOCTYPE html>\n<html>" + comment.encode() + b"<head>")
    assert (found.url, found.moment.isoformat() if found.moment else None) == (url, moment)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("mirror/news.example/2018/a.html", "http://news.example/2018/a.html"),
        ("https/news.example/2018/index.html", "https://news.example/2018/"),
        ("news.example/index.html?page=2", "http://news.example/?page=2"),
        ("news.example:8080/a b/ü.html", "http://news.example:8080/a%20b/%C3%BC.html"),
        ("deep/er/www.news.co.example/x", "http://www.news.co.example/x"),
        ("pages/a.html", ""),
        ("v1.2/a.html", ""),
        ("news.example.html", ""),
    ],
)
def test_the_path_of_a_mirror(path: str, url: str) -> None:
    assert by_path(PurePosixPath(path)).url == url


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-09-19 01:04:09", "2018-09-19T01:04:09+00:00"),
        ("2018-09-19T03:04:09+02:00", "2018-09-19T03:04:09+02:00"),
        ("1537319049.123", "2018-09-19T01:04:09.123000+00:00"),
        (1537319049, "2018-09-19T01:04:09+00:00"),
        ("19 Sep 2018, about one", None),
        ("2018-02-31", None),
        (None, None),
        ({"a": 1}, None),
    ],
)
def test_times(text: object, moment: str | None) -> None:
    found = parse_moment(text)
    assert (found.isoformat() if found else None) == moment


def test_a_mirror_with_pages_that_say_nothing_of_themselves(archive: Archive, tmp_path: Path) -> None:
    mirror = tmp_path / "news.example"
    for name in ("index.html", "2018/ferry.html", "hts-cache/readme.txt"):
        write(mirror / name, PLAIN + name.encode())
        os.utime(mirror / name, (1537319049,) * 2)
    [result] = bring_in(archive, mirror)
    assert captures(archive) == [
        ("http://news.example/", "2018-09-19T01:04:09+00:00"),
        ("http://news.example/2018/ferry.html", "2018-09-19T01:04:09+00:00"),
    ]
    assert "imported-from: 2018/ferry.html\r\nurl-found-in: its path\r\ndate-found-in: the time of its file" in notes(archive, result)
    assert verify(archive).problems == []
    assert [each.new for each in bring_in(archive, mirror)] == [0]


def test_news_please(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "2018" / "09" / "19" / "news.example"
    write(folder / "2018_ferry_1537319049.html", PLAIN)
    told = {
        "url": "https://news.example/2018/ferry",
        "date_download": "2018-09-19 01:04:10",
        "title": "Ferry",
        "maintext": "…",
        "localpath": "x",
    }
    write(folder / "2018_ferry_1537319049.html.json", json.dumps(told).encode())
    write(folder / "2018_bridge_1537319050.html", PLAIN)
    write(
        folder / "2018_bridge_1537319050.html.json", json.dumps({"url": "https://news.example/2018/bridge", "date_download": None}).encode()
    )
    write(folder / "broken_1537319050.html", STORY)
    write(folder / "broken_1537319050.html.json", b"[" * 100_000)
    bring_in(archive, tmp_path / "data")
    found = dict(captures(archive))
    assert found.pop("https://news.example/2018/ferry.html"), "a JSON file that is none is passed over, and the page asked"
    assert found == {
        "https://news.example/2018/ferry": "2018-09-19T01:04:10+00:00",
        "https://news.example/2018/bridge": "2018-09-19T01:04:10+00:00",
    }


def snapshot(folder: Path, number: int, **history: str) -> Path:
    values = {
        "url": f"https://news.example/{number}",
        "timestamp": f"153731904{number}.0",
        "title": "Ferry",
        "history": {name: [{"start_ts": start, "status": "succeeded"}] for name, start in history.items()},
    }
    path = folder / "archive" / str(values["timestamp"])
    write(path / "index.json", json.dumps(values).encode())
    write(path / "index.html", b"<title>ArchiveBox</title>")
    write(path / "news.example" / f"{number}.html", PLAIN + b"by wget")
    write(path / "readability" / "content.html", PLAIN + b"a part")
    return path


def test_archivebox(archive: Archive, tmp_path: Path) -> None:
    box = tmp_path / "box"
    write(snapshot(box, 1) / "warc" / "1537319041.warc.gz", gzip.compress(page(1)))
    two = snapshot(box, 2, singlefile="2018-09-19T03:00:00+00:00", dom="2018-09-19T04:00:00+00:00")
    write(two / "singlefile.html", PLAIN + b"single")
    write(two / "output.html", PLAIN + b"dom")
    write(snapshot(box, 3, dom="2018-09-19T04:00:00+00:00") / "output.html", PLAIN + b"dom")
    snapshot(box, 4)
    write(box / "index.html", b"<title>ArchiveBox</title>")
    results = bring_in(archive, box)
    assert captures(archive) == [
        ("http://news.example/1", "2018-09-19T01:04:09+00:00"),
        ("https://news.example/2", "2018-09-19T03:00:00+00:00"),
        ("https://news.example/3", "2018-09-19T04:00:00+00:00"),
    ], "one page a snapshot: its WARC file, else the whole page, else what the browser had"
    assert [len(each.left_out) for each in results] == [0, 1], "ArchiveBox's own front page has no address"
    assert [each.new for each in bring_in(archive, box)] == [0, 0]


@pytest.fixture
def served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_what_wget_mirrored(archive: Archive, tmp_path: Path, served: str) -> None:
    subprocess.run(["wget", "-q", "-r", "-P", "mirror", f"http://{served}/a.html"], cwd=tmp_path, timeout=60, check=False)
    assert (tmp_path / "mirror" / served / "a.html").is_file()
    bring_in(archive, tmp_path / "mirror")
    assert [url for url, _ in captures(archive)] == ["https://news.example/2018/ferry.html"], (
        "the page's own address is better than its path"
    )
