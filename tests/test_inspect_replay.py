"""Replay: the addresses and headers of Memento, and saved bytes that can do nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from datasette.app import Datasette
from inspect_archive import FLOOD, GUIZHOU_PAGE, PAGES, Saved, build_archive, datasette_of, get

QUERY = "https://news.example.org/story?id=7&lang=zh"
PICTURE = "https://news.example.org/p.svg"
ACTIVE = """<html><head><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/">
<link rel=stylesheet href=//evil.example/x.css><script>x()</script></head><body onload=x()><p>Words that stay.</p>tail
<a href="/next.html" ping="//evil.example">next</a><a href="javascript:x()">bad</a><a href="&#106;avascript:x()">worse</a>
<form action=//evil.example><input name=a><button formaction=//evil.example>go</button></form>
<img src=//evil.example/p.png srcset="//evil.example/q.png 2x"><img src="data:image/png;base64,AA==">
<iframe srcdoc="<script>x()</script>"></iframe><svg><script>x()</script><a xlink:href="javascript:x()">s</a></svg></body></html>"""


@pytest.fixture(scope="module")
def datasette(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    extra = [
        Saved("https://news.example.org/moved.html", "", status=301, headers=(("Location", "/2018/09/flood.html"),)),
        Saved("https://news.example.org/bad.html", "", status=302, headers=(("Location", "javascript:alert(1)"),)),
        Saved(QUERY, GUIZHOU_PAGE),
        Saved("https://news.example.org/active.html", ACTIVE),
        Saved(PICTURE, "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", mime="image/svg+xml"),
        Saved("https://news.example.org/odd.html", "<script>x()</script>", mime="text/xml"),
        Saved("https://news.example.org/note.txt", "plain <script>", mime="text/plain"),
    ]
    return datasette_of(build_archive(tmp_path_factory.mktemp("replay") / "archive", [*PAGES, *extra]))


def test_memento_has_its_headers(datasette: Datasette) -> None:
    response = get(datasette, f"/web/20180919020000/{FLOOD}")
    assert response.status_code == 200
    assert response.headers["memento-datetime"] == "Wed, 19 Sep 2018 02:00:00 GMT"
    for relation in ('rel="original"', 'rel="timegate"', 'rel="timemap"', 'rel="first memento"', 'rel="last memento"'):
        assert relation in response.headers["link"], "RFC 7089 asks for it"
    assert "another week" in response.text


@pytest.mark.parametrize(
    ("digits", "exact"), [("20180919", "20180919020000"), ("2030", "20180920020000"), ("20180920010000", "20180920020000")]
)
def test_other_moments_lead_to_the_nearest_capture(datasette: Datasette, digits: str, exact: str) -> None:
    response = get(datasette, f"/web/{digits}/{FLOOD}")
    assert (response.status_code, response.headers["location"]) == (302, f"/web/{exact}/{FLOOD}")


def test_time_gate_and_time_map(datasette: Datasette) -> None:
    near = get(datasette, f"/web/{FLOOD}", headers={"Accept-Datetime": "Wed, 19 Sep 2018 03:00:00 GMT"})
    assert near.headers["location"] == f"/web/20180919020000/{FLOOD}"
    assert near.headers["vary"].startswith("accept-datetime")
    assert get(datasette, f"/web/{FLOOD}").headers["location"] == f"/web/20180920020000/{FLOOD}"
    assert get(datasette, f"/web/{FLOOD}", headers={"Accept-Datetime": "soon"}).status_code == 400
    listed = get(datasette, f"/web/timemap/link/{FLOOD}")
    assert listed.headers["content-type"] == "application/link-format"
    assert listed.text.count('rel="memento"') == 2


def test_archived_error_stays_an_error(datasette: Datasette) -> None:
    response = get(datasette, "/web/20180920020000/https://news.example.org/gone.html")
    assert response.status_code == 404
    assert "memento-datetime" in response.headers


def test_saved_redirect_leads_to_the_archived_page(datasette: Datasette) -> None:
    response = get(datasette, "/web/20180919020000/https://news.example.org/moved.html")
    assert (response.status_code, response.headers["location"]) == (302, f"/web/20180919020000/{FLOOD}")
    bad = get(datasette, "/web/20180919020000/https://news.example.org/bad.html")
    assert "location" not in bad.headers, "a redirect to javascript: leads nowhere"


def test_query_strings_belong_to_the_url(datasette: Datasette) -> None:
    assert "贵州" in get(datasette, f"/web/20180919020000/{QUERY}").text
    assert "贵州" in get(datasette, f"/web/20180919020000/{QUERY.replace('://', ':/')}").text, "servers fold double slashes"
    view = get(datasette, f"/view/20180919020000/{QUERY}&_lang=zh")
    assert view.status_code == 200
    assert '<html lang="zh">' in view.text


@pytest.mark.parametrize(
    "path", ["/web/20180919020000/https://news.example.org/active.html", f"/web/20180919020000/{PICTURE}", "/article/1/xray/page"]
)
def test_saved_bytes_are_sandboxed(datasette: Datasette, path: str) -> None:
    headers = get(datasette, path).headers
    policy = headers["content-security-policy"]
    assert re.match(r"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:", policy), (
        "an opaque origin, no script, no request"
    )
    assert "allow-" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers, "headers of the site must not reach the browser"


def test_active_parts_are_taken_out(datasette: Datasette) -> None:
    html = get(datasette, "/web/20180919020000/https://news.example.org/active.html").text
    assert "Words that stay." in html
    assert "tail" in html
    assert 'href="/web/20180919020000/https://news.example.org/next.html"' in html, "links lead to the archive, not past it"
    assert not re.search(r"script|evil|onload|srcset|srcdoc|ping|<form|<base|<meta|<link|<iframe|javascript", html), html
    assert "data:image/png" in html


@pytest.mark.parametrize("url", [PICTURE, "https://news.example.org/odd.html", FLOOD])
def test_raw_bytes_are_a_download(datasette: Datasette, url: str) -> None:
    response = get(datasette, f"/web/20180919020000id_/{url}")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


def test_raw_bytes_are_those_served(datasette: Datasette) -> None:
    assert get(datasette, f"/web/20180919020000id_/{QUERY}").content == GUIZHOU_PAGE.encode()
    assert get(datasette, "/web/20180919020000/https://news.example.org/note.txt").headers["content-type"] == "text/plain"


def test_damaged_record_is_told(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive", PAGES[:1])
    next(archive.warc.rglob("*.warc.gz")).unlink()
    response = get(datasette_of(archive), f"/web/20180919020000/{PAGES[0].url}")
    assert response.status_code == 502
    assert "bring the file back" in response.text
