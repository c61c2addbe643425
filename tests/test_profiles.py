"""What the captures of a site teach, and that nothing they teach makes a reading worse."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from command import Morgue, crawled
from generated_site import GeneratedSite, write_site
from lxml import etree
from two_layouts import PROMPT, capture, new_page, newspaper, old_page, paragraphs

from pipelines import extract
from pipelines.archive import Archive
from pipelines.article import Article
from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.extraction.page import Page, parse
from pipelines.extraction.profile import SiteProfile, line_digest
from pipelines.extraction.rules import NO_RULES, RuleSet, SiteRules
from pipelines.learning.learn import _lesson, _proven, _repaired, learn
from pipelines.learning.lesson import group, outermost
from pipelines.learning.observation import observe
from pipelines.learning.stories import distinct
from pipelines.learning.trial import attempt, figures, strays
from pipelines.process import read_page
from scraper.cli import morgue as command
from scraper.cli.extract import command as extract_command
from scraper.cli.learn import command as learn_command


@pytest.fixture(scope="module")
def profile() -> SiteProfile:
    return learn("gazette", newspaper())


def _values(article: Article) -> dict[str, object]:
    return {key: value for key, value in article.to_dict().items() if key not in ("extractor", "evidence")}


def _recurring(profile: SiteProfile) -> set[str]:
    return {digest for layout in profile.layouts for digest in layout.recurring}


def test_two_layouts_are_told_apart_and_described(profile: SiteProfile) -> None:
    assert [layout.containers[0].rpartition(">")[2] for layout in profile.layouts] == ["div.copy", "td.story.width=460"]
    assert profile.captures == profile.stories == 30
    assert profile.agreement == {"tried": 10, "fitted": 1.0, "text": 1.0, "fields": 1.0}
    rails = {path.rpartition(">")[2] for layout in profile.layouts for path in layout.skipped}
    assert rails >= {"div.lane", "div.masthead", "td.rail.width=150"}, "blocks that never hold anything of a story need not be read"


@pytest.mark.parametrize("page", [old_page(500), new_page(501)], ids=["old", "new"])
def test_a_prompt_that_every_story_has_goes_and_all_else_stays(profile: SiteProfile, page: bytes) -> None:
    full, learned = extract(page), extract(page, profile=profile)
    assert PROMPT in full.text, "no generic rule knows this prompt, or the test shows nothing"
    assert learned.text == full.text.replace(PROMPT + "\n", "")
    assert {**_values(learned), "text": ""} == {**_values(full), "text": ""}
    assert learned.evidence["text"].method == "container of the site's layout"


def test_a_page_of_another_layout_is_read_in_full(profile: SiteProfile) -> None:
    page = old_page(500).replace(b"width=", b"height=").replace(b"story", b"leaf").replace(b"rail", b"edge").replace(b"bgcolor", b"style")
    learned = extract(page, profile=profile)
    assert _values(learned) == _values(extract(page))
    assert "layout" not in learned.evidence["text"].method


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<div class="copy">', b'<div class="copy"></div><div class="more">'),
        (b"By Jane Roe", b"Town desk"),
        (b'<h1 class="top">', b'<h1 class="top" hidden>'),
    ],
    ids=["the text stands elsewhere", "the byline is missing", "no headline is shown"],
)
def test_what_does_not_fit_is_read_in_full(profile: SiteProfile, old: bytes, new: bytes) -> None:
    page = new_page(501).replace(old, new)
    assert _values(extract(page, profile=profile)) == _values(extract(page))


@pytest.mark.parametrize(
    "block",
    [
        '<div class="turn"><a href="/2015/{n}-2.html">2</a> <a href="/2015/{n}-3.html">3</a></div>',
        '<div class="turn"><a href="https://creativecommons.org/licenses/by/4.0/" rel="license">Licence</a></div>',
        '<div class="turn" itemscope><b itemprop="author">Ann Poe</b> in the town</div>',
    ],
    ids=["pager", "licence", "microdata"],
)
def test_a_block_that_says_something_to_machines_is_not_skipped(block: str) -> None:
    def page(number: int) -> bytes:
        return new_page(number).replace(b'<div class="base">', block.format(n=number).encode() + b'<div class="base">')

    profile = learn("gazette", [(capture(n, 2015), page(n)) for n in range(100, 115)])
    (layout,) = profile.layouts
    blind = replace(profile, layouts=(replace(layout, skipped=layout.skipped | {"html>body.page>div.turn"}),))
    full, learned, less = (extract(page(120), url="https://gazette.example/2015/120.html", profile=each) for each in (None, profile, blind))
    assert "layout" in learned.evidence["text"].method
    assert {**_values(learned), "text": ""} == {**_values(full), "text": ""}
    assert {**_values(less), "text": ""} != {**_values(full), "text": ""}, "the block says nothing, or the test shows nothing"


def test_a_name_that_only_a_skipped_block_repeats_is_the_publisher(profile: SiteProfile) -> None:
    nameless = replace(profile, layouts=tuple(replace(each, publisher=None) for each in profile.layouts))
    page = new_page(503).replace(b"The Loopback Gazette", b"Quay Courier").replace(b">Sport<", b">The Quay Courier today<")
    page = page.replace("© 2015 Quay Courier".encode(), b"")
    full, learned = (extract(page, url="https://gazette.example/503", profile=each) for each in (None, nameless))
    assert learned.publisher == full.publisher == "Quay Courier", "look for it in what is skipped too"
    assert "layout" in learned.evidence["text"].method, "the page need not be read in full for it"
    titleless = replace(profile, layouts=tuple(replace(each, publisher="") for each in profile.layouts))
    assert extract(page, profile=titleless).publisher is None, "stories of a layout without publisher have none"


def test_a_page_whose_headline_may_stand_in_a_skipped_block_is_read_in_full(profile: SiteProfile) -> None:
    layouts = tuple(replace(each, expected=each.expected - {"headline"}) for each in profile.layouts)
    shown = b">Story 504: the harbour and all of its bridges<"
    page = new_page(504).replace(b'<h1 class="top">', b"<p hidden>").replace(b"</h1>", b"</p>").replace(b">More of this<", shown)
    page = re.sub(b"<title>.*</title>", b"<title>Gazette Online - Story 504: the harbour and all of its bridges</title>", page)
    known = extract(page, profile=replace(profile, layouts=layouts))
    assert "layout" not in known.evidence["text"].method
    assert _values(known) == _values(extract(page))


def test_a_page_is_whole_again_when_its_layout_does_not_fit(profile: SiteProfile) -> None:
    page = (
        new_page(501)
        .replace(b"By Jane Roe", b"Town desk")
        .replace(b'<div class="masthead">', b'<div class="masthead">Before <b>it</b> tail')
    )
    read = read_page(capture(501, 2015), page, NO_RULES.taught(profile))
    assert isinstance(read, Page)
    assert read.known is not None
    shown = etree.tostring(parse(page), encoding="unicode")  # type: ignore[arg-type]
    assert len(etree.tostring(read.tree)) < 0.9 * len(shown), "what is skipped is out of the way"
    assert read.whole().known is None
    assert etree.tostring(read.whole().tree, encoding="unicode") == shown


def test_what_json_ld_tells_must_be_in_the_text(profile: SiteProfile) -> None:
    told = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(paragraphs(900))})
    page = new_page(501).replace(b"</head>", f'<script type="application/ld+json">{told}</script></head>'.encode())
    assert PROMPT in extract(page, profile=profile).text, "the page says that its story is another: it has to be read in full"


def test_the_profile_is_part_of_the_fingerprint(profile: SiteProfile) -> None:
    plain, learned = (extract(new_page(501), profile=each).extractor for each in (None, profile))
    assert plain is not None
    assert learned is not None
    assert learned.fingerprint == f"{plain.fingerprint}/{profile.digest}"


def test_the_same_captures_teach_the_same_in_any_order(profile: SiteProfile) -> None:
    pages = newspaper()
    random.Random(7).shuffle(pages)
    assert learn("gazette", pages).to_json() == profile.to_json()
    assert learn("gazette", [*pages, *pages[:9]]).layouts == profile.layouts, "a payload that comes again tells nothing new"


def test_a_profile_is_the_same_after_its_json(profile: SiteProfile) -> None:
    again = SiteProfile.from_json(profile.to_json())
    assert again == profile
    assert again.digest == profile.digest


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 99}', '{"format": 3, "site": "x", "layouts": [{}], "captures": 1, "stories": 1}']
)
def test_a_damaged_profile_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"p.json is no site profile.*morgue learn"):
        SiteProfile.from_json(text, "p.json")


def test_few_stories_teach_nothing() -> None:
    few = learn("gazette", newspaper()[:4])
    assert few.layouts == ()
    assert _values(extract(new_page(501), profile=few)) == _values(extract(new_page(501)))


def _with_paragraph(numbers: Iterable[int], paragraph: str) -> list[tuple[Capture, bytes]]:
    """Captures in the new layout that carry another story's paragraph."""
    return [(capture(n, 2015), new_page(n, [*paragraphs(n, 5), paragraph])) for n in numbers]


