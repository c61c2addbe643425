"""What a payload is by its first bytes, for WARC-Identified-Payload-Type (WARC 1.1 section 5.17)."""

from __future__ import annotations

import re

from pipelines.errors import MorgueError
from pipelines.warc.content import decode_content

_HEAD = 1024
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
# The tags of the WHATWG MIME sniffing standard, section 7.1, and the roots of feeds and sitemaps.
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|script|iframe|h1|div|font|table|a|style|br|p|meta)[\s>/]", re.I)
_XML = re.compile(rb"<\?xml|<(?:rss|feed|urlset|sitemapindex)[\s>]", re.I)
_COMMENTS = re.compile(rb"^\s*(?:<!--.*?-->\s*)+", re.S)


def identify(body: bytes, content_encoding: str | None, declared: str | None) -> str | None:
    """A media type: read from the decoded beginning, else the declared one, else None for an empty payload."""
    if not body:
        return None
    try:
        head = decode_content(body, content_encoding, limit=_HEAD, exact=False)
    except MorgueError:
        return declared
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    start = _COMMENTS.sub(b"", head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if _XML.match(start):
        return "application/xhtml+xml" if b"<html" in start.lower() else "application/xml"
    return "text/html" if _HTML.match(start) else declared
