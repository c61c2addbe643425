"""The legal text of a page."""
from __future__ import annotations
from dataclasses import dataclass, field
from pipelines.article import Evidence
from pipelines.extraction.page import Page

@dataclass
class Notices:
    text: str = ""
    lines: set[int] = field(default_factory=set)
    evidence: dict[str, Evidence] = field(default_factory=dict)

def find(page: Page) -> Notices:
    return Notices()
