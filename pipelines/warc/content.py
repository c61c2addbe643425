"""HTTP content codings undone, with bounds: a page of 10 kB must not become 10 GB in memory."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import brotli
import zstandard

from pipelines.errors import ArchiveDamaged

MAX_DECODED = 64_000_000
# Real pages stay under 60; below this size the ratio says nothing.
MAX_RATIO = 400
RATIO_MATTERS_FROM = 8_000_000
MAX_CODINGS = 3
PIECE = 1 << 14


_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,256}\r?\n")


class ContentTooLarge(ArchiveDamaged):
    """The decoded payload passes a bound; it is a bomb or no page."""


def decode_content(body: bytes, content_encoding: str | None, *, limit: int = MAX_DECODED, exact: bool = True) -> bytes:
    """The payload with its content codings removed (RFC 9110 section 8.4).

    A body that is not what the header says comes back as it is, and one that ends early or breaks off as far as it
    could be read: servers do both, and browsers show what there is. Raises ContentTooLarge beyond `limit` bytes or a
    ratio of 400; with `exact` False the first `limit` bytes come back instead.
    """
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",") if coding.strip()]
    if len(codings) > MAX_CODINGS:
        raise ContentTooLarge(f"{len(codings)} content codings one over the other", "the page is hostile; leave it out")
    for coding in reversed(codings):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            continue
        decoded = decoder(body, limit + 1)
        if exact:
            _check_size(len(body), decoded, limit)
        body = decoded[:limit]
    return body


def gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The first `limit` bytes of what gzip members hold, as far as they can be read, and whether they can; what is no gzip as it is."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:limit], True
    decoded, is_whole = bytearray(), True
    while body.startswith(b"\x1f\x8b") and len(decoded) < limit:
        member, body, is_whole = _inflate(zlib.MAX_WBITS | 16, body, limit - len(decoded))
        decoded += member
    return bytes(decoded), is_whole


def decoded_pieces(body: bytes, content_encoding: str | None, limit: int, size: int) -> Iterator[bytes]:
    """The first `limit` bytes of what `decode_content` gives: by `size` where it is gzip, for who may not need all, else at once."""
    if (content_encoding or "").strip().lower() not in ("gzip", "x-gzip") or not body.startswith(b"\x1f\x8b"):
        yield decode_content(body, content_encoding, limit=limit, exact=False)
        return
    while limit > 0 and body.startswith(b"\x1f\x8b"):
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while limit > 0 and body and not inflater.eof:
            try:
                piece = inflater.decompress(body, min(size, limit))
            except zlib.error:
                return
            limit -= len(piece)
            body = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            yield piece


def remove_chunks(body: bytes) -> bytes:
    """The entity without the chunked transfer coding (RFC 9112 section 7.1), as wget leaves it in its records.

    A body that is not chunked comes back as it is: some tools undo the coding and keep its header.
    """
    entity, position = bytearray(), 0
    while match := _CHUNK_SIZE.match(body, position):
        size, start = int(match[1], 16), match.end()
        if size == 0:
            return bytes(entity)
        entity += body[start : start + size]
        position = start + size
        if body[position : position + 2] == b"\r\n":
            position += 2
        elif position < len(body):
            return body
    # The last chunk may be missing where the connection broke.
    return bytes(entity) if entity and position >= len(body) else body


def _check_size(received: int, decoded: bytes, limit: int) -> None:
    if len(decoded) > limit:
        raise ContentTooLarge(f"payload of {received} bytes decodes to more than {limit}", "leave it out or raise the limit")
    if len(decoded) > max(RATIO_MATTERS_FROM, received * MAX_RATIO):
        raise ContentTooLarge(f"payload of {received} bytes decodes to {len(decoded)}", "a ratio over 400 is no page; leave it out")


def _gunzip(body: bytes, limit: int) -> bytes:
    return gunzip(body, limit)[0]


def _deflate(body: bytes, limit: int) -> bytes:
    # RFC 9110 means the zlib format; many servers send the bare stream.
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflate(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, body, limit)[0] or body[:limit]


def _inflate(window: int, body: bytes, limit: int) -> tuple[bytes, bytes, bool]:
    """What one stream holds, up to `limit` or where it breaks, the bytes after it, and whether it did not break."""
    inflater = zlib.decompressobj(window)
    decoded, start = bytearray(), 0
    try:
        for start in range(0, len(body), PIECE):
            decoded += inflater.decompress(body[start : start + PIECE], limit - len(decoded))
            if inflater.eof:
                return bytes(decoded), inflater.unused_data + body[start + PIECE :], True
            if len(decoded) >= limit:
                break
    except zlib.error:
        # zlib keeps what the piece gave before the break; byte by byte it comes out.
        again = zlib.decompressobj(window)
        decoded = bytearray(again.decompress(body[:start]))
        with suppress(zlib.error):
            for number in body[start : start + PIECE]:
                decoded += again.decompress(bytes((number,)))
        return bytes(decoded[:limit]), b"", False
    return bytes(decoded), b"", len(decoded) >= limit


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    decoded = bytearray()
    try:
        decoded += decoder.process(body, output_buffer_limit=limit)
        while len(decoded) < limit and not decoder.is_finished():
            piece = decoder.process(b"", output_buffer_limit=limit - len(decoded))
            if not piece:
                break
            decoded += piece
    except brotli.error:
        return bytes(decoded[:limit]) or body[:limit]
    return bytes(decoded[:limit])


def _unzstd(body: bytes, limit: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(body), read_across_frames=True)
    decoded = bytearray()
    try:
        while len(decoded) < limit and (piece := reader.read(min(limit - len(decoded), 1 << 20))):
            decoded += piece
    except zstandard.ZstdError:
        return bytes(decoded) or body[:limit]
    return bytes(decoded)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
