"""What of a page's source its layout never needs, left out before it is parsed: that takes longer than to find where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# Nothing that is cut may say this: JSON-LD is read wherever it stands.
_TOLD = b"application/ld+json"
# The share of a layout's cuts that a page of it has places for.
_FOUND = 0.2


@dataclass(frozen=True)
class Cut:
    """Where the inside of a skipped block stands: from the end of the tag that `start` is in to the beginning of `end`.

    `start` are the characters up to some in the block's start tag, `end` those from its end tag on ("" for the page's end). Where
    end tags are left out, `end` begins with what follows, and `seam` are the tags in their place. A longer inside than `most`
    bytes is something else.
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
        first = source.find(b">", found + len(start)) + 1
        if found < 0 or first <= kept:
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
