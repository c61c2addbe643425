"""Hits in a text, as pieces that a template marks: no HTML is made here."""

from __future__ import annotations

import re

_PIECE = re.compile(r'"([^"]*)"|(\S+)')


def pieces(text: str, words: str) -> list[tuple[str, bool]]:
    """The text cut into (piece, is_hit), the words and "quoted phrases" of a query in any case being hits."""
    terms = sorted({term for quoted, word in _PIECE.findall(words) if (term := quoted or word.rstrip("*"))}, key=len, reverse=True)
    if not terms:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(re.escape(term) for term in terms) + ")", re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pattern.split(text)) if piece]
