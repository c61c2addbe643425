"""Patterns that are tried only where one of their words stands: no match of the pattern is lost by that."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extraction import notice_languages, notice_words, rights, spaced_credits, status
from pipelines.extraction.worded import Worded, worded

WORDED = [
    *(worded(words, saying, re.UNICODE) for words, saying in notice_words._OTHER_SAYINGS),
    *(worded(words, saying, re.UNICODE) for sayings in notice_languages.SAYINGS.values() for words, saying in sayings),
    *(phrase for phrase, _ in spaced_credits._PHRASES),
    rights._MARK,
    status._PAYWALL_WORDS,
]


@pytest.mark.parametrize("item", WORDED, ids=lambda item: item.words[0])
@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_the_pattern_matches_has_one_of_its_words(item: Worded, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(item.pattern))
    assert item.search(text), f"{text!r} is matched by {item.pattern.pattern!r} and has none of {item.words}"


def test_without_its_words_a_pattern_is_not_tried() -> None:
    item = worded("ferry|boat", r"(?:ferry|boat|car)\d")
    assert item.search("The Ferry2 leaves") is not None
    assert item.search("the car2 leaves") is None
    assert [match.group() for match in item.finditer("boat1, car2, ferry3")] == ["boat1", "car2", "ferry3"]
