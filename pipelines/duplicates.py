"""Near duplicates: the same story under several addresses, such as a wire report that many papers carry.

Texts are compared by their shingles, runs of four words (in Chinese, Japanese and Korean of four characters). MinHash signatures
by rensa, cut into bands, find the few articles that a text may resemble (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining
of Massive Datasets", chapter 3); the texts themselves then say whether it does.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Callable

from rensa import RMinHash

from pipelines.storage import duplicates as rows
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.search import spaced

SHINGLE = 4
# Below, two texts are alike by chance: a caption, a notice, "no video found".
MIN_SHINGLES = 40
# The share of shingles, of those in either text, from which on two articles are one story.
SAME_STORY = 0.6
PERMUTATIONS, SEED = 64, 1
# 16 bands of 4: two texts at 0.6 meet in a band with probability 0.89, at 0.8 with 0.9998.
ROWS_A_BAND = 4
BATCH = 100

_WORD = re.compile(r"\w+")


def update(db: MorgueDatabase, progress: Callable[[int, int], None] | None = None) -> int:
    """Places the articles whose text is new in clusters, against those that were placed before; how many these were.

    Costs a lookup an article, not a pass over the archive; each batch is a short transaction. `progress` gets
    articles done and articles in all.
    """
    waiting = rows.unplaced(db)
    for start in range(0, len(waiting), BATCH):
        texts = rows.texts(db, waiting[start : start + BATCH])
        found = {article: shingles(text) for article, (_, text) in texts.items()}
        signed = dict(zip(found, signatures(list(found.values())), strict=True))
        with db.writing():
            for article, (version, _) in texts.items():
                _place(db, article, version, found[article], signed[article])
        if progress:
            progress(min(start + BATCH, len(waiting)), len(waiting))
    return len(waiting)


def shingles(text: str) -> frozenset[str]:
    """The runs of four words of a text, without regard to case, width and punctuation; CJK by character."""
    words = _WORD.findall(spaced(unicodedata.normalize("NFKC", text).lower()) or "")
    return frozenset(map(" ".join, zip(*(words[n:] for n in range(SHINGLE)), strict=False)))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets of shingles, 0 to 1."""
    return len(one & other) / (len(one | other) or 1)


def signatures(sets: list[frozenset[str]]) -> list[tuple[int, ...]]:
    """The bands of each text's MinHash signature, as integers of 64 bits; none for texts too short to tell."""
    long = [each if len(each) >= MIN_SHINGLES else frozenset() for each in sets]
    digests = RMinHash.digests_from_token_sets(long, PERMUTATIONS, SEED)
    return [_bands(digest) if each else () for each, digest in zip(long, digests, strict=True)]


def _bands(digest: list[int]) -> tuple[int, ...]:
    starts = range(0, PERMUTATIONS, ROWS_A_BAND)
    packed = (struct.pack(f">I{ROWS_A_BAND}I", start, *digest[start : start + ROWS_A_BAND]) for start in starts)
    return tuple(int.from_bytes(hashlib.blake2b(each, digest_size=8).digest(), "big", signed=True) for each in packed)


def _place(db: MorgueDatabase, article: int, version: int, ours: frozenset[str], bands: tuple[int, ...]) -> None:
    rows.take_out(db, article)
    texts = rows.texts(db, rows.candidates(db, bands))
    alike = [other for other, (_, text) in texts.items() if similarity(ours, shingles(text)) >= SAME_STORY]
    rows.put_in(db, article, version, bands)
    rows.join(db, [article, *alike])
