"""What a server answered, in words."""

from __future__ import annotations

from scrapy.http import Response

from pipelines.capture import Capture


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
