"""Digests as WARC fields spell them: an algorithm, a colon, base32 or base16 (WARC 1.1 section 5.8)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512, "md5": hashlib.md5}
_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghijklmnopqrstuv")


def normal(digest: str) -> str:
    """A WARC digest as rows have it: `sha1:` and upper-case base32, any other algorithm in base16; as it is where it is neither."""
    name, value = _parts(digest.strip())
    algorithm = _ALGORITHMS.get(name)
    found = _value(value, algorithm(usedforsecurity=False).digest_size) if algorithm else None
    if found is None:
        return digest.strip()
    return f"sha1:{base64.b32encode(found).decode()}" if name == "sha1" else f"{name}:{found.hex()}"


def is_of_block(digest: str, block: bytes, kind: str) -> bool:
    """Whether a WARC-Block-Digest is that of the block; wget gives its revisits, which have a block, the digest of none."""
    return matches(digest, block) or (kind == "revisit" and matches(digest, b""))


def matches(digest: str, data: bytes | memoryview) -> bool:
    """Whether a WARC digest (`sha1:` and base32, or another algorithm, or base16) is that of `data`; True if unknown."""
    return matches_stream(digest, [data])[0]


def matches_stream(digest: str, pieces: Iterable[bytes | memoryview]) -> tuple[bool, int]:
    """The same for data that comes in pieces, and how many bytes they were."""
    name, value = _parts(digest)
    algorithm = _ALGORITHMS.get(name)
    found = algorithm(usedforsecurity=False) if algorithm else None
    size = 0
    for piece in pieces:
        size += len(piece)
        if found:
            found.update(piece)
    return found is None or _value(value, found.digest_size) == found.digest(), size


def _parts(digest: str) -> tuple[str, str]:
    """Algorithm and value; tools write SHA-1, sha1 and SHA1."""
    name, _, value = digest.partition(":")
    return name.lower().replace("-", ""), value


def _value(text: str, size: int) -> bytes | None:
    """The bytes of a digest of `size` bytes, in base16 or base32; None for neither."""
    if len(text) != 2 * size:
        return _from_base32(text, size)
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _from_base32(value: str, size: int) -> bytes | None:
    """The bytes of a base32 digest (RFC 4648) of `size` bytes; ten times as fast as base64.b32decode."""
    bits = value.rstrip("=").upper()
    try:
        number = int(bits.translate(_BASE32), 32) >> (len(bits) * 5 - size * 8)
        return number.to_bytes(size, "big")
    except (ValueError, OverflowError):
        return None
