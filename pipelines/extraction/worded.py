"""Patterns that are tried only where one of their words stands: a plain word is found many times as fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Worded:
    """A pattern and the words, in lower case, without any of which it cannot match."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match of the pattern."""
        return self.pattern.search(text) if self.may_match(text.lower()) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match of the pattern."""
        return self.pattern.finditer(text) if self.may_match(text.lower()) else iter(())

    def may_match(self, lowered: str) -> bool:
        """Whether a text in lower case holds one of the words."""
        return any(map(lowered.__contains__, self.words))


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, from the first on; many times as fast as a pattern."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def folded(text: str) -> str:
    """A key that is equal for all that patterns without regard to case take for equal: final sigmas, Turkish i with and without its dot."""
    return text.casefold().replace("i̇", "i").replace("ı", "i")


def worded(words: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Worded:
    """A pattern with its words, which are parted by bars."""
    return Worded(tuple(words.split("|")), re.compile(pattern, flags))
