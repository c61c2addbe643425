"""The dictionary that a WARC file compressed with zstd may begin with (WARC specification of Zstandard, section 4)."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import BinaryIO

import zstandard

FRAME_MAGIC = b"\x28\xb5\x2f\xfd"
# A skippable frame: decoders that know nothing of dictionaries pass over it.
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_TRAINED_MAGIC = b"\x37\xa4\x30\xec"
_EMPTY_FRAME = zstandard.compress(b"")
HEADER = struct.Struct("<4sI")
# Real ones have a tenth of a megabyte; a larger one is a bomb.
MAX_DICTIONARY = 64_000_000


def read_dictionary(stream: BinaryIO) -> bytes | None:
    """The dictionary at the beginning of a file, decompressed; None when there is none. Moves the stream.

    Raises ValueError when it cannot be used: FastWARC would end the process.
    """
    stream.seek(0)
    beginning = stream.read(HEADER.size)
    if len(beginning) < HEADER.size or not beginning.startswith(DICTIONARY_MAGIC):
        return None
    _, size = HEADER.unpack(beginning)
    data = stream.read(min(size, MAX_DICTIONARY))
    try:
        if data.startswith(FRAME_MAGIC):
            with zstandard.ZstdDecompressor().stream_reader(data) as reader:
                data = reader.read(MAX_DICTIONARY)
        _loaded(data)
    except zstandard.ZstdError as error:
        raise ValueError(f"the zstd dictionary of the file is damaged: {error}") from error
    return data


def decompressor(stream: BinaryIO) -> zstandard.ZstdDecompressor:
    """For any frame of the file; without its dictionary where that is damaged. Moves the stream."""
    try:
        dictionary = read_dictionary(stream)
    except ValueError:
        dictionary = None
    return zstandard.ZstdDecompressor(dict_data=_loaded(dictionary) if dictionary else None)


@lru_cache(maxsize=2)
def _loaded(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    kind = zstandard.DICT_TYPE_FULLDICT if dictionary.startswith(_TRAINED_MAGIC) else zstandard.DICT_TYPE_AUTO
    loaded = zstandard.ZstdCompressionDict(dictionary, dict_type=kind)
    zstandard.ZstdDecompressor(dict_data=loaded).decompress(_EMPTY_FRAME)  # only now is it looked at
    return loaded
