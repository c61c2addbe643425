"""The article's text: the lines of its container that pass the sieve, given to trafilatura as a clean tree, and a last look."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from lxml import etree, html

from pipelines.article import Evidence
from pipelines.extraction.container import ENDS, PARAGRAPHS, find_container, weight
from pipelines.extraction.furniture import opens_comments, opens_rest, opens_summary
from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import Block, Line
from pipelines.extraction.page import Page
from pipelines.extraction.sieve import Sieve, squash

# What may stand between a heading and its text: other headings, pictures, what was taken out.
_GAPS = frozenset((None, "figure", "caption", "furniture", "reference", "left out", "title"))
# A text that weighs less than this many bytes of prose gets a second opinion from the whole page.
_WEAK = 250
# Paragraphs above a heading of comments that are more than a summary.
_STORY = 2
_LARGEST, _MANY = 1_000_000, 2000
# Bytes of sentences that make a text, though each stands in a paragraph too short to weigh anything.
_TOLD = 1000
_LONGEST_PULLED = 300
# The share of a story that stands below its headline where that is inside the text's container.
_MOST = 0.7
_LABEL = 60
_is_pulled_name = name_test(r"quote|zitat|destacad|citat|(?:^|[\s-])(?:cita|highlight|sumario|pulled)(?:[\s-]|$)")
# Blocks of a heading and what belongs to it; its text may follow in the next.
_PARTS = frozenset(("header", "hgroup"))
_QUOTES = " .,\"'“”„«»‘’‚「」『』–—-"
# What sites hang on the last sentence.
_TAILS = re.compile(
    r"\s*(?:返回\S{1,10}(?:，?查看更多|首页)\s*[>＞»]*|(?:点击)?(?:查看|阅读)(?:全文|原文|更多)\s*[>＞»]*|\[?(?:详细|全文)\]?\s*[>＞»]+)\Z"
)
# The last characters of what _TAILS finds.
_TAIL_ENDS = frozenset("页多文细]>＞»")


@dataclass(slots=True)
class Body:
    """The text, a paragraph a line, where it stood, and what was found against the container's other lines."""

    text: str = ""
    container: Block | None = None
    lines: list[Line] = field(default_factory=list)
    objections: dict[int, str] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    @property
    def mass(self) -> float:
        """How much prose there is, in bytes."""
        return sum(map(weight, self.lines))


def find(page: Page, leave_out: Set[int] = frozenset(), title: str | None = None) -> Body:
    """The main text of a page. `leave_out` are the indices of lines that are known to be something else."""
    body = _in_container(page, leave_out, title or "")
    if page.known and not any(_is_doubtful(line) for line in body.lines):
        body.text = "\n".join(filter(None, map(_without_tail, body.lines)))
    else:
        if not page.known and body.mass < _WEAK:
            body = _second_opinion(page, leave_out, body)
        body.text = "\n".join(_last_look(body.lines)) if body.lines else ""
    if body.lines:
        body.evidence = {"text": _evidence(page, body)}
    return body


def _in_container(page: Page, leave_out: Set[int], title: str) -> Body:
    if page.known:
        block = page.text_block
        leave_out = leave_out | page.known.recurring(page.lines[block.first : block.end] if block else page.lines)
    container = page.known.container(page.lines, leave_out, page.text_block) if page.known else find_container(page.lines, leave_out)
    if container is None:
        return Body()
    sieve = Sieve(container, title)
    block = container.block
    inside = page.lines[block.first : block.end]
    lists = _labelled_lists(inside)
    kept: list[Line] = []
    objections: dict[int, str] = {}
    for line in inside:
        if reason := "left out" if line.index in leave_out else "list" if line.index in lists else sieve.objection(line):
            objections[line.index] = reason
        else:
            kept.append(line)
    kept = _trimmed(_below_title(_without_rest(kept, inside), page.lines, title))
    return Body(container=block, lines=_with_text(_without_pulled(kept), inside, objections), objections=objections)


def _labelled_lists(lines: list[Line]) -> set[int]:
    """Lists that sum the story up or name others, with their labels."""
    found: set[int] = set()
    for label, below in pairwise(lines):
        if below.inside("li") and not label.inside("li") and (opens_summary(label.text) or opens_rest(label.text)):
            found.add(label.index)
            listed = takewhile(lambda line: line.inside("li"), lines[below.index - lines[0].index :])
            found |= {line.index for line in listed}
    return found


def _without_rest(kept: list[Line], lines: list[Line]) -> list[Line]:
    """Up to the heading under which other stories stand, if nearly all prose is above it, or readers' comments, if a story is above it."""
    for line in lines:
        are_comments = line.level > 0 and opens_comments(line.text)
        if are_comments or opens_rest(line.text):
            above = [k for k in kept if k.index < line.index]
            is_story = are_comments and sum(1 for k in above if weight(k)) >= _STORY
            if is_story or sum(map(weight, above)) > 0.9 * sum(map(weight, kept)) > 0:
                return above
    return kept


def _below_title(kept: list[Line], lines: list[Line], title: str) -> list[Line]:
    """Without kicker, date and teasers above the headline, if it is displayed first among these lines and nearly all prose below it."""
    shown = next((line.index for line in lines if line.text == title and not line.linked), -1)
    below = [line for line in kept if line.index > shown]
    return below if sum(map(weight, below)) > _MOST * sum(map(weight, kept)) else kept


