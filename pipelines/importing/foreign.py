"""Records of other tools as gzip members of our own: what all readers of foreign files give, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from pipelines.errors import RecordDamaged
from pipelines.warc.record import Field, gzip_member, serialise, sha1_digest

Told = Callable[[RecordDamaged], None]
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A record as it came: its version line, its fields without Content-Length, its block."""

    version: str
    fields: tuple[Field, ...]
    block: bytes

    def as_member(self) -> bytes:
        return gzip_member(serialise(self.fields, self.block, self.version))


def record_id(*parts: str) -> str:
    """An id that follows from what a record is, for records that have none: the same again is the same record."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(parts))}"


def left_out(place: str, what: str) -> RecordDamaged:
    return RecordDamaged(f"{place}: {what}", "it is left out, the rest is imported")


def resource(url: str, date: str, media_type: str, block: bytes) -> tuple[str, ForeignRecord]:
    """A file that came without the HTTP that brought it, and its record id."""
    digest = sha1_digest(block)
    identifier = record_id(url, digest)
    fields = (
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", f"<{identifier}>"),
        ("WARC-Date", date),
        ("WARC-Target-URI", url),
        ("WARC-Payload-Digest", digest),
        ("WARC-Block-Digest", digest),
        ("Content-Type", media_type),
    )
    return identifier, ForeignRecord("WARC/1.1", fields, block)
