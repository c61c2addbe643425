"""What a known layout never needs is cut out of the source, and no reading changes by that."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from two_layouts import capture, new_page, newspaper, old_page, paragraphs

from pipelines import extract
from pipelines.article import Article
from pipelines.extraction.cuts import Cut, cut
from pipelines.extraction.page import Page, parse
from pipelines.extraction.profile import Layout, SiteProfile
from pipelines.extraction.rules import NO_RULES
from pipelines.learning.learn import learn
from pipelines.process import read_page

OPEN, CLOSE = b'<div class="lane">', b"</div></div>\n"


@pytest.fixture(scope="module")
def profile() -> SiteProfile:
    return learn("gazette", newspaper())


def _page(profile: SiteProfile, source: bytes) -> Page:
    page = read_page(capture(501, 2015), source, NO_RULES.taught(profile))
    assert isinstance(page, Page)
    return page


def _is_cut(profile: SiteProfile, source: bytes) -> bool:
    known = _page(profile, source).known
    return known is not None and bool(known.cut)


def _values(article: Article) -> dict[str, object]:
    return {key: value for key, value in article.to_dict().items() if key not in ("extractor", "evidence")}


def _layout(profile: SiteProfile, place: str) -> Layout:
    return next(layout for layout in profile.layouts if place in layout.containers[0])


def test_what_a_layout_skips_is_not_parsed(profile: SiteProfile) -> None:
    page = _page(profile, new_page(501))
    assert page.known is not None
    assert [part[:8] for part in page.known.cut] == [b"<h3>More"], "the list of other stories is long enough to be worth a cut"
    lanes = page.tree.findall(".//div[@class='lane']")
    assert len(lanes) == 1, "the block itself stays, as selectors count it"
    assert not len(lanes[0])
    assert page.tree.find(".//div[@class='base']") is not None, "what follows the block is where it was"


@pytest.mark.parametrize("number", range(501, 506))
def test_a_cut_page_reads_as_the_whole_one(profile: SiteProfile, number: int) -> None:
    source = new_page(number)
    assert _is_cut(profile, source)
    known, full = extract(source, profile=profile), extract(source)
    assert "layout" in known.evidence["text"].method
    assert {**_values(known), "text": ""} == {**_values(full), "text": ""}
    assert known.text.split("\n") == paragraphs(number)


def test_evidence_of_a_cut_page_is_found_on_the_whole_one(profile: SiteProfile) -> None:
    source = new_page(501)
    known, full = extract(source, profile=profile), extract(source)
    selectors = {name: evidence.where for name, evidence in known.evidence.items() if name != "text"}
    assert selectors == {name: full.evidence[name].where for name in selectors}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(OPEN, OPEN + b'<script type="application/ld+json">{"@type": "NewsArticle"}</script>', id="json-ld"),
        pytest.param(OPEN, OPEN + b"<p>x</p>" * 400, id="longer than any seen"),
        pytest.param(b"</ul></div></div>\n", b"</ul></div><p>By the way.</p></div>\n", id="something else behind it"),
        pytest.param(OPEN, b'<div id="x" class="lane">', id="another start tag"),
    ],
)
def test_a_block_unlike_those_seen_is_parsed(profile: SiteProfile, before: bytes, after: bytes) -> None:
    source = new_page(501)
    assert before in source
    changed = source.replace(before, after)
    assert not _is_cut(profile, changed)
    assert {**_values(extract(changed, profile=profile)), "text": ""} == {**_values(extract(changed)), "text": ""}


def test_a_story_where_the_cut_would_be_is_read_in_full(profile: SiteProfile) -> None:
    """The page keeps the marks of its layout, but its text stands in the list of other stories."""
    text = "".join(f"<p>{each}</p>" for each in paragraphs(700, 3))
    source = new_page(501, ["Short.", "Shorter.", "No more."]).replace(b"<h3>More of this</h3>", text.encode())
    known = extract(source, profile=profile)
    assert "layout" not in known.evidence["text"].method
    assert known.text == extract(source).text


def test_a_page_of_another_site_is_not_cut(profile: SiteProfile) -> None:
    assert not _is_cut(profile, b"<html><body><article><p>" + " ".join(paragraphs(3)).encode() + b"</p></article></body></html>")


def test_tables_without_end_tags_are_cut_with_those_put_in() -> None:
    """Where `</td>` is left out, the cut ends before the next cell, and the end tag stands in its place."""

    def page(number: int) -> bytes:
        links = "".join(f"<li><a href=/{n}>Section {n} of the paper</a>" for n in range(30))
        source = old_page(number).decode()
        return (
            source.replace('class="rail">', f'class="rail"><ul class=all>{links}</ul>')
            .replace("</td></tr></table>\n", "</table>\n")
            .encode()
        )

    pages = [(capture(number, 2004), page(number)) for number in range(20)]
    learned = learn("gazette", pages)
    cuts = _layout(learned, "td.story").cuts
    assert cuts
    source = page(600)
    shorter, spans = cut(source, cuts)
    assert spans
    assert len(shorter) < len(source) - 500
    tree = parse(shorter)
    assert tree is not None
    assert [each.get("class") for each in tree.iter("table")] == [None, "foot"]
    assert tree.find(".//table/tr/td/table") is None, "the table behind the cut is not inside of it"
    assert {**_values(extract(source, profile=learned)), "text": ""} == {**_values(extract(source)), "text": ""}


def test_cuts_that_would_change_the_rest_of_a_page_are_not_learned() -> None:
    """The mark behind the block stands inside it as well, on every third page: what is left would be another page."""

    def page(number: int) -> bytes:
        inner = b'</div></div>\n<div class="base">\xc2\xa9 2015 The Loopback Gazette' if number % 3 == 0 else b""
        return new_page(number).replace(b"<h3>More of this</h3>", b"<h3>More of this</h3><div><div>" + inner + b"</div></div>")

    learned = learn("gazette", [(capture(number, 2015), page(number)) for number in range(30)])
    for number in (900, 901):
        known, full = extract(page(number), profile=learned), extract(page(number))
        assert {**_values(known), "text": ""} == {**_values(full), "text": ""}
        assert known.text.split("\n") == paragraphs(number)


def test_a_cut_takes_nothing_before_the_one_in_front_of_it() -> None:
    source = b"<div id=a>one</div><div id=b>two</div><p>text</p><div id=a>three</div>"
    cuts = [Cut("<div id=b", "</div>", "", 50), Cut("<div id=a", "</div>", "", 50)]
    assert cut(source, cuts)[0] == b"<div id=a>one</div><div id=b></div><p>text</p><div id=a></div>"
    assert cut(source, [Cut("<div id=b", "</div>", "", 2)]) == (source, [])
    assert cut(b"<td>a<td>b", [Cut("<td", "<td>b", "</td>", 9)])[0] == b"<td></td><td>b"
    assert cut(b"<p>x</p><div id=z>rest", [Cut("<div id=z", "", "</div>", 9)])[0] == b"<p>x</p><div id=z></div>"


def test_cuts_are_part_of_the_profile_and_survive_its_json(profile: SiteProfile) -> None:
    again = SiteProfile.from_json(profile.to_json())
    assert again == profile
    assert _layout(again, "copy").cuts
    values = json.loads(profile.to_json())
    for layout in values["layouts"]:
        layout["cuts"] = []
    assert SiteProfile.from_json(json.dumps(values)).digest != profile.digest


def test_the_texts_of_cut_parts_are_still_unread_texts(profile: SiteProfile) -> None:
    page = _page(profile, new_page(501).replace(b"<h3>More of this</h3>", b"<h3>More of <b>this</b> and that</h3>"))
    assert page.known is not None
    assert page.known.cut
    assert {("More of ", "h3"), ("this", "b"), (" and that", "h3")} <= set(page.known.unread())
    assert etree.tostring(page.whole().tree) == etree.tostring(parse(page.text.encode()))  # type: ignore[arg-type]