def _without_pulled(lines: list[Line]) -> list[Line]:
    """Without quotations that only repeat a sentence of the story in large letters."""
    pulled = [line for line in lines if len(line.text) < _LONGEST_PULLED and _is_quotation(line)]
    if not pulled:
        return lines
    story = squash("\n".join(line.text for line in lines if line not in pulled))
    return [line for line in lines if line not in pulled or squash(line.text.strip(_QUOTES)) not in story]


def _is_quotation(line: Line) -> bool:
    return line.inside("blockquote") or any(_is_pulled_name(block.name) for block in islice(line.block.path(), 3))


def _trimmed(lines: list[Line]) -> list[Line]:
    """From the first to the last prose, with the headings before it and the short paragraphs around it."""
    prose = [i for i, line in enumerate(lines) if weight(line)]
    if not prose:
        return lines
    first, last = prose[0], prose[-1]
    while first > 0 and (lines[first - 1].level > 1 or lines[first - 1].block.tag in ("p", "li", "blockquote")):
        first -= 1
    while last + 1 < len(lines) and (lines[last + 1].block.tag in PARAGRAPHS or _is_sentence_below(lines[last + 1], lines[last])):
        last += 1
    return lines[first : last + 1]


def _is_sentence_below(line: Line, above: Line) -> bool:
    """Whether a short line is a sentence in the block of the line above it, or in one made alike, where paragraphs are no <p>."""
    one, other = line.block, above.block
    is_like = one is other or (one.parent is other.parent and (one.tag, one.name) == (other.tag, other.name))
    return is_like and not line.linked and line.text[-1] in ENDS


def _with_text(lines: list[Line], inside: list[Line], objections: dict[int, str]) -> list[Line]:
    """Without the headings whose text is gone; `inside` are all lines of the container."""
    kept: list[Line] = []
    following: Line | None = None
    for line in reversed(lines):
        if not line.level:
            following = line
        elif following is None or _is_alone(line, following) or _are_parted(line, following, inside, objections):
            continue
        kept.append(line)
    return kept[::-1]


def _are_parted(heading: Line, following: Line, inside: list[Line], objections: dict[int, str]) -> bool:
    """True if between a heading and the text that follows it more was taken out than a label of an advertisement or a picture's credit."""
    start = inside[0].index
    between = inside[heading.index + 1 - start : following.index - start]
    others = [line for line in between if objections.get(line.index) not in _GAPS]
    if len(others) <= 2 and all(objections[line.index] in ("apart", "prompt") and not line.linked for line in others):
        return sum(len(line.text) for line in others) > _LABEL
    return bool(others)


def _is_alone(heading: Line, following: Line) -> bool:
    """True for the heading of a box in which nothing else was left: the text that follows stands outside it."""
    box = heading.block.parent
    return box is not None and box.end - box.first > 1 and not box.first <= following.index < box.end and box.tag not in _PARTS


def _last_look(lines: list[Line]) -> list[str]:
    """The lines as trafilatura gives them, each as it was displayed; what it loses of a clean tree is put back."""
    found = squash(_by_trafilatura(lines))
    texts = []
    for line in lines:
        text = _without_tail(line)
        if text and (not _is_doubtful(line) or squash(text) in found):
            texts.append(text)
    return texts


def _is_doubtful(line: Line) -> bool:
    """Whether trafilatura is asked about a line: it is no prose, and no element says that it is a paragraph."""
    return line.block.tag not in PARAGRAPHS and not weight(line)


def _without_tail(line: Line) -> str:
    text = line.text
    return _TAILS.sub("", text) if text[-1] in _TAIL_ENDS else text


def _by_trafilatura(lines: list[Line]) -> str:
    """By its cheapest call: on a tree that holds nothing but an article's lines the others keep the same, at four times the cost."""
    from trafilatura import baseline  # here, as half of the time of importing extraction is trafilatura's

    return baseline(_clean_tree(lines))[1]


def _clean_tree(lines: list[Line]) -> html.HtmlElement:
    root = html.Element("html")
    article = etree.SubElement(etree.SubElement(root, "body"), "article")
    for line in lines:
        etree.SubElement(article, "h2" if line.level else "p").text = line.text
    return root


def _second_opinion(page: Page, leave_out: Set[int], body: Body) -> Body:
    """What trafilatura makes of the whole page, if that is clearly more; of a very large one, what it makes of its lines."""
    from trafilatura import bare_extraction

    lines = [line for line in page.lines if line.index not in leave_out and line.link_density < 0.8]
    is_large = len(page.text) > _LARGEST or len(page.lines) > _MANY
    document = bare_extraction(_clean_tree(lines) if is_large else page.text, fast=True, with_metadata=False, include_comments=False)
    found = {squash(part) for part in (getattr(document, "text", None) or "").split("\n")}
    lines = [line for line in lines if squash(line.text) in found]
    if sum(weight(line) for line in lines) > 3 * body.mass + 100 or (not body.lines and _told(lines) > _TOLD):
        return Body(lines=lines)
    return body


def _told(lines: list[Line]) -> int:
    """How many bytes of sentences there are, however short each paragraph is."""
    return sum(line.size for line in lines if not line.level and not line.linked and line.text[-1] in ENDS)


def _evidence(page: Page, body: Body) -> Evidence:
    if body.container is None:
        return Evidence("trafilatura", page.selector(body.lines[0].element), body.lines[0].text[:120])
    method = "trafilatura in container"
    if page.known:
        method = "container of the site's layout" if page.known.places else "container on a page of the site's layout"
    return Evidence(method, page.selector(body.container.element), body.lines[0].text[:120])
