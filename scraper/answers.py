"""What a server answered, in words, and what comes of it for the URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from scrapy.http import Response

from pipelines.capture import Capture
from scraper.frontier import Entry, Frontier, Outcome, State, next_visit
from scraper.site import Site


def may_be_page(capture: Capture) -> bool:
    return capture.mime is None or "html" in capture.mime


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def in_words(response: Response) -> str:
    """The status in words, with the target of a redirect that was not followed."""
    target = f", a redirect to {header(response, 'Location')}" if 300 <= response.status < 400 else ""
    return f"HTTP status {response.status}{target}"


def cut_in_words(reason: str, response: Response) -> str:
    why = {"length": "too large", "time": "too slow", "disconnect": "the connection broke"}[reason]
    return f"{why}: kept truncated after {response.meta.get('bytes_received', len(response.body))} bytes"


def settled(entry: Entry, response: Response, site: Site, state: State = "done") -> Outcome:
    """The outcome of an answer that is one; an article that is done is due at its next visit, if there is to be one."""
    due = next_visit(entry.visits + 1, datetime.now(timezone.utc), site.crawl.revisit) if entry.role == "article" else None
    return Outcome(
        entry.url,
        "due" if due and state == "done" else state,
        response.status,
        due_at=due,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
    )


def later(frontier: Frontier, entry: Entry, response: Response) -> Outcome:
    """The next try, not before the end of a pause that the host asked for."""
    outcome = frontier.retry(entry, response.status)
    until = response.meta.get("paused_until")
    if until and outcome.due_at:
        return replace(outcome, due_at=max(until, outcome.due_at))
    return outcome
