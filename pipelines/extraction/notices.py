"""The legal text of a page, recognised by what it says and not by where it stands or how it is marked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.article import Evidence
from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import Block, Line
from pipelines.extraction.notice_words import CLAUSE, HEADING, OPENING, OWNERSHIP, hits_in
from pipelines.extraction.page import Page

_is_foot_name = name_test(
    r"(?:^|(?<!article)(?<!article-)(?<!entry)(?<!entry-)(?<!story)(?<!story-)[\s-])(?:foot|footer|bottom|contentinfo|colophon)\w*(?=[\s-]|$)"
)
_is_window_name = name_test(r"(?:^|[\s-])(?:modal|popup|cookies?|consent|gdpr|dialog)(?=[\s-]|$)")
_SHORT = 60
_LONGEST_GAP = 4


@dataclass(slots=True)
class Notices:
    """The notice of a page, a paragraph a line, "" if there is none, and the indices of its lines and of the site's own notices."""

    text: str = ""
    lines: set[int] = field(default_factory=set)
    evidence: dict[str, Evidence] = field(default_factory=dict)


def find(page: Page) -> Notices:
    """The notices of a page together, in their order."""
    lines = page.lines
    midst = page.known.midst(lines, page.text_block) if page.known else ()
    counts = hits_in([line.text if line.index not in midst and _may_be_notice(line) else "" for line in lines])
    sure = {index for index, count in counts.items() if _is_notice(lines[index], count)}
    if not sure:
        return Notices()
    sure |= {i - 1 for i in sure if i and _is_heading(lines[i - 1])}
    found = _unmixed(lines, sure | _under_headings(lines, sure))
    others = {i for i in found if _of_the_site(lines[i], found, counts[i])}
    own = {i for i in _filled(lines, found - others) if not _of_the_site(lines[i], found, counts[i])}
    if not own:
        return Notices(lines=others)
    texts = dict.fromkeys(lines[i].text for i in sorted(own))
    first = lines[min(own)]
    evidence = Evidence("notice words", page.selector(first.element), first.text[:120])
    return Notices("\n".join(texts), own | others, {"notice": evidence})


def _may_be_notice(line: Line) -> bool:
    """Whether a line has a notice's length and is no mere link."""
    text = line.text
    if not (16 if text.isascii() else 6) <= len(text) <= 1500:
        return False
    return not line.linked or line.link_density <= 0.7 or (line.link_density <= 0.95 and OPENING.match(text) is not None)


def _is_notice(line: Line, count: int) -> bool:
    """Whether a line that says `count` things of notices is one."""
    text = line.text
    if not count:
        return False
    return _is_heading(line) or (count > 1 and len(text) < 200 * count) or bool(OPENING.match(text)) or len(text) < _SHORT // 2


def _is_heading(line: Line) -> bool:
    return len(line.text) < _SHORT and HEADING.search(line.text) is not None and line.link_density < 0.5


def _under_headings(lines: list[Line], sure: set[int]) -> set[int]:
    """The lines that a heading such as "Copyright notice:" opens: its block, its list, its numbered clauses."""
    found: set[int] = set()
    for index in sorted(sure):
        line = lines[index]
        if not _is_heading(line):
            continue
        for follower in lines[index + 1 :]:
            if follower.link_density > 0.5 or follower.level or not _near(line, follower):
                break
            if follower.block is line.block or follower.block.tag == "li" or CLAUSE.match(follower.text) or follower.index in sure:
                found.add(follower.index)
            elif follower.index - 1 not in found or follower.index + 1 not in sure:
                break
    return found


def _near(line: Line, other: Line) -> bool:
    """True if both stand in the same block or in blocks beside each other."""
    around: Block = line.block.parent or line.block
    return around.first <= other.index and (other.index < around.end or around.end == 0)


def _unmixed(lines: list[Line], found: set[int]) -> set[int]:
    """Without the lines that stand between paragraphs of the story: a story may speak of copyright too."""
    kept: set[int] = set()
    spans: dict[Block, tuple[int, int] | None] = {}
    for index in found:
        block = lines[index].block
        around = block.parent or block
        if around not in spans:
            spans[around] = _prose_beside(lines, found, block)
        span = spans[around]
        if span is None or not span[0] <= index <= span[1]:
            kept.add(index)
    return kept


def _prose_beside(lines: list[Line], found: set[int], block: Block) -> tuple[int, int] | None:
    """The indices of the first and the last prose in a block and those beside it."""
    around = block.parent or block
    beside = (i for i in range(around.first, min(around.end, len(lines))) if lines[i].block is block or lines[i].block.parent is around)
    prose = [i for i in beside if i not in found and _is_prose(lines[i])]
    return (prose[0], prose[-1]) if prose else None


def _is_prose(line: Line) -> bool:
    return line.size > 90 and line.link_density < 0.4


def _filled(lines: list[Line], found: set[int]) -> set[int]:
    """With the lines between two lines of one notice."""
    ordered = sorted(found)
    for before, after in pairwise(ordered):
        between = range(before + 1, after)
        if len(between) <= _LONGEST_GAP and all(lines[i].link_density < 0.4 and _near(lines[before], lines[i]) for i in between):
            found = found | set(between)
    return found


def _of_the_site(line: Line, found: set[int], count: int) -> bool:
    """True for what is not about this article: a line of ownership, the page's footer, a window that opens over the page."""
    alone = not {line.index - 1, line.index + 1} & found
    around = [block for block in line.block.path() if block.tag not in ("body", "html")]
    if any(block.tag == "dialog" or _is_window_name(block.name) for block in around):
        return True
    if alone and OWNERSHIP.search(line.text) and len(line.text) < 5 * _SHORT and count < 2:
        return True
    footed = any(block.tag == "footer" or _is_foot_name(block.name) for block in around)
    return footed and (alone or OWNERSHIP.search(line.text) is not None)