def test_a_minority_of_pages_cannot_make_article_text_recur() -> None:
    victim = paragraphs(700)
    pages = [(capture(n, 2015), new_page(n)) for n in range(100, 108)] + _with_paragraph(range(200, 207), victim[2])
    profile = learn("gazette", [*pages, (capture(700, 2015), new_page(700, victim))])
    assert profile.layouts
    assert line_digest(victim[2]) not in _recurring(profile)
    assert victim[2] in extract(new_page(700, victim), profile=profile).text


@pytest.mark.parametrize("copies", [3, 20])
def test_a_wire_story_at_many_addresses_is_one_story(copies: int) -> None:
    wire = paragraphs(800)
    pages = [(capture(n, 2015), new_page(n)) for n in range(100, 112)]
    own = [[f"The gazette adds a line of its own for district number {n}, where the wire is read.", *wire] for n in range(copies)]
    told = [(capture(800 + n, 2015), new_page(800 + n % 2, own[n] if n % 3 else wire)) for n in range(copies)]
    profile = learn("gazette", [*pages, *told])
    assert profile.layouts
    assert not _recurring(profile) & {line_digest(paragraph) for paragraph in wire}, "copies of one story make none of it a prompt"
    assert all(paragraph in extract(new_page(800, wire), profile=profile).text for paragraph in wire)


