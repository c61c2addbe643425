"""What a page asks of archives: `noarchive`, in X-Robots-Tag or in a robots meta element."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.capture import Capture
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.content import decode_content

PRODUCT = "newsmorgue"
# The head of a page; nobody puts robots elements later.
_HEAD_BYTES = 256 * 1024
_META = re.compile(rb"<meta\b[^>]{0,500}>", re.IGNORECASE)
_NAME = re.compile(rb"""\bname\s*=\s*["']?\s*(?:robots|archive|newsmorgue)\b""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*["']?[^"'>]*\b(?:noarchive|none)\b""", re.IGNORECASE)


def wants_no_archive(robots_tags: Iterable[str], body: bytes, content_encoding: str | None = None) -> bool:
    """Whether a response asks not to be archived; `robots_tags` are its X-Robots-Tag headers, `body` as received.

    A directive for another robot ("otherbot: noarchive") does not count.
    """
    if any(_is_noarchive(value) for value in robots_tags):
        return True
    head = decode_content(body, content_encoding, limit=_HEAD_BYTES, exact=False)
    return any(_NAME.search(tag) and _CONTENT.search(tag) for tag in _META.findall(head))


def _is_noarchive(value: str) -> bool:
    robot, colon, directives = value.partition(":")
    if not colon or robot.strip().lower() in ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"):
        directives = value
    elif robot.strip().lower() != PRODUCT:
        return False
    return any(directive.strip().lower() in ("noarchive", "none") for directive in directives.split(","))


def asks_privacy(capture: Capture, entity: bytes) -> bool:
    """Whether an archived page asks not to be archived: what a crawl saw on the wire, seen again in the record."""
    if capture.role != "article" or capture.status != 200:
        return False
    return wants_no_archive(capture.header_values("x-robots-tag"), entity, capture.header("content-encoding"))


def mark_private(db: MorgueDatabase, capture_id: int) -> None:
    """Keeps a capture, and the article that is read from it, out of what others are shown."""
    db.execute("UPDATE captures SET private = 1 WHERE id = ?", [capture_id])


def follow_capture(db: MorgueDatabase, article_id: int) -> None:
    """An article is private when the capture that it has its values from is."""
    db.execute("UPDATE articles SET private = (SELECT private FROM captures WHERE id = articles.capture) WHERE id = ?", [article_id])
