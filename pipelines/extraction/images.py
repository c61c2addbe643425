"""The pictures of an article."""
from __future__ import annotations
from pipelines.article import Image
from pipelines.extraction.page import Page
from pipelines.extraction.main_text import Body

def find(page: Page, body: Body) -> list[Image]:
    return []
