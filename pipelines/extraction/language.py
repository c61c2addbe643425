"""The language of a story as a BCP 47 primary subtag: what the page declares, unless its text is plainly another."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# Chinese by other names; `in`, `iw` and `ji` are the codes of before 1989.
_SAME = {
    "wuu": "zh",
    "yue": "zh",
    "cmn": "zh",
    "hak": "zh",
    "nan": "zh",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "no": "nb",
    "gr": "el",
    "cz": "cs",
}
_SCRIPTS = {
    "ja": re.compile(r"[\u3041-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ar": re.compile(r"[\u0620-\u06ff]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "bn": re.compile(r"[\u0980-\u09ff]"),
    "ta": re.compile(r"[\u0b80-\u0bff]"),
}
_FAMILIES = {
    "ar": {"ar", "fa", "ur", "ps", "ckb", "ku", "ug", "sd"},
    "cyrillic": {"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz", "tt"},
    "hi": {"hi", "mr", "ne", "sa"},
    "he": {"he", "yi"},
}
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
# What all the scripts above lie within; dashes and quotation marks do not.
_OTHER = re.compile(r"[\u0370-\u0e7f\u3041-\ud7a3]")
# A writing is told by so many of its letters, Latin by twice as many.
LETTERS = 10
# Written by templates more often than by editors.
_DEFAULT = "en"
_ENGLISH = frozenset("the of and to that is was with for are this from have has".split())
ENOUGH = 60


def read(declared: list[str], text: str) -> tuple[str | None, str]:
    """The language and how it was found. `declared` are the page's own tags, the best first; `text` is a piece of the story."""
    tags = [tag for value in declared if (tag := primary(value))]
    family = script(text)
    fitting = [tag for tag in tags if _fits(tag, family)]
    if fitting and (fitting[0] != _DEFAULT or len(text) < ENOUGH or _is_english(text)):
        return fitting[0], "declared"
    if family in ("ja", "ko", "zh", "th", "el", "bn", "ta"):
        return family, "script"
    if len(text) >= ENOUGH:
        found = primary(_classifier()(text[:1000])[0])
        if found and (not fitting or found == fitting[0] or len(text) >= 100):
            return found, "text"
    return (fitting[0], "declared") if fitting else (None, "")


def _is_english(text: str) -> bool:
    """Whether more than one word in twelve is one of English."""
    words = text.lower().split()
    return 12 * sum(map(_ENGLISH.__contains__, words)) > len(words)


def primary(tag: str) -> str | None:
    """The language of a tag such as `zh-Hant-TW` or `en_US`; None for what is none."""
    code = re.split(r"[-_]", tag.strip().lower())[0]
    return _SAME.get(code, code) if re.fullmatch(r"[a-z]{2,3}", code) and code not in ("und", "mul", "zxx") else None


def script(text: str) -> str | None:
    """The writing that most of a text is in: a language, `cyrillic`, `latin`, or None for too little text."""
    sample = text[:400]
    if sample.isascii():
        return "latin" if len(sample) >= 20 else None
    latin = len("".join(_LATIN.findall(sample))) // 2
    if len(_OTHER.findall(sample)) < LETTERS:
        return "latin" if latin >= LETTERS else None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    if counts["ja"] * 8 > counts["zh"] and counts["ja"] > 4:
        counts["ja"] += counts["zh"]
    counts["latin"] = latin
    name, count = max(counts.items(), key=lambda item: item[1])
    return name if count >= LETTERS else None


def _fits(tag: str, family: str | None) -> bool:
    if family is None:
        return True
    if family == "latin":
        return tag not in ("zh", "ja", "ko", "ar", "he", "hi", "th", "el", "ru", "uk", "bg", "fa", "ur", "bn", "ta", "mr", "ne")
    return tag in _FAMILIES.get(family, {family})


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    # Its model takes most of a second to load: only pages that leave a doubt pay for it.
    from py3langid.langid import classify

    return classify  # type: ignore[no-any-return]
