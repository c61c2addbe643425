"""The article's text."""
from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipelines.article import Evidence
from pipelines.extraction.container import find_container, outside, PARAGRAPHS, weight, SENTENCE
from pipelines.extraction.lines import Line, Block
from pipelines.extraction.page import Page


@dataclass
class Body:
    text: str = ""
    container: Block | None = None
    lines: list[Line] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)


def find(page: Page, leave_out: set[int], title: str | None = None, title_element: etree._Element | None = None) -> Body:
    lines = page.lines
    container = find_container(lines)
    if container is None:
        return Body()
    inside = [l for l in lines[container.first:container.end] if l.index not in leave_out]
    kept = [l for l in inside if keep(l, container)]
    kept = trim(kept)
    return Body("\n".join(l.text for l in kept), container, kept)

def keep(line: Line, container: Block) -> bool:
    if outside(line, container) is not None:
        return False
    if line.inside("figure") and not line.inside("blockquote"): return False
    if line.link_density > .8: return False
    return True

def trim(lines):
    good=[i for i,l in enumerate(lines) if weight(l)]
    if not good: return lines
    a,b=good[0],good[-1]
    while a>0 and lines[a-1].level: a-=1
    return lines[a:b+1]
