"""Site rules."""
from __future__ import annotations
from pipelines.article import Article
from pipelines.extraction.page import Page

def apply(page: Page, article: Article) -> None:
    return None
