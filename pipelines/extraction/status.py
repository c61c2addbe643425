"""Whether a page is an article, and why not."""
from __future__ import annotations
from dataclasses import dataclass
from pipelines.article import Article, Status
from pipelines.capture import Capture
from pipelines.extraction.main_text import Body
from pipelines.extraction.page import Page

@dataclass(frozen=True, slots=True)
class Verdict:
    status: Status = "ok"
    reason: str | None = None

    @property
    def keeps_text(self) -> bool:
        return self.status in ("ok", "paywalled")

def of_response(capture: Capture, payload: bytes) -> Verdict | None:
    return None

def of_page(page: Page, article: Article, body: Body) -> Verdict:
    return Verdict()
