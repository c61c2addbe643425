"""The pictures of an article: inside its container, with the caption and credit that the page gives."""

from __future__ import annotations

import pytest
from story import PARAGRAPHS, page, paragraphs

from pipelines import extract
from pipelines.article import Image

URL = "https://post.example/2024/ferry.html"


def images(inserted: str, after: str = "") -> list[Image]:
    body = f'<div class="article-body">{paragraphs(PARAGRAPHS[:2])}{inserted}{paragraphs(PARAGRAPHS[2:])}</div>'
    return extract(page(body, after=after), url=URL).images


@pytest.mark.parametrize(
    ("markup", "caption", "credit"),
    [
        ('<figure><img src="/f.jpg"><figcaption>The ferry in the ice</figcaption></figure>', "The ferry in the ice", None),
        (
            '<figure><img src="/f.jpg"><figcaption>The ferry <span class="credit">Jane Doe</span></figcaption></figure>',
            "The ferry",
            "Jane Doe",
        ),
        ('<figure><img src="/f.jpg"><figcaption>The ferry. Photo: Jane Doe</figcaption></figure>', "The ferry.", "Jane Doe"),
        (
            '<p style="text-align:center"><img src="/f.jpg"></p><p style="text-align:center">夜色中的渡轮。冯一舟 摄</p>',
            "夜色中的渡轮。冯一舟 摄",
            "冯一舟",
        ),
        ('<p><img data-src="/f.jpg" src="data:image/gif;base64,R0"></p>', None, None),
    ],
)
def test_caption_and_credit(markup: str, caption: str | None, credit: str | None) -> None:
    assert images(markup) == [Image("https://post.example/f.jpg", caption, credit)]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/pixel.gif" width="1" height="1">',
        '<img src="/icons/share-icon.png">',
        '<div class="related"><img src="/other.jpg"></div>',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="javascript:alert(1)">',
    ],
)
def test_decoration_and_other_stories_are_no_pictures_of_this_one(markup: str) -> None:
    assert images(markup, after='<img src="/footer.jpg">') == []


def test_a_picture_twice_is_one() -> None:
    assert len(images('<p><img src="/f.jpg"></p><p><img src="/f.jpg"></p>')) == 1
