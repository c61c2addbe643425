"""What of a page's source its layout never needs, left out before it is parsed: that takes longer than to find where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# Nothing that is cut may say this: JSON-LD is read wherever it stands.
_TOLD = b"application/ld+json"
# The share of a layout's cuts that a page of it has places for.
_FOUND = 0.5


@dataclass(frozen=True)
class Cut:
    """Where the inside of a skipped block stands: from the end of `start` to the beginning of `end`, in at most `most` bytes.

    `start` ends with the block's start tag, `end` begins with that of the first element behind it ("" where there is none).
    `seam` are the end tags that take its place: the block's own, and those of the blocks around that end with it.
    """

    start: str
    end: str
    seam: str
    most: int

    @cached_property
    def marks(self) -> tuple[bytes, bytes, bytes]:
        """Start, end and seam as they stand in a source."""
        return self.start.encode(), self.end.encode(), self.seam.encode()


def cut(source: bytes, cuts: Iterable[Cut]) -> tuple[bytes, list[tuple[int, int]]]:
    """The source in UTF-8 without what the cuts find in their order, and the places of that; a cut that does not fit is left out."""
    pieces: list[bytes] = []
    spans: list[tuple[int, int]] = []
    kept = 0
    for each in cuts:
        start, end, seam = each.marks
        found = source.find(start, max(0, kept - len(start)))
        first = found + len(start)
        if found < 0 or first < kept:
            continue
        last = source.find(end, first, first + each.most + len(end)) if end else len(source)
        if not first < last <= first + each.most or source.find(_TOLD, first, last) >= 0:
            continue
        pieces += (source[kept:first], seam)
        spans.append((first, last))
        kept = last
    pieces.append(source[kept:])
    return b"".join(pieces), spans


def is_found(cuts: Iterable[Cut], spans: list[tuple[int, int]]) -> bool:
    """Whether so much of a page was cut that its layout must be the one of these cuts."""
    return len(spans) >= _FOUND * sum(1 for _ in cuts) > 0
