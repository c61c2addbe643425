"""What a site says of rights beside its pages: read, kept as rows, made again from the WARC files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.rights_sources import Statement, Unreadable, matches, statements, terms_links

JSON, HTML = "application/json", "text/html; charset=utf-8"
RULES = [
    {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://news.example/policy.json"},
    {"location": "/2025/story-1.html", "tdm-reservation": 0},
]


def said(role: str, payload: bytes, status: int = 200, **more: Any) -> list[Statement] | None:
    kind = JSON if role == "tdmrep" else HTML
    return statements(Capture("http://news.example/", status=status, headers=(("Content-Type", kind),), role=role, **more), payload)


def test_rules_of_tdmrep() -> None:
    assert said("tdmrep", json.dumps(RULES).encode()) == [
        Statement("tdmrep", "1", "/", "https://news.example/policy.json"),
        Statement("tdmrep", "0", "/2025/story-1.html"),
    ]


NO_RULES = {
    "numbers": [1, 2],
    "no location": [{"tdm-reservation": 1}],
    "location of a number": [{"location": 7, "tdm-reservation": 1}],
    "another reservation": [{"location": "/", "tdm-reservation": 2}],
    "a truth": [{"location": "/", "tdm-reservation": True}],
    "an address": [{"location": "http://other.example/", "tdm-reservation": 1}],
    "stars": [{"location": "/" + "*a" * 900, "tdm-reservation": 1}],
    "long": [{"location": "/" + "a" * 5000, "tdm-reservation": 1}],
}


@pytest.mark.parametrize("name", NO_RULES)
def test_rules_that_cannot_be_used_are_left_out(name: str) -> None:
    assert said("tdmrep", json.dumps(NO_RULES[name]).encode()) == []


def test_a_policy_that_is_no_web_address_is_left_out() -> None:
    rules = [{"location": "/", "tdm-reservation": "1", "tdm-policy": "javascript:alert(1)"}]
    assert said("tdmrep", json.dumps(rules).encode()) == [Statement("tdmrep", "1", "/")]


@pytest.mark.parametrize(
    "payload",
    [b"garbage", b"{}", b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe\x00", b""],
    ids=["words", "object", "deep", "deeper", "binary", "empty"],
)
def test_a_tdmrep_that_is_none_is_told(payload: bytes) -> None:
    with pytest.raises(Unreadable):
        said("tdmrep", payload)


def test_what_a_status_means() -> None:
    assert said("tdmrep", b"<!DOCTYPE html><p>Not here</p>") == [], "a page in its place says nothing"
    assert said("tdmrep", b"", 404) == []
    assert said("tdmrep", b"", 503) is None, "the site could not be asked; what it said stands"
    assert said("tdmrep", b"[", truncated="length") is None


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("/", "/a", True),
        ("/a/", "/a", False),
        ("/a/*.jpg", "/a/b/c.jpg?x", True),
        ("/a/*.jpg$", "/a/b/c.jpg?x", False),
        ("/a/*.jpg$", "/a/b.jpg/c.jpg", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/anything", True),
        ("/a*b*c", "/axxbyyc", True),
        ("/a*b*c", "/axxcyyb", False),
    ],
)
def test_patterns_are_those_of_robots(pattern: str, path: str, is_match: bool) -> None:
    assert matches(pattern, path) is is_match


def test_license_lines_of_robots() -> None:
    robots = b"License: https://news.example/license.xml\r\nUser-agent: *\nDisallow:\nlicense : http://b.example/x # y\nLicense: /relative\nLicense: javascript:1\n"
    assert said("robots", robots) == [
        Statement("license", "https://news.example/license.xml"),
        Statement("license", "http://b.example/x"),
    ]


LINKS = ["Terms of use", "使用条款", "版权声明", "AGB", "Nutzungsbedingungen", "利用規約", "Mentions légales", "Aviso legal", "이용약관"]


@pytest.mark.parametrize("text", LINKS)
def test_links_to_terms(text: str) -> None:
    page = f'<html><body><a href="/news">News on terms of trade</a><footer><a href="/t">{text}</a></footer></body></html>'.encode()
    assert terms_links(Capture("http://news.example/a"), page) == ["http://news.example/t"]


def test_rel_links() -> None:
    page = b'<html><head><link rel="license" href="http://l.example/x"></head><body><a rel="nofollow terms-of-service" href="t">x</a><a rel="license" href="http://[">y</a>'
    capture = Capture("http://news.example/a", role="home")
    assert terms_links(capture, page) == ["http://l.example/x", "http://news.example/t"]
    assert statements(capture, page) == [Statement("license", "http://l.example/x")]


def test_terms_are_known_by_their_words() -> None:
    one, same, other = (
        said("terms", page) for page in (b"<p>All  rights</p>", b"<html><script>1</script><p>All rights", b"<p>No rights</p>")
    )
    assert one == same != other


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.database() as db:
        return db.rows_of(sql)


SOURCES = """SELECT r.kind, r.url, r.pattern, r.value, r.policy, r.first_seen_at, r.seen_at, r.ended_at, r.changed, c.record_id
    FROM rights_sources r JOIN captures c ON c.id = r.capture ORDER BY r.kind, r.url, r.pattern, r.value"""
POINTED = "SELECT a.url, r.value, r.pattern FROM articles a LEFT JOIN rights_sources r ON r.id = a.rights_source ORDER BY a.url"


def later(archive: Archive) -> None:
    """A day passes: the captures of before are of yesterday."""
    with archive.database() as db:
        db.execute("UPDATE captures SET fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', fetched_at, '-2 days')")
        db.execute("UPDATE rights_sources SET first_seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', first_seen_at, '-2 days')")
        db.execute("UPDATE rights_sources SET seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', seen_at, '-2 days')")


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_crawl_asks_once_a_day_and_points_articles_to_what_holds(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(2) as site:
        write_site(archive.sites, site.url)
        home = b'<html><body><a href="/2025/story-0.html">a story</a><a href="/2025/story-1.html">b</a><footer><a href="/agb.html">AGB</a></footer></body></html>'
        site.pages = {
            "/": (200, HTML, home),
            "/.well-known/tdmrep.json": (200, JSON, json.dumps(RULES).encode()),
            "/robots.txt": (200, "text/plain", f"License: {site.url}/rsl.xml\nUser-agent: *\nAllow: /\n".encode()),
            "/agb.html": (200, HTML, b"<html><body><p>Everything is forbidden.</p></body></html>"),
            "/rsl.xml": (200, "application/rss+xml", b"<rsl><content url='/'><license/></content></rsl>"),
        }
        done = crawled(morgue("crawl", "--json"))
        assert done["counts"]["articles new"] == 2, done
        assert {row["kind"] for row in rows(archive, SOURCES)} == {"tdmrep", "license", "terms"}
        first, second = rows(archive, POINTED)
        assert (first["value"], first["pattern"]) == ("1", "/")
        assert (second["value"], second["pattern"]) == ("0", "/2025/story-1.html"), "the longest pattern holds"
        again = crawled(morgue("crawl", "--json"))
        assert "rights asked" not in again["counts"], "once a day is enough"
        assert site.hits["/.well-known/tdmrep.json"] == 1

        shown = json.loads(morgue("sites", "show", "post").stdout)["rights"]
        assert {(each["kind"], each["value"]) for each in shown} >= {("tdmrep", "1"), ("license", f"{site.url}/rsl.xml")}
        chain = morgue("provenance", f"{site.url}/2025/story-0.html").stdout
        assert "rights        tdmrep 1 for /, policy https://news.example/policy.json" in chain, chain

        before = rows(archive, SOURCES), rows(archive, POINTED)
        done_again = morgue("rebuild")
        assert done_again.returncode == 0, done_again.stderr
        assert (rows(archive, SOURCES), rows(archive, POINTED)) == before, "rebuild makes the rows again"

        later(archive)
        site.pages["/.well-known/tdmrep.json"] = (200, JSON, json.dumps([RULES[0] | {"tdm-reservation": 0}]).encode())
        site.pages["/agb.html"] = (404, HTML, b"gone")
        crawled(morgue("crawl", "--json"))
    now = {
        row["pattern"]: row
        for row in rows(archive, f"{SOURCES.replace('ORDER', 'WHERE r.ended_at IS NULL ORDER')}")
        if row["kind"] == "tdmrep"
    }
    assert [(row["value"], row["changed"]) for row in now.values()] == [("0", 1)]
    assert [row["ended_at"] is None for row in rows(archive, SOURCES) if row["url"].endswith("/agb.html")] == [False]
    assert {row["value"] for row in rows(archive, POINTED)} == {"0"}


HOSTILE = {
    "garbage": (200, JSON, b"{not json"),
    "deep": (200, JSON, b"[" * 300_000),
    "huge": (200, JSON, b'[{"location": "/", "tdm-reservation": 1}' + b" " * 3_000_000 + b"]"),
    "error": (500, JSON, b"no"),
}


def test_hostile_answers_cost_a_row_at_most(archive: Archive, morgue: Morgue) -> None:
    """One site that answers each of its hosts otherwise would need names; four sites do."""
    servers = {name: GeneratedSite(1) for name in HOSTILE}
    try:
        for name, server in servers.items():
            server.__enter__()
            server.pages["/.well-known/tdmrep.json"] = HOSTILE[name]
            write_site(archive.sites, server.url, name)
        done = morgue("crawl", "--json")
        assert [each["counts"]["articles new"] for each in json.loads(done.stdout)] == [1] * len(HOSTILE), done.stderr
    finally:
        for server in servers.values():
            server.__exit__()
    assert rows(archive, "SELECT * FROM rights_sources WHERE kind = 'tdmrep'") == []
    failures = {row["site"]: row["error"] for row in rows(archive, "SELECT site, error FROM failures WHERE stage = 'rights'")}
    assert failures.keys() == {"garbage", "deep", "huge"}, failures
    kept = {row["site"] for row in rows(archive, "SELECT site FROM captures WHERE role = 'tdmrep'")}
    assert kept == set(HOSTILE), "what was answered is kept, whatever it is"
