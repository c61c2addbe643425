"""The picture that leads a story stands outside of its text, and is among its images."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, paragraphs
from two_layouts import capture, new_page

from pipelines import extract
from pipelines.learning.learn import learn

URL = "https://post.example/2024/ferry.html"
LEAD = "https://post.example/ferry-960x640.jpg"
FIGURE = '<figure><img src="/ferry-960x640.jpg"><figcaption>The ferry. Photo: Jane Doe</figcaption></figure>'


def addresses(above: str = "", below: str = "", head: str = "") -> list[str]:
    text = f'<div class="story-body">{paragraphs(PARAGRAPHS)}</div>'
    source = (
        f"<html><head><title>The ferry stays in port</title>{head}</head><body><div class=menu><img src=/paper.jpg></div>"
        f"<article>{above}<h1>The ferry stays in port</h1>{below}{text}</article><div><img src=/elsewhere.jpg></div></body></html>"
    )
    return [image.url for image in extract(source, url=URL).images]


@pytest.mark.parametrize(
    "markup",
    [
        FIGURE,
        '<div class="lead-image"><img src="/ferry-960x640.jpg"></div>',
        f"<header>{FIGURE}</header>",
        f"<div><div>{FIGURE}</div></div>",
    ],
)
def test_a_picture_between_headline_and_text_leads_the_story(markup: str) -> None:
    assert addresses(below=markup) == [LEAD]


def test_a_picture_above_the_headline_leads_where_the_page_tells_machines_of_it() -> None:
    head = '<meta property="og:image" content="https://post.example/ferry-1200x800.jpg?crop=1">'
    assert addresses(above=FIGURE, head=head) == [LEAD], "the same file in another size"
    assert addresses(above=FIGURE) == [], "a picture above the headline may be anything"


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="author-box">{FIGURE}</div>',
        f'<div class="related">{FIGURE}</div>',
        '<figure><img src="/roe.jpg" width="120"></figure>',
        '<figure><img src="/authors/roe.jpg"></figure>',
        '<div><img src="/something.jpg"></div>',
        f"<aside>{FIGURE}</aside>",
    ],
)
def test_pictures_of_others_do_not_lead(markup: str) -> None:
    assert addresses(below=markup) == []


def test_caption_and_credit_of_the_picture_that_leads() -> None:
    source = f"<html><body><article><h1>The ferry stays in port</h1>{FIGURE}<div>{paragraphs(PARAGRAPHS)}</div></article></body></html>"
    (image,) = extract(source, url=URL).images
    assert (image.caption, image.credit) == ("The ferry.", "Jane Doe")


def test_a_known_layout_keeps_the_picture() -> None:
    def page(number: int) -> bytes:
        return new_page(number).replace(b'<div class="copy">', f'<div class="opener"><p>Text</p>{FIGURE}</div><div class="copy">'.encode())

    profile = learn("gazette", [(capture(number, 2015), page(number)) for number in range(20)])
    known = extract(page(600), url=URL, profile=profile)
    assert "layout" in known.evidence["text"].method
    assert [image.url for image in known.images] == [LEAD]
