"""JSON as extractions keep it: deflated with a dictionary of the words that stand in nearly every one, to a quarter or a fifth.

A packed value begins with a byte that names the dictionary; the rest is raw deflate (RFC 1951). SQL reads it with `unpacked(fields)`,
which our connections and those of `morgue serve` know; the view `readings` has it done. Elsewhere, in Python:
`zlib.decompressobj(-15, zdict=DICTIONARIES[value[0]]).decompress(value[1:])`.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

# A dictionary is never changed, as what was packed with it would be lost: a better one is another file. The likeliest words come last.
DICTIONARIES = {1: (Path(__file__).parent / "words.1.txt").read_bytes().replace(b"\r\n", b"\n")}
_CURRENT = 1
_RAW = -15


def pack(text: str) -> bytes:
    """The value as it is stored."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=DICTIONARIES[_CURRENT])
    return bytes([_CURRENT]) + deflater.compress(text.encode()) + deflater.flush()


def unpack(value: bytes | str | None) -> str | None:
    """The text of a stored value; text that was never packed is given back."""
    if not isinstance(value, bytes):
        return value
    return zlib.decompressobj(_RAW, zdict=DICTIONARIES[value[0]]).decompress(value[1:]).decode()


def load(value: bytes | str | None) -> Any:
    """What the JSON says; {} for none."""
    return json.loads(unpack(value) or "{}")
