"""Full-text search that finds Chinese words of any length: one token a CJK character, words as phrases.

FTS5's unicode61 takes a run of Chinese characters for one word and trigram cannot find words of two. A
space between CJK characters when indexing, and the same in the query, finds all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"[{CJK}]")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_FIRST_WORDS = 20


def spaced(text: str | None) -> str | None:
    """The text with a space on each side of every CJK character, itself where there is none; an SQL function of that name too."""
    return text.translate(_SPACED) if text and not text.isascii() and _CHARACTER.search(text) else text


class _Spaced(dict[int, "int | str"]):
    """What becomes of each character, found out when it is first met: a table that is looked up is eight times as quick as a pattern."""

    def __missing__(self, code: int) -> int | str:
        self[code] = f" {chr(code)} " if _CHARACTER.match(chr(code)) else code
        return self[code]


_SPACED = _Spaced()


def fts_query(words: str) -> str:
    """An FTS5 query for what a person typed: each word and each "quoted phrase" must occur, in any order.

    A trailing * keeps its meaning (prefix). No input is a syntax error; input without a word gives "".
    """
    return " ".join(filter(None, (_phrase(quoted or word, bool(word)) for quoted, word in _PIECE.findall(words))))


def _phrase(text: str, may_be_prefix: bool) -> str:
    prefix = "*" if may_be_prefix and text.endswith("*") else ""
    words = re.findall(r"\w+", spaced(text) or "")
    return f'"{" ".join(words)}"{prefix}' if words else ""


def alike_query(title: str | None, text: str) -> str:
    """An FTS5 query for the articles that may have this title or this text: by the title's words, by those that the text begins with."""
    first = " ".join((spaced(text) or "").split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS])
    return f'title : "{_plain(spaced(title) or "")}" OR text : ^"{_plain(first)}"'


def _plain(words: str) -> str:
    return words.replace('"', " ").replace("\0", " ")


def snippet(text: str, words: str, width: int = 80) -> str:
    """The part of a text around the first hit, `width` characters to each side, on one line.

    FTS5's own snippet() shows nothing here, as the indexed text is not the stored one.
    """
    terms = [quoted or word.rstrip("*") for quoted, word in _PIECE.findall(words)]
    found = re.search("|".join(re.escape(t) for t in terms if t) or "$^", text, re.IGNORECASE)
    start = max(0, found.start() - width) if found else 0
    end = (found.end() if found else 0) + width
    return ("…" if start else "") + re.sub(r"\s+", " ", text[start:end]).strip() + ("…" if end < len(text) else "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article: the row's id, and the words around the first hit."""

    id: int
    url: str
    title: str | None
    published_at: str | None
    source: str | None
    site: str | None
    snippet: str


def search(db: Database, words: str, *, site: str | None = None, since: str | None = None, limit: int = 20) -> list[Hit]:
    """Articles in which all words and "quoted phrases" occur, best first; [] where the query holds no word."""
    query = fts_query(words)
    if not query:
        return []
    asked = [each for each, value in (("site = :site", site), ("published_at >= :since", since)) if value is not None]
    sets = "".join(f" AND +rowid IN (SELECT id FROM articles WHERE {each})" for each in asked)  # noqa: S608 - literals of ours
    # Ranked before any row is read: the rows of a frequent word's hits are the better part of the archive.
    best = f"""SELECT rowid AS id, bm25(articles_fts, 4.0, 1.0) AS score FROM articles_fts WHERE articles_fts MATCH :query{sets}
               ORDER BY score, rowid DESC LIMIT :limit"""  # noqa: S608
    rows = db.query(
        f"""SELECT a.id, a.url, a.title, a.published_at, a.source, a.site, a.text FROM ({best}) hit CROSS JOIN articles a ON a.id = hit.id
            ORDER BY hit.score, a.published_at DESC, a.id""",  # noqa: S608
        {"query": query, "site": site, "since": since, "limit": limit},
    )
    return [Hit(snippet=snippet(row.pop("text"), words), **row) for row in rows]
