"""A capture: one archived HTTP exchange, and where its bytes are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a revisit record says of the capture that holds its payload (WARC 1.1 section 6.7); empty where it does not say.

    `fetched_at` is WARC-Refers-To-Date to the second, as rows have it.
    """

    record_id: str = ""
    url: str = ""
    fetched_at: str = ""

    def __str__(self) -> str:
        named = self.url or self.record_id or "a page that it does not name"
        return f"{named} of {self.fetched_at}" if self.fetched_at else named


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it stands in a WARC file.

    Everything that extraction may know besides the payload is here, so that a crawl and a later
    re-extraction see the same. `fetched_at` is the WARC-Date, aware, in UTC. `headers` are the HTTP
    response headers in their order, repeated ones repeated. `payload_digest` is `sha1:` and base32 over
    the entity as received (transfer coding removed, content coding kept, WARC 1.1 section 5.9); `sha256` is
    the hexadecimal digest of the same bytes. `offset` and `length` are bytes in the compressed file.

    A further page of an article was fetched for the capture of its first page (`page_of`, a record id), which links it as
    `page_link`. What a browser made of a response has that response's record id as `refers_to`. A revisit record that was read
    has `revisit_of`. What extraction needs beside the record itself is carried along: `original`, the capture whose payload a
    revisit stands for, `rendered`, what a browser made of the page, and `following`, the article's other pages.
    """

    url: str
    fetched_at: datetime | None = None
    status: int = 200
    headers: Headers = ()
    record_id: str = ""
    warc_file: str = ""
    offset: int = 0
    length: int = 0
    payload_digest: str = ""
    sha256: str = ""
    ip_address: str | None = None
    protocol: str | None = None
    role: str = "article"
    site: str | None = None
    crawl_id: str | None = None
    request_record_id: str | None = None
    redirected_from: str | None = None
    truncated: str | None = None
    page_of: str | None = None
    page_link: str | None = None
    refers_to: str | None = None
    revisit_of: Reference | None = field(default=None, compare=False)
    original: Capture | None = field(default=None, compare=False)
    rendered: Capture | None = field(default=None, compare=False)
    following: tuple[Capture, ...] = field(default=(), compare=False)
    id: int | None = field(default=None, compare=False)

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        return next(iter(self.header_values(name)), None)

    def header_values(self, name: str) -> list[str]:
        """Every value of a header, in order; headers such as Set-Cookie or X-Robots-Tag repeat."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    @property
    def mime(self) -> str | None:
        """The media type of Content-Type without its parameters, in lower case."""
        value = self.header("content-type")
        return value.split(";")[0].strip().lower() or None if value else None