def test_a_layout_that_lowers_agreement_is_thrown_out() -> None:
    stories = distinct(seen for each, payload in newspaper() if (seen := observe(each, payload, NO_RULES)))
    lesson = _lesson(group(stories)[0])
    wrong = replace(
        lesson,
        layout=replace(lesson.layout, containers=("html>body.page>div.wrap",), recurring=frozenset(map(line_digest, paragraphs(104)))),
    )
    assert all(each.text > 0.95 for each in attempt(SiteProfile("", (lesson.layout,)), lesson.held, NO_RULES))
    blind = replace(
        lesson, layout=replace(lesson.layout, containers=("html>body.page>div.base",), skipped=frozenset({"html>body.page>div.wrap"}))
    )
    assert figures(attempt(SiteProfile("", (blind.layout,)), lesson.held, NO_RULES))["fitted"] == 0.0
    assert [layout.containers for layout in _proven("gazette", [lesson], NO_RULES)] == [lesson.layout.containers]
    assert not any("div.base" in path for layout in _proven("gazette", [blind], NO_RULES) for path in layout.containers)
    assert all(layout.figures["text"] >= 0.95 for layout in _proven("gazette", [wrong], NO_RULES))


def test_of_a_block_that_a_story_needs_what_it_does_not_need_is_still_skipped() -> None:
    stories = distinct(seen for each, payload in newspaper() if (seen := observe(each, payload, NO_RULES)))
    lesson = next(lesson for lesson in map(_lesson, group(stories)) if "html>body.page>div.masthead" in lesson.layout.skipped)
    piece = "html>body.page>div.wrap>div.piece"
    greedy = replace(lesson.layout, skipped=lesson.layout.skipped | {piece, f"{piece}>div.who"})
    assert strays(greedy, lesson.told[0], NO_RULES)
    mended = _repaired(greedy, lesson.told[:1], NO_RULES)
    assert outermost(mended.skipped) == outermost(lesson.layout.skipped), (
        "what was harmless before is skipped on, and nothing that the story needs"
    )


