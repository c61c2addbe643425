"""An HTTP exchange as the fetcher saw it, and the two blocks that WARC keeps of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import quote, urlsplit

HeaderPairs = tuple[tuple[bytes | str, bytes | str], ...]

# Never archived: whoever reads the WARC could use them.
CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})

_NOT_IN_URL = re.compile(r"[^\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response.

    `fetched_at` is aware and says when the request began; `body` is the entity as received: transfer coding
    removed, content coding kept. Header pairs stand in order, repeated ones repeated. `protocol` is what was spoken
    ("HTTP/1.1", "h2"). `truncated` is one of WARC-Truncated's reasons (length, time, disconnect, unspecified). `page_of` and
    `page_link` are those of Capture; `found_on` is the page that names the URL, `seconds` what the exchange took, `signals` are
    those of `rights.rights_signals`.
    """

    url: str
    fetched_at: datetime
    status: int
    body: bytes = b""
    method: str = "GET"
    reason: str = ""
    request_headers: HeaderPairs = ()
    response_headers: HeaderPairs = ()
    request_body: bytes = b""
    ip_address: str | None = None
    protocol: str | None = None
    role: str = "article"
    site: str | None = None
    crawl_id: str | None = None
    redirected_from: str | None = None
    truncated: str | None = None
    page_of: str | None = None
    page_link: str | None = None
    found_on: str | None = None
    seconds: float | None = None
    signals: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError(f"{self.url}: fetched_at has no time zone; pass an aware time")


def target_uri(url: str) -> str:
    """The URL with spaces, control characters and all beyond ASCII percent-encoded: a WARC field ends at a line break."""
    return _NOT_IN_URL.sub(lambda match: quote(match[0], safe="", errors="replace"), url)


def request_block(exchange: Exchange) -> bytes:
    """The request in HTTP/1.1 syntax, without credentials, with the Host that HTTP/1.1 asks for."""
    parts = urlsplit(target_uri(exchange.url))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [(name, value) for name, value in _text_pairs(exchange.request_headers) if name.lower() not in CREDENTIALS]
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    return _block(f"{exchange.method} {target} {_http_version(exchange.protocol)}", headers) + exchange.request_body


@lru_cache(maxsize=1)  # the parts of a record ask for them one after the other
def response_headers(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """The headers as archived: no Transfer-Encoding, for it is undone, and a Content-Length that is true.

    Answers that have no body by definition (HEAD, 1xx, 204, 304) keep the Content-Length that they came with,
    which speaks of another body (RFC 9110 section 8.6).
    """
    pairs = [(name, value) for name, value in _text_pairs(exchange.response_headers) if name.lower() != "transfer-encoding"]
    if exchange.method == "HEAD" or exchange.status < 200 or exchange.status in (204, 304):
        return tuple(pairs)
    places = [place for place, (name, _) in enumerate(pairs) if name.lower() == "content-length"]
    true_length = (pairs[places[0]][0] if places else "Content-Length", str(len(exchange.body)))
    kept = [pair for place, pair in enumerate(pairs) if place not in places]
    kept.insert(places[0] if places else len(kept), true_length)
    return tuple(kept)


def response_head(exchange: Exchange) -> bytes:
    """Status line and headers; the entity follows."""
    reason = exchange.reason or _usual_reason(exchange.status)
    return _block(f"{_http_version(exchange.protocol)} {exchange.status} {reason}", response_headers(exchange))


def _block(start: str, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [_one_line(start), *(f"{name}: {value}" for name, value in headers)]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace") + b"\r\n"


def _text_pairs(pairs: HeaderPairs) -> list[tuple[str, str]]:
    """Header bytes as ISO-8859-1, which loses none of them (RFC 9112 section 2.2 says why not UTF-8)."""
    return [(_one_line(_text(name)).strip(" \t"), _one_line(_text(value)).strip(" \t")) for name, value in pairs]


def _text(value: bytes | str) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    try:
        return value.encode("latin-1").decode("latin-1")
    except UnicodeEncodeError:
        return value.encode().decode("latin-1")


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\0]+", " ", text)


def _http_version(protocol: str | None) -> str:
    # HTTP/2 and 3 have no text form; archives write them in 1.1 syntax and name them in WARC-Protocol.
    return "HTTP/1.0" if (protocol or "").lower() == "http/1.0" else "HTTP/1.1"


def _usual_reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
