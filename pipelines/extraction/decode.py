"""Bytes to characters: byte order mark, UTF-8 by its validity, the declared encodings, detection, in this order."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# The bytes of a page that are read; what follows could not be an article's beginning.
MAX_BYTES = 12_000_000

# Labels that the WHATWG Encoding Standard reads as another, larger encoding, by the codec's name in Python.
_LABELS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
# Names that pages use and Python does not know.
_ALIASES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "x-user-defined": "cp1252",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MULTI_BYTE = frozenset(("gb18030", "cp932", "shift_jis_2004", "cp949", "big5hkscs", "euc_jp", "hz", "iso2022_jp", "iso2022_kr", "utf-8"))
_SEVEN_BIT = frozenset(("iso2022_jp", "iso2022_kr", "hz"))
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_IN_PAGE = re.compile(rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MAGIC = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"RIFF", b"OggS", b"\x00\x00\x00\x18ftyp")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's characters, the codec that gave them and how it was found: bom, utf-8, header, meta or detected.

    `utf8` are the bytes themselves where they are valid UTF-8, for a parser that would only encode the characters again.
    """

    text: str
    encoding: str
    method: str
    utf8: bytes | None = None


def decode(payload: bytes, content_type: str | None = None) -> Decoded | None:
    """The characters of a page; None when the bytes are no text.

    A declaration is believed when the bytes bear it out; valid UTF-8 is UTF-8 whatever is declared.
    """
    payload = payload[:MAX_BYTES]
    for bom, encoding in (*_BOMS, *_unmarked_utf16(payload)):
        if payload.startswith(bom):
            return Decoded(payload.decode(encoding, "replace").lstrip("\ufeff"), encoding, "bom")
    if is_binary(payload):
        return None
    if b"\x1b" in payload or (b"~" in payload and b"~{" in payload):
        for encoding, method in _declared(payload, content_type):
            if encoding in _SEVEN_BIT:
                return Decoded(payload.decode(encoding, "replace"), encoding, method)
    try:
        return Decoded(payload.decode(), "utf-8", "utf-8", payload)
    except UnicodeDecodeError:
        if (text := _as_utf8(payload)) is not None:
            return Decoded(text, "utf-8", "utf-8")
    declared = _declared(payload, content_type)
    return _by_declaration(payload, declared) or _by_detection(payload, declared)


def is_binary(payload: bytes) -> bool:
    """True for the first bytes of other file types and for bytes full of control characters."""
    head = payload[:4096]
    return head.startswith(_MAGIC) or len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20 + 8


def codec(label: str) -> str | None:
    """The Python codec for an encoding label as the WHATWG standard reads it, None for an unknown label."""
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    try:
        name = codecs.lookup(label).name
        "a".encode(name)
    except (LookupError, UnicodeError):  # LookupError: also codecs that give no text, such as base64
        return None
    return _LABELS.get(name, name)


def _unmarked_utf16(payload: bytes) -> tuple[tuple[bytes, str], ...]:
    if payload[:200].count(0) < len(payload[:200]) // 3:
        return ()
    return ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be"))


def _declared(payload: bytes, content_type: str | None) -> list[tuple[str, str]]:
    found = [(m.group(1), "header") for m in [_IN_HEADER.search(content_type or "")] if m]
    found += [(m.group(1).decode("ascii", "replace"), "meta") for m in list(_IN_PAGE.finditer(payload, 0, 8192))[:2]]
    known = [(name, method) for label, method in found if (name := codec(label)) and not name.startswith("utf-16")]
    # A server's blanket "iso-8859-1" must not win over a page that says gb2312.
    return sorted(known, key=lambda item: item[0] not in _MULTI_BYTE)


def _as_utf8(payload: bytes) -> str | None:
    """Broken UTF-8 if nearly all of it is: a cut at the end or a few broken bytes do not make it something else."""
    text = payload.decode("utf-8", "replace")
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") * 20 < wide else None


def _by_declaration(payload: bytes, declared: list[tuple[str, str]]) -> Decoded | None:
    high = len(payload) - len(payload.translate(None, bytes(range(128, 256))))
    for encoding, method in declared:
        text = payload.decode(encoding, "replace")
        limit = 50 if encoding in _MULTI_BYTE else 20
        if text.count("\ufffd") * limit > high + limit:
            continue
        if encoding in _MULTI_BYTE or high < 200 or high * 6 < len(payload) or encoding not in {"cp1252", "iso8859-15"}:
            return Decoded(text, encoding, method)
    return None


def _by_detection(payload: bytes, declared: list[tuple[str, str]]) -> Decoded | None:
    from charset_normalizer import from_bytes  # here, as nearly every page does without

    best = from_bytes(_sample(payload), steps=5, chunk_size=512).best()
    guess = codec(best.encoding) if best else None
    encoding = guess or next((name for name, _ in declared), "cp1252")
    text = payload.decode(encoding, "replace")
    if text.count("\ufffd") * 5 > len(text):
        return None
    return Decoded(text, encoding, "detected")


def _sample(payload: bytes) -> bytes:
    """The part of the page to detect from: markup taken out, for it says nothing and costs time."""
    bare = re.sub(rb"(?is)<(script|style)\b.{0,20000}?</\1>|<[^>]{0,2000}>|\s+", b" ", payload[:200_000])
    lines = b" ".join(bare.split())
    start = next((m.start() for m in re.finditer(rb"[\x80-\xff]{4}", lines)), 0)
    return lines[start : start + 6000] or payload[:6000]
