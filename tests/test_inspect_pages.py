"""The pages over an archive, asked without a server: what stands on them, what their addresses hold, in which language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from datasette.app import Datasette
from inspect_archive import FLOOD, GUIZHOU, PAGES, Saved, build_archive, datasette_of, get, page

from pipelines.archive import Archive
from pipelines.inspect import difference, highlight
from pipelines.inspect.questions import QUESTIONS, canned
from pipelines.inspect.safety import safe_link
from pipelines.inspect.searching import Query
from pipelines.inspect.served import Visibility

PACKAGE = Path(__file__).parents[1] / "pipelines/inspect"
COPY = "https://copy.example.net/gz.html"
HIDDEN = Saved(
    "https://news.example.org/hidden.html",
    page("A hidden tale", ["The heron nests where no reader of this archive may look, behind the old mill by the river."] * 2, lang="en"),
    private=True,
    fields={"title": "A hidden tale", "published_at": "2018-09-20T08:00:00+00:00", "source": "Secret Wire", "text": "The heron nests."},
)
GUIZHOU_COPY = Saved(
    COPY, PAGES[0].html, "copy", hours=5, fields={"source": None, "title": "另一个标题而已", "published_at": "2018-09-19T12:00:00+08:00"}
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return build_archive(tmp_path_factory.mktemp("pages") / "archive", [*PAGES, GUIZHOU_COPY, HIDDEN])


@pytest.fixture(scope="module")
def datasette(archive: Archive) -> Datasette:
    return datasette_of(archive)


def number_of(archive: Archive, url: str) -> int:
    with archive.database() as db:
        row = db.first("SELECT id FROM articles WHERE url = ?", url)
    assert row, f"{url} must be an article"
    return int(row["id"])


def text_of(datasette: Datasette, path: str) -> str:
    response = get(datasette, path)
    assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:300]}"
    return str(response.text)


def test_front_page_says_what_is_in_the_archive(datasette: Datasette) -> None:
    html = text_of(datasette, "/")
    for word in ("推动贵州小城镇高质量发展", "贵州日报", "Example News", "data-chart=", 'name="q"'):
        assert word in html, f"the front page must show {word}"


def test_search_highlights_and_counts(datasette: Datasette) -> None:
    html = text_of(datasette, "/search?q=贵州")
    assert "<mark>贵州</mark>" in html
    assert re.search(r'href="[^"]*source=[^"]*">贵州日报', html), "facet values must be links"
    assert "Flood gates" not in html


def test_search_filters_by_facets_and_dates(datasette: Datasette) -> None:
    assert "Flood gates" not in text_of(datasette, "/search?person=陈曦")
    assert "推动贵州" in text_of(datasette, "/search?person=陈曦&source=贵州日报&origin=republished&language=zh")
    assert "推动贵州" in text_of(datasette, "/search?from=2018-09-19&to=2018-09-19")
    assert "推动贵州" not in text_of(datasette, "/search?from=2018-09-20")
    assert "推动贵州" not in text_of(datasette, "/search?to=2018-09-18")


@pytest.mark.parametrize("words", ['"', "AND OR", "'; DROP TABLE articles", "\x00", "*", "(" * 300, "贵" * 500])
def test_no_words_break_the_search(datasette: Datasette, words: str) -> None:
    assert get(datasette, "/search", params={"q": words}).status_code == 200


def test_url_holds_the_whole_search() -> None:
    query = Query("贵州 news", (("site", "gz"), ("person", "陈曦")), "2018-01-01", "2018-12-31", "new", 3)
    assert query.url(page=4).count("=") == 7
    assert "page" not in query.url(site=None), "another filter begins at the first page"
    assert "site" not in query.url(site=None)


def test_article_shows_people_source_notice_and_rights(datasette: Datasette, archive: Archive) -> None:
    html = text_of(datasette, f"/article/{number_of(archive, GUIZHOU)}")
    for word in ("陈曦", "杨云", "陈梦楠", "贵州日报", "+08:00", '<details class="notice">', "版权声明", "TDMRep", "Responsible editor"):
        assert word in html, f"the article page must show {word}"
    assert html.count('<p dir="auto">') >= 3, "a paragraph a line, in the direction of its words"


def test_article_tells_who_else_carried_the_story(datasette: Datasette, archive: Archive) -> None:
    assert "另一个标题而已" in text_of(datasette, f"/article/{number_of(archive, GUIZHOU)}")
    uncredited = get(datasette, "/morgue/uncredited.json?_shape=array").json()
    assert [row["url"] for row in uncredited] == [COPY]


def test_versions_differ_word_by_word(datasette: Datasette, archive: Archive) -> None:
    html = text_of(datasette, f"/article/{number_of(archive, FLOOD)}/versions")
    assert "<del>four</del><ins>five</ins>" in html


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("贵州省三人", "贵州省五人", [("same", "贵州省"), ("gone", "三"), ("new", "五"), ("same", "人")]),
    ("a cat sat", "a dog sat", [("same", "a "), ("gone", "cat"), ("new", "dog"), ("same", " sat")]),
    ("ran 3.2 km", "ran 2.3 km", [("same", "ran "), ("gone", "3.2"), ("new", "2.3"), ("same", " km")]),
    ("", "new", [("new", "new")]),
    ("same", "same", [("same", "same")]),
])  # fmt: skip
def test_word_difference(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert difference.words(old, new) == expected
    assert "".join(text for kind, text in difference.words(old, new) if kind != "new") == old


def test_highlight_makes_no_html() -> None:
    assert highlight.pieces("<b>贵州</b>", "贵州 <b>") == [("<b>", True), ("贵州", True), ("</b>", False)]


def test_json_of_an_article(datasette: Datasette, archive: Archive) -> None:
    values = get(datasette, f"/article/{number_of(archive, GUIZHOU)}.json").json()
    assert values["responsible_editors"] == ["陈梦楠"]
    assert values["evidence"]["source"]["snippet"] == "来源:贵州日报"
    assert values["notice"].startswith("版权声明")


def test_provenance_verifies_and_tells_of_damage(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive", PAGES[:1])
    datasette = datasette_of(archive)
    assert "Intact" in text_of(datasette, "/article/1/provenance?verify=1")
    assert "urn:uuid:" in text_of(datasette, "/article/1/provenance")
    warc = next(archive.warc.rglob("*.warc.gz"))
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    assert "Not what was captured" in text_of(datasette, "/article/1/provenance?verify=1")
    warc.unlink()
    assert "is not there" in text_of(datasette, "/article/1/provenance?verify=1")
    assert "is not there" in text_of(datasette, "/article/1/xray")


def test_prov_is_linked_from_article_to_software(datasette: Datasette, archive: Archive) -> None:
    response = get(datasette, f"/article/{number_of(archive, GUIZHOU)}/provenance.jsonld")
    assert response.headers["content-type"].startswith("application/ld+json")
    nodes = {node["@id"]: node for node in response.json()["@graph"]}
    extraction = nodes[nodes[GUIZHOU]["prov:wasGeneratedBy"]["@id"]]
    record = nodes[extraction["prov:used"]["@id"]]
    crawl = nodes[record["prov:wasGeneratedBy"]["@id"]]
    assert {"@id": "urn:newsmorgue:software:scrapy/0"} in crawl["prov:wasAssociatedWith"]


def test_xray_marks_what_was_kept_taken_and_dropped(datasette: Datasette, archive: Archive) -> None:
    number = number_of(archive, GUIZHOU)
    html = text_of(datasette, f"/article/{number}/xray/page")
    assert re.search(r'<h1 class="m-title"', html)
    assert re.search(r'<div class="m-dateline".*?<code class="m-selector">\.info</code>', html)
    assert re.search(r'<nav class="m-dropped"', html)
    assert html.count('class="m-text"') == 3
    panel = text_of(datasette, f"/article/{number}/xray")
    assert "来源:贵州日报" in panel, "a field must show its snippet"
    assert 'sandbox=""' in panel


def test_health_and_questions(datasette: Datasette) -> None:
    assert "gz-1" in text_of(datasette, "/health")
    for question in QUESTIONS:
        assert question.title in text_of(datasette, "/questions")
        assert get(datasette, f"/morgue/{question.name}.json?_shape=array").status_code == 200, f"mend the SQL of {question.name}"
        assert get(datasette, f"/morgue/{question.name}.csv").status_code == 200
    assert FLOOD in text_of(datasette, "/morgue/edited.json")


@pytest.mark.parametrize("private", [False, True])
def test_most_cited_sources_are_counted_without_reading_rows(archive: Archive, private: bool) -> None:
    with archive.database() as db:
        plan = [row["detail"] for row in db.rows_of(f"EXPLAIN QUERY PLAN {canned(Visibility(private))['sources']['sql']}")]
        found = db.rows_of(canned(Visibility(private))["sources"]["sql"])
    assert plan[0] == "SCAN a USING COVERING INDEX articles_site", "each row is on another page: at a million that takes ten seconds"
    assert ("Secret Wire" in [row["source"] for row in found]) == private


def test_private_articles_are_on_no_page(datasette: Datasette, archive: Archive) -> None:
    number = number_of(archive, HIDDEN.url)
    for path in ("/", "/search", "/search?q=heron", "/health", "/morgue/sources.json", "/web/timemap/link/" + HIDDEN.url):
        assert not re.search("hidden tale|Secret Wire|nests", get(datasette, path).text), f"{path} shows a private article"
    for path in (f"/article/{number}", f"/article/{number}.json", f"/article/{number}/xray/page", f"/article/{number}/provenance",
                 f"/article/{number}/versions", f"/web/20180919020000/{HIDDEN.url}", f"/view/20180919020000/{HIDDEN.url}"):  # fmt: skip
        assert get(datasette, path).status_code == 404, f"{path} shows a private article"
    assert "hidden tale" in text_of(datasette_of(archive, private=True), f"/article/{number}")


@pytest.mark.parametrize("path", [
    "/article/0", "/article/99999999999999999999", "/article/1/xray?e=99999999999999999999", "/article/1/versions?a=x&b=-1",
    "/web/99999999999999/http://x.example/", f"/web/99999999999999/{FLOOD}", "/view/2018/http://nowhere.example/", "/web/http://no.example/",
])  # fmt: skip
def test_wrong_addresses_are_no_errors(datasette: Datasette, path: str) -> None:
    assert get(datasette, path, follow_redirects=True).status_code in (200, 404)


def test_pages_have_safe_headers(datasette: Datasette) -> None:
    for path in ("/", "/search", "/article/1", "/morgue/articles", "/article/999", "/-/static/app.css"):
        headers = get(datasette, path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
    assert "script-src 'self'" in get(datasette, "/").headers["content-security-policy"]


def test_chinese_interface(datasette: Datasette) -> None:
    assert "最新文章" in get(datasette, "/?_lang=zh").text
    assert "最新文章" in get(datasette, "/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).text
    assert '<html lang="zh">' in get(datasette, "/search", cookies={"morgue_lang": "zh"}).text


def test_every_text_of_the_templates_is_in_chinese() -> None:
    chinese = json.loads((PACKAGE / "zh.json").read_text("utf-8"))
    texts = set()
    for template in (PACKAGE / "plugin/templates/morgue").glob("*.html"):
        source = template.read_text("utf-8")
        texts |= {text.replace('\\"', '"') for text in re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', source)} | set(
            re.findall(r"\bt\('([^']*)'", source)
        )
    texts |= {text for question in QUESTIONS for text in (question.title, question.description)}
    assert texts <= set(chinese), f"translate in pipelines/inspect/zh.json: {sorted(texts - set(chinese))}"
    for text in texts:
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", chinese[text])), f"the Chinese of {text!r} has other {{names}}"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//x",
        "http://",
        "http://[",
        None,
    ],
)
def test_only_web_addresses_are_links(url: str | None) -> None:
    assert safe_link(url) is None
    assert safe_link("https://example.org/?a=b") == "https://example.org/?a=b"


def test_templates_never_mark_as_safe() -> None:
    for path in (*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|Markup\(|autoescape false", source), f"{path.name} lets a page's text be HTML"
