"""Articles on several pages, rendered pages and what sites say of rights, as the pages over an archive show them."""

from __future__ import annotations

import json

import pytest
from archives import archive_of
from inspect_archive import datasette_of, get
from long_story import numbers, page, paragraphs, text_of
from warc_exchanges import exchange, writer

from pipelines.archive import Archive
from pipelines.intake import take_in
from pipelines.reextract import reextract
from pipelines.storage.rights_sources import read_all_sources

STORY, SCRIPTED = "http://news.example/2025/story.html", "http://news.example/2025/scripted.html"
SHELL = b"<html><head><title>x</title></head><body><div id='app'></div></body></html>"
RULES = json.dumps([{"location": "/2025/", "tdm-reservation": 1, "tdm-policy": "https://news.example/policy"}]).encode()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive, _ = archive_of(tmp_path_factory.mktemp("sources") / "archive", [])
    html = ((b"Content-Type", b"text/html; charset=utf-8"),)
    with writer(archive.warc) as warc:
        first = warc.write_exchange(exchange(url=STORY, body=page(1, numbers(2)), response_headers=html))
        link = STORY.replace(".html", "_2.html")
        second = warc.write_exchange(
            exchange(url=link, body=page(2, numbers(2)), response_headers=html, role="page", page_of=first.record_id, page_link=link)
        )
        shell = warc.write_exchange(exchange(url=SCRIPTED, body=SHELL, response_headers=html))
        rendered = warc.write_conversion(shell, page(3, "", title="A title that a script wrote for this page"), "Chromium/1")
        rules = warc.write_exchange(exchange(url="http://news.example/.well-known/tdmrep.json", body=RULES, role="tdmrep"))
    with archive.database() as db:
        for capture in (first, second, shell, rendered, rules):
            take_in(db, capture)
    reextract(archive, {}, jobs=1)
    with archive.database() as db:
        read_all_sources(db, archive.warc)
    return archive


def number_of(archive: Archive, url: str) -> int:
    with archive.database() as db:
        row = db.first("SELECT id FROM articles WHERE url = ?", url)
    assert row, f"{url} must be an article"
    return int(row["id"])


def shown(archive: Archive, path: str) -> str:
    return str(get(datasette_of(archive), path).text)


def test_the_provenance_of_pages(archive: Archive) -> None:
    number = number_of(archive, STORY)
    html = shown(archive, f"/article/{number}/provenance?verify=1")
    assert "Page 2" in html
    assert html.count("Intact") == 2
    graph = json.loads(shown(archive, f"/article/{number}/provenance.jsonld"))["@graph"]
    (activity,) = [node for node in graph if "prov:used" in node]
    assert len(activity["prov:used"]) == 2


def test_the_provenance_of_a_rendered_page(archive: Archive) -> None:
    number = number_of(archive, SCRIPTED)
    assert "Chromium/1" in shown(archive, f"/article/{number}/provenance")
    graph = json.loads(shown(archive, f"/article/{number}/provenance.jsonld"))["@graph"]
    (derived,) = [node for node in graph if "prov:wasDerivedFrom" in node]
    assert derived["@id"] != derived["prov:wasDerivedFrom"]["@id"]


def test_the_xray_is_of_what_was_read(archive: Archive) -> None:
    number = number_of(archive, SCRIPTED)
    assert paragraphs(3)[0][:30] in shown(archive, f"/article/{number}/xray/page")


def test_a_conversion_is_never_served_as_the_response(archive: Archive) -> None:
    with archive.database() as db:
        rows = db.rows_of("SELECT fetched_at, url FROM captures WHERE url = ?", SCRIPTED)
    assert len(rows) == 1
    digits = "".join(character for character in str(rows[0]["fetched_at"])[:19] if character.isdigit())
    assert 'id="app"' in shown(archive, f"/web/{digits}id_/{SCRIPTED}").replace("'", '"')


def test_what_the_site_says_of_rights(archive: Archive) -> None:
    html = shown(archive, f"/article/{number_of(archive, STORY)}")
    assert "Text and data mining is reserved" in html
    assert "So says the site:" in html
    values = json.loads(shown(archive, f"/article/{number_of(archive, STORY)}.json"))
    assert values["rights"]["tdm_reservation"] == 1
    assert values["rights"]["tdm_policy"] == "https://news.example/policy"


def test_the_text_is_of_both_pages(archive: Archive) -> None:
    assert json.loads(shown(archive, f"/article/{number_of(archive, STORY)}.json"))["text"] == text_of((1, 2))
