"""robots.txt, Crawl-delay, Retry-After and noarchive: a crawl that stays welcome."""

from __future__ import annotations

import itertools
import socket
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from raw_server import Behaviour, RawServer, answer, redirect, scrapy_crawl, write_site

from pipelines.archive import Archive
from pipelines.rights import wants_no_archive
from scraper.middlewares.patience import retry_after

HEAD = b"<html><head><title>A story</title></head>"
PAGE = HEAD + b"<body><article><h1>A story</h1><p>" + b"Words of it. " * 60 + b"</p></article></body></html>"
NOARCHIVE = PAGE.replace(b"<head>", b'<head><meta name="robots" content="index, noarchive">')
STORY = "/2025/story.html"
HIDDEN = "/2025/hidden.html"


def _rows(archive: Archive, sql: str, *values: object) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(sql, *values)


def _huge_robots(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 52428800\r\n\r\n")
    connection.sendall(b"User-agent: *\nDisallow: /2025/hidden\n")
    for _ in range(50 * 16):
        connection.sendall(b"# nothing to see here, but a lot of it\n"[:32] * 2048)


def _silent(connection: socket.socket) -> None:
    connection.recv(1)


FOR_OTHERS = b"User-agent: otherbot\nDisallow: /\n\nUser-agent: newsmorgue\nDisallow: /2025/hidden\n"
ROBOTS: dict[str, tuple[Behaviour, bool]] = {
    "missing": (answer(status="404 Not Found"), True),
    "forbidden": (answer(status="403 Forbidden"), True),
    "broken": (answer(status="503 Service Unavailable"), False),
    "too many": (answer(status="429 Too Many Requests", Retry_After="3600"), False),
    "silent": (_silent, False),
    "huge": (_huge_robots, True),
    "a page": (answer(PAGE), True),
    "moved": (redirect("/other-robots.txt"), True),
    "going round": (redirect("/robots.txt"), False),
    "for others": (answer(FOR_OTHERS, kind="text/plain"), True),
}


def test_robots_txt_by_its_standard(archive: Archive) -> None:
    """One crawl of a server a case; RFC 9309 section 2.3.1."""
    servers = {name: RawServer({"/robots.txt": robots, STORY: answer(PAGE), HIDDEN: answer(PAGE)}) for name, (robots, _) in ROBOTS.items()}
    servers["moved"].paths["/other-robots.txt"] = answer(b"User-agent: *\nDisallow: /2025/hidden", kind="text/plain")
    for server in servers.values():
        server.__enter__()
    urls = [f"{server.url}{path}" for server in servers.values() for path in (STORY, HIDDEN)]
    write_site(archive.root, servers["missing"].url, urls)
    scrapy_crawl(archive.root, "raw", DOWNLOAD_TIMEOUT=3, RETRY_TIMES=0)
    for name, (_, is_open) in ROBOTS.items():
        assert servers[name].asked(STORY) == int(is_open), f"robots.txt {name}: the story is {'open' if is_open else 'closed'}"
    for name in ("huge", "moved", "for others"):
        assert servers[name].asked(HIDDEN) == 0, f"robots.txt {name}: its rules hold"
    failures = {row["url"]: row for row in _rows(archive, "SELECT * FROM failures WHERE stage = 'robots'")}
    assert "HTTP status 503" in failures[servers["broken"].url + STORY]["error"]
    row = failures[servers["huge"].url + HIDDEN]
    (capture,) = _rows(archive, "SELECT * FROM captures WHERE id = ?", row["capture"])
    assert (capture["role"], capture["truncated"]) == ("robots", "length"), "the deciding robots.txt is noted, and cut at its bound"
    assert capture["length"] < 1_000_000
    states = {row["url"]: row["state"] for row in _rows(archive, "SELECT url, state FROM frontier")}
    assert states[servers["for others"].url + HIDDEN] == "forbidden"
    assert states[servers["broken"].url + STORY] == "due", "what could not be asked about is asked about again"
    for server in servers.values():
        server.__exit__()


def test_crawl_delay_is_kept(archive: Archive) -> None:
    robots = answer(b"User-agent: *\nCrawl-delay: 0.5\n", kind="text/plain")
    paths = [f"/2025/story-{n}.html" for n in range(4)]
    with RawServer({"/robots.txt": robots, **{path: answer(PAGE) for path in paths}}) as server:
        write_site(archive.root, server.url, [server.url + path for path in paths])
        scrapy_crawl(archive.root, "raw")
        times = [moment for moment, path in server.log if path in paths]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.4, "requests came closer than Crawl-delay"


def test_a_short_pause_is_waited_out_in_both_forms(archive: Archive) -> None:
    def until_then(connection: socket.socket) -> None:
        moment = datetime.now(timezone.utc) + timedelta(seconds=2)
        connection.sendall(answer(status="503 Service Unavailable", Retry_After=format_datetime(moment, usegmt=True)))

    seconds = [answer(status="429 Too Many Requests", Retry_After="1"), answer(PAGE)]
    with RawServer({STORY: seconds}) as one, RawServer({STORY: [until_then, answer(PAGE)]}) as other:
        write_site(archive.root, one.url, [one.url + STORY, other.url + STORY])
        scrapy_crawl(archive.root, "raw")
        for server in (one, other):
            first, second = (moment for moment, path in server.log if path == STORY)
            assert second - first > 0.9, "the server asked for a pause"
    assert len(_rows(archive, "SELECT 1 FROM extractions WHERE status = 'ok'")) == 2


def test_a_long_pause_ends_the_crawl_of_the_host(archive: Archive) -> None:
    paths = [f"/2025/story-{n}.html" for n in range(6)]
    busy = answer(status="429 Too Many Requests", Retry_After="3600")
    with RawServer(dict.fromkeys(paths, busy)) as server:
        write_site(archive.root, server.url, [server.url + path for path in paths])
        text = (archive.sites / "raw.toml").read_text("utf-8").replace("delay = 0", "delay = 0.2").replace("concurrency = 16", "")
        (archive.sites / "raw.toml").write_text(text, "utf-8")
        began = datetime.now(timezone.utc)
        scrapy_crawl(archive.root, "raw")
        asked = sum(server.asked(path) for path in paths)
    assert asked <= 2, f"{asked} requests after the host asked for an hour's pause"
    rows = _rows(archive, "SELECT state, due_at, attempts FROM frontier WHERE role = 'article'")
    assert [row["state"] for row in rows] == ["due"] * 6
    assert all(datetime.fromisoformat(row["due_at"]) > began + timedelta(minutes=55) for row in rows)
    assert sum(row["attempts"] for row in rows) <= 2, "what was not asked for does not count as a try"


def test_retry_after_forms() -> None:
    now = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
    assert retry_after(" 120 ", now) == timedelta(seconds=120)
    assert retry_after("Mon, 23 Nov 2026 04:02:00 GMT", now) == timedelta(seconds=120)
    assert retry_after("Mon, 23 Nov 2026 03:00:00 GMT", now) == timedelta()
    assert retry_after("soon", now) is None


@pytest.mark.parametrize(("policy", "captures", "private"), [("keep", 1, 0), ("private", 1, 1), ("skip", 0, None)])
def test_noarchive_by_the_sites_policy(archive: Archive, policy: str, captures: int, private: int | None) -> None:
    with RawServer({STORY: answer(NOARCHIVE), "/2025/header.html": answer(PAGE, X_Robots_Tag="noarchive")}) as server:
        urls = [server.url + path for path in (STORY, "/2025/header.html")]
        write_site(archive.root, server.url, urls, crawl=f'noarchive = "{policy}"')
        scrapy_crawl(archive.root, "raw")
    for url in urls:
        rows = _rows(archive, "SELECT private FROM captures WHERE url = ?", url)
        assert len(rows) == captures
        assert all(row["private"] == private for row in rows)
        assert [row["private"] for row in _rows(archive, "SELECT private FROM articles WHERE url = ?", url)] == [private] * captures
    assert len(_rows(archive, "SELECT 1 FROM failures WHERE stage = 'rights'")) == (2 if policy == "skip" else 0)


@pytest.mark.parametrize(
    ("tags", "body", "wants"),
    [
        (["noarchive"], b"", True),
        (["index", "none"], b"", True),
        (["otherbot: noarchive"], b"", False),
        (["newsmorgue: noarchive"], b"", True),
        (["max-snippet: 50, noarchive"], b"", True),
        ([], b"<META CONTENT='NOARCHIVE' NAME=robots>", True),
        ([], b'<meta name="googlebot" content="noarchive">', False),
        ([], b'<meta name="description" content="noarchive is a word">', False),
    ],
)
def test_who_asks_not_to_be_archived(tags: list[str], body: bytes, wants: bool) -> None:
    assert wants_no_archive(tags, body) is wants


def test_nobody_to_ask_no_crawl(archive: Archive) -> None:
    config = archive.root / "morgue.toml"
    config.write_text(config.read_text("utf-8").replace("mailto:test@example.org", ""), "utf-8")
    with RawServer({STORY: answer(PAGE)}) as server:
        write_site(archive.root, server.url, [server.url + STORY])
        scrapy_crawl(archive.root, "raw")
        time.sleep(0.1)
        assert server.connections == 0, "a crawl without a contact must not start"


def test_one_request_at_a_time_to_a_host_also_without_a_delay(archive: Archive) -> None:
    under_way, most = [0], [0]

    def busy(connection: socket.socket) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.1)
        under_way[0] -= 1
        connection.sendall(answer(PAGE))

    paths = [f"/2025/story-{n}.html" for n in range(6)]
    with RawServer(dict.fromkeys(paths, busy)) as server:
        write_site(archive.root, server.url, [server.url + path for path in paths])
        definition = archive.sites / "raw.toml"
        definition.write_text(definition.read_text("utf-8").replace("concurrency = 16\n", ""), "utf-8")
        scrapy_crawl(archive.root, "raw")
        assert sum(server.asked(path) for path in paths) == 6
    assert most == [1], f"{most[0]} requests at once to a host whose definition asks for no more than one"


def test_robots_txt_is_asked_for_conditionally_and_what_it_said_before_holds(archive: Archive) -> None:
    conditions: list[bool] = []

    def robots(connection: socket.socket) -> None:
        rules = answer(b"User-agent: *\nDisallow: /2025/hidden", kind="text/plain", ETag='"1"')
        connection.sendall(answer(status="304 Not Modified", ETag='"1"') if conditions[-1] else rules)

    with RawServer({"/robots.txt": robots, STORY: answer(PAGE), HIDDEN: answer(PAGE)}) as server:
        server.on_head = lambda head: conditions.append(b"If-None-Match" in head) if head.startswith(b"GET /robots.txt ") else None
        for path in (STORY, HIDDEN):
            write_site(archive.root, server.url, [server.url + path])
            scrapy_crawl(archive.root, "raw")
        assert conditions == [False, True]
        assert (server.asked(STORY), server.asked(HIDDEN)) == (1, 0), "the rules of the capture that a 304 stands for are obeyed"
    (row,) = _rows(archive, "SELECT error FROM failures WHERE stage = 'robots'")
    assert row["error"] == "robots.txt forbids it"
