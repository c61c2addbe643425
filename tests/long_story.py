"""A story on several pages, as a site might serve it."""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "Old bridge opens again after ten years of repairs"


def numbers(total: int, stem: str = "story") -> str:
    """A pager that links every page by its number."""
    return " ".join(f'<a href="{stem}{"" if n == 1 else f"_{n}"}.html">{n}</a>' for n in range(1, total + 1))


def paragraphs(number: int, words: str = "") -> list[str]:
    """The lines of one page."""
    return [
        f"Paragraph {n} of page {number}: the council met on Tuesday evening and its members said that the work {words}would begin soon, "
        "once the money for the trees had been found and the neighbours had been heard."
        for n in range(4)
    ]


def page(number: int, pager: str, *, title: str = TITLE, top: str = "", foot: str = "", words: str = "", head: str = "") -> bytes:
    """One page: headline and pager on each, its own four paragraphs."""
    lines = "".join(f"<p>{line}</p>" for line in paragraphs(number, words))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Loopback Post</title>{head}</head>
<body><header><a href="/">The Loopback Post</a></header><article><h1>{title}</h1>{top}{lines}<div class="pager">{pager}</div>{foot}</article>
<footer>© 2025 The Loopback Post. All rights reserved.</footer></body></html>""".encode()


def text_of(numbers: Iterable[int]) -> str:
    """The joined text of such pages."""
    return "\n".join(line for number in numbers for line in paragraphs(number))
