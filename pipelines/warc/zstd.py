"""The dictionary that a WARC file compressed with zstd may begin with (WARC specification of Zstandard, section 4)."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import BinaryIO

import zstandard

FRAME_MAGIC = b"\x28\xb5\x2f\xfd"
# A skippable frame: decoders that know nothing of dictionaries pass over it.
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
HEADER = struct.Struct("<4sI")
# Real ones have a tenth of a megabyte; a larger one is a bomb.
MAX_DICTIONARY = 64_000_000


def read_dictionary(stream: BinaryIO) -> bytes | None:
    """The dictionary at the beginning of a file, decompressed; None when there is none or it cannot be read. Moves the stream."""
    stream.seek(0)
    beginning = stream.read(HEADER.size)
    if len(beginning) < HEADER.size or not beginning.startswith(DICTIONARY_MAGIC):
        return None
    _, size = HEADER.unpack(beginning)
    data = stream.read(min(size, MAX_DICTIONARY))
    if not data.startswith(FRAME_MAGIC):
        return data
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as reader:
            return reader.read(MAX_DICTIONARY)
    except zstandard.ZstdError:
        return None


def decompressor(stream: BinaryIO) -> zstandard.ZstdDecompressor:
    """For any frame of the file. Moves the stream."""
    dictionary = read_dictionary(stream)
    return zstandard.ZstdDecompressor(dict_data=_loaded(dictionary) if dictionary else None)


@lru_cache(maxsize=2)
def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(dictionary)