def test_a_caption_that_no_picture_took_lets_its_block_be_skipped() -> None:
    box = '<div class="copy"><p><img src="/blank.gif"></p><div class="find"><p>Search the paper</p></div>'
    pages = [(each, payload.replace(b'<div class="copy">', box.encode())) for each, payload in newspaper() if each.fetched_at.year == 2015]
    profile = learn("gazette", pages)
    assert any(path.endswith("div.find") for layout in profile.layouts for path in layout.skipped)


def test_rules_of_the_site_go_before_its_profile(profile: SiteProfile) -> None:
    rules = SiteRules(rules=(RuleSet(selectors={"text": ".lane"}),), profile=profile)
    assert extract(new_page(501), rules=rules).text.startswith("More of this"), "a selector is read where it points, learned or not"


def test_learning_and_extracting_without_an_archive(tmp_path: Path) -> None:
    lines = []
    for number, (each, payload) in enumerate(newspaper()):
        (tmp_path / f"{number}.html").write_bytes(payload)
        lines.append({"path": f"{number}.html", "url": each.url, "fetched_at": each.fetched_at.isoformat() if each.fetched_at else None})
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    run = CliRunner().invoke(learn_command, ["--manifest", str(manifest), "-o", str(tmp_path / "profiles")], catch_exceptions=False)
    assert "gazette.example: profile" in run.output, run.output
    assert "texts 100.0%" in run.output
    (file,) = (tmp_path / "profiles").iterdir()
    for options in (["--profiles", str(file.parent)], ["--profile", str(file)]):
        run = CliRunner().invoke(extract_command, ["--manifest", str(manifest), *options], catch_exceptions=False)
        rows = [json.loads(line) for line in run.output.splitlines()]
        assert len(rows) == 30
        assert not any(PROMPT in row["text"] for row in rows)


def test_the_first_crawl_learns_and_the_next_reading_uses_it(archive: Archive, morgue: Morgue) -> None:
    config = archive.root / "morgue.toml"
    config.write_text(config.read_text("utf-8").replace("learn = 100", "learn = 9"), "utf-8")
    with GeneratedSite(10) as site:
        write_site(archive.sites, site.url)
        crawled(morgue("crawl", "--json"))

    def run(*args: str) -> str:
        return CliRunner().invoke(command, ["-C", str(archive.root), *args], catch_exceptions=False, standalone_mode=False).output

    def rows(sql: str) -> list[dict[str, object]]:
        with archive.database() as db:
            return db.rows_of(sql)

    (row,) = rows("SELECT * FROM profiles")
    name, digest = str(row["site"]), str(row["digest"])
    assert json.loads(str(row["agreement"]))["text"] == 1.0
    learned = json.loads(run("sites", "show", name))["learned"]
    assert (learned["digest"], learned["captures"]) == (digest, 10)
    run("reextract", "--jobs", "1")
    assert len(rows(f"SELECT 1 FROM extractions WHERE fingerprint LIKE '%/{digest}'")) == 10, "extraction again reads with what was learned"
    with archive.database() as db, db.writing():
        db.execute("UPDATE profiles SET profile = '{\"format\": 1}'")
    assert json.loads(run("sites", "show", name))["learned"]["outdated"], "what an older version learned is told of, and not used"
    run("reextract", "--jobs", "1")
    assert f"profile {digest}" in run("learn", name), "the same captures teach the same"
    run("rebuild")
    assert [row["digest"] for row in rows("SELECT digest FROM profiles")] == [digest], "rebuild keeps what was learned"
    assert "profile removed" in run("learn", name, "--forget")
