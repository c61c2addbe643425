"""The block that holds the article: where the text of the page is densest."""

from __future__ import annotations

from collections import defaultdict

from pipelines.extraction.lines import Block, Line
from pipelines.extraction.regions import is_apart, is_body

SENTENCE = frozenset(".!?。！？…”\"»’':;：؛؟।")


def weight(line: Line) -> float:
    """How much prose a line is: its length in bytes of UTF-8, which makes a Chinese sentence count as much as an English one."""
    if line.level or line.linked * 2 > len(line.text):
        return 0.0
    size = len(line.text.encode())
    if size < 60:
        return 0.0
    prose = 1.0 if line.text[-1] in SENTENCE or size > 200 else 0.4
    return (size - line.linked) * prose


def outside(line_or_block: Line | Block, limit: Block | None = None) -> Block | None:
    """The outermost block around that is apart from the text, below `limit`; None if there is none."""
    block: Block | None = line_or_block.block if isinstance(line_or_block, Line) else line_or_block
    found = None
    while block is not None and block is not limit:
        if is_apart(block):
            found = block
        block = block.parent
    return found


def find_container(lines: list[Line]) -> Block | None:
    """The smallest block that holds the article's paragraphs, None for a page without any."""
    masses = weigh(lines)
    if not masses:
        return None
    block = next(iter(masses))
    while block.parent is not None:
        block = block.parent
    children: dict[Block, list[Block]] = defaultdict(list)
    for each in masses:
        if each.parent is not None:
            children[each.parent].append(each)
    while True:
        inner = max(children[block], key=lambda child: masses[child] * (1.5 if is_body(child) else 1.0), default=None)
        if inner is None or inner.tag in PARAGRAPHS or masses[inner] < 0.65 * masses[block]:
            return block
        block = inner


PARAGRAPHS = frozenset(("p", "li", "ul", "ol", "blockquote", "h2", "h3", "pre", "dl", "dd", "dt"))


def weigh(lines: list[Line]) -> dict[Block, float]:
    """The prose in every block, what is apart from the text left out unless it is most of the page."""
    weights = [(line, weight(line)) for line in lines]
    total = sum(w for _, w in weights)
    apart: dict[Block, float] = defaultdict(float)
    for line, w in weights:
        if w:
            block: Block | None = line.block
            while block is not None:
                if is_apart(block):
                    apart[block] += w
                block = block.parent
    masses: dict[Block, float] = defaultdict(float)
    for line, w in weights:
        if not w:
            continue
        chain = []
        block = line.block
        dropped = False
        while block is not None:
            if block in apart and apart[block] < 0.5 * total:
                dropped = True
                break
            chain.append(block)
            block = block.parent
        if not dropped:
            for block in chain:
                masses[block] += w
    return masses
