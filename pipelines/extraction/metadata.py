"""Everything on a page that is not its text: title, times, people, source, rights."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipelines.article import Credit, Evidence, Origin, Rights
from pipelines.extraction.page import Page


@dataclass
class Metadata:
    """The fields of an article, each with its evidence, and the lines that held nothing else."""

    title: str | None = None
    subtitle: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    credits: list[Credit] = field(default_factory=list)
    source: str | None = None
    source_url: str | None = None
    origin: Origin = "unknown"
    publisher: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    rights: Rights = field(default_factory=Rights)
    image: str | None = None
    canonical_url: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines_out: set[int] = field(default_factory=set)
    title_element: etree._Element | None = None


def read(page: Page) -> Metadata:
    """The metadata of a page."""
    return Metadata()
