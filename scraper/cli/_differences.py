"""Differences between texts and between extractions, in colour on a terminal, else as [-gone-] and {+new+}."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from pipelines.article import Article
from pipelines.inspect.difference import Piece, paragraphs

_STYLES = {"same": "", "gone": "red strike", "new": "green"}
_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
# Shown by itself, or no reading of the page.
_NOT_A_FIELD = frozenset({"text", "evidence", "extractor", "url"})


def print_texts(console: Console, old: str, new: str, *, everything: bool = False) -> None:
    """The paragraphs that differ, or all of them, word by word."""
    for pieces in paragraphs(old, new):
        if everything or any(kind != "same" for kind, _ in pieces):
            console.print(Text.assemble(*(_styled(console, piece) for piece in pieces)))


def print_articles(console: Console, old: Article, new: Article, *, everything: bool = False) -> None:
    """A line a field that differs, then the text."""
    before, after = old.to_dict(), new.to_dict()
    changed = [name for name in before if name not in _NOT_A_FIELD and before[name] != after[name]]
    for name in changed:
        pieces: list[Piece] = [("gone", _plain(before[name])), ("new", _plain(after[name]))]
        console.print(Text.assemble((f"{name}: ", "dim"), *(_styled(console, piece) for piece in pieces if piece[1])))
    if not changed and old.text == new.text:
        console.print(Text("no field differs", style="dim"))
    print_texts(console, old.text, new.text, everything=everything)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""


def _styled(console: Console, piece: Piece) -> tuple[str, str]:
    kind, text = piece
    if console.is_terminal:
        return text, _STYLES[kind]
    before, after = _MARKS[kind]
    return f"{before}{text}{after}", ""
