"""What changed between two texts, word by word; in Chinese, Japanese and Korean every character is a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from pipelines.storage.search import CJK

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]

_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[{CJK}]|[^\W{CJK}]+|\s+|[^\w\s]")

# Beyond so many words on either side a paragraph is shown as replaced: matching takes quadratic time.
_MOST_WORDS = 4_000


def paragraphs(old: str, new: str) -> list[list[Piece]]:
    """The paragraphs of both texts in reading order, each as pieces that are the same, gone or new."""
    before, after = old.splitlines(), new.splitlines()
    result: list[list[Piece]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [[("same", line)] for line in before[i1:i2]]
        else:
            result += _changed(before[i1:i2], after[j1:j2])
    return result


def words(old: str, new: str) -> list[Piece]:
    """One paragraph against another."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return [("gone", old), ("new", new)]
    return list(_pieces(before, after))


def _changed(before: list[str], after: list[str]) -> Iterator[list[Piece]]:
    pairs = min(len(before), len(after))
    for old, new in zip(before, after, strict=False):
        yield words(old, new)
    for line in before[pairs:]:
        yield [("gone", line)]
    for line in after[pairs:]:
        yield [("new", line)]


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[i1:i2])
            continue
        if i1 < i2:
            yield "gone", "".join(before[i1:i2])
        if j1 < j2:
            yield "new", "".join(after[j1:j2])
