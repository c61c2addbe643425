"""Where on a page the story stands: its headline, the lines above the body, the body, and the lines below."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.extraction.lines import Block, Line

# How far above, between and below the datelines and credits of one story are looked for.
ABOVE, BETWEEN, BELOW = 8, 40, 16
# A deck reads like the body's first paragraph; the byline may stand below it. So many paragraphs, among so many lines.
INTO, SHORT = 3, 10
# How wide a paragraph is at least.
_PARAGRAPH = 70

NameTest = Callable[[str], bool]


def name_test(pattern: str) -> NameTest:
    """Whether a class or id matches, with the answers kept: pages repeat their names by the hundred."""
    search = re.compile(pattern).search
    return lru_cache(maxsize=4096)(lambda name: search(name) is not None)


_is_elsewhere_name = name_test(
    r"comment|kommentar|cmt|(?:^|[\s_-])tie(?:$|[\s_-])|related|recommend|sidebar|footer|foot(?:$|[\s_-])|cookie|consent|newsletter|"
    r"copyright|disclaimer|popup|modal|hot-?list|(?:^|[\s_-])rank"
)
_is_apart_name = name_test(
    r"comment|kommentar|cmt|(?:^|[\s_-])tie(?:$|[\s_-])|related|recommend|sidebar|newsletter|popular|hot-?list|most-?read"
)
_is_others_name = name_test(r"comment|kommentar|cmt|(?:^|[\s_-])tie(?:$|[\s_-])|related|recommend|newsletter|popular|hot-?list|most-?read")
_is_story_name = name_test(r"article|story|content|body|text|main|post|entry|artikel|detail")
_BOXES = ("footer", "aside", "figcaption")
_WHOLE, _BESIDE = frozenset(("body", "html", "main", "article")), frozenset(("footer", "aside"))
# Thai and Lao part sentences by blanks.
_SENTENCE = re.compile(r"[.!?。！？…”」』\"؟।۔։።။។]|[\u0e01-\u0edf]{30}")


@dataclass(slots=True)
class Layout:
    """Indices into the page's lines. `above` holds the lines near the headline, `below` those that follow the body."""

    title: Line | None
    body: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


def body_lines(lines: list[Line], notice: Collection[int] = ()) -> list[Line]:
    """The lines of the block that holds most of the page's running text, from its first sentence to its last.

    `notice` are the indices of the lines of legal text and the like, which is no story however long it is.
    """
    weights: dict[Block, float] = defaultdict(float)
    prose = [line for line in lines if line.index not in notice and is_prose(line)]
    if not prose:
        # A header or menu whose end tag is missing holds the whole page.
        prose = [line for line in lines if line.index not in notice and is_prose(line, _BOXES)]
    for line in prose:
        block: Block | None = line.block
        share = float(line.width)
        for _ in range(4):
            if block is None or block.tag in ("body", "html"):
                break
            weights[block] += share
            share, block = share * 0.7, block.parent
    if not weights:
        return []
    best = max(weights, key=lambda block: weights[block] * (1.15 if _is_story_name(block.name) or block.tag == "article" else 1.0))
    inside = [line for line in prose if best.first <= line.index < best.end]
    return lines[inside[0].index : inside[-1].index + 1] if inside else []


def lay_out(lines: list[Line], body: list[Line], title: Line | None) -> Layout:
    """The zones around a body and a headline, either of which may be missing."""
    title = _first_showing(lines, title)
    first = body[0].index if body else (title.index + BETWEEN if title else 30)
    last = body[-1].index if body else (title.index if title else 0)
    if title and title.index < last:
        start = max(0, title.index - ABOVE)
        above = lines[start : min(_into(lines, max(first, title.index), last), title.index + BETWEEN)]
        if first > title.index + BETWEEN:
            above = above + lines[max(first - 10, title.index + BETWEEN) : first + 1]
    else:
        above = lines[max(0, first - 15) : first + 1]
    below = [line for line in lines[last + 1 : last + 1 + BELOW] if not is_apart(line)]
    return Layout(title, body, [line for line in above if line is not title], below)


def _into(lines: list[Line], first: int, last: int) -> int:
    """Where the lines end that stand above the text or among its first paragraphs; short ones do not count."""
    paragraphs = 0
    for line in lines[first : min(first + SHORT, last + 1)]:
        if paragraphs == INTO:
            return line.index
        paragraphs += line.width >= _PARAGRAPH
    return max(first + INTO, min(first + SHORT, last + 1))


def following(lines: list[Line], body: list[Line]) -> list[Line]:
    """The lines from the body's first to a hundred behind its last."""
    return lines[body[0].index : body[-1].index + 100] if body else []


def _first_showing(lines: list[Line], title: Line | None) -> Line | None:
    """The first of the lines that show the headline: printed and mobile versions repeat it, with the dateline between."""
    if title is None:
        return None
    return next((line for line in lines[max(0, title.index - 15) : title.index] if line.text == title.text and not line.linked), title)


def is_prose(line: Line, outside: Collection[str] = ("nav", "header", *_BOXES)) -> bool:
    """Whether a line reads as running text of a story, and stands outside elements of these tags and what is named for other things."""
    return (
        len(line.text) >= 35
        and line.width >= _PARAGRAPH
        and line.link_density < 0.5
        and not line.level
        and _SENTENCE.search(line.text) is not None
        and not line.inside(*outside)
        and not is_elsewhere(line)
    )


def is_elsewhere(line: Line) -> bool:
    """Whether a line belongs to comments, related stories, notices or the page's foot."""
    return _stands_in(line, _is_elsewhere_name)


def is_apart(line: Line) -> bool:
    """Whether a line belongs to comments or other stories; an article's own foot, with its credits, does not."""
    return _stands_in(line, _is_apart_name)


def is_others(line: Line) -> bool:
    """Whether a line belongs to comments or other stories by name; an aside or sidebar may hold the author and the date."""
    return _stands_in(line, _is_others_name)


def _stands_in(line: Line, is_named: NameTest) -> bool:
    block: Block | None = line.block
    for _ in range(5):
        if block is None or block.tag in _WHOLE:
            return False
        if (block.tag in _BESIDE and is_named is not _is_others_name) or ((name := block.name) and is_named(name) and not _is_frame(block)):
            return not (block.tag == "footer" and is_named is _is_apart_name and line.inside("article"))
        block = block.parent
    return False


def _is_frame(block: Block) -> bool:
    """Whether a block holds most of the page's words, so that `sidebar` in its name speaks of the layout: center-sidebar-right."""
    if "sidebar" not in block.name:
        return False
    *_, page = block.path()
    return block.characters - block.linked > 0.5 * (page.characters - page.linked)
