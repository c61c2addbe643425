"""Where WARC files lie that are no longer in the archive's folder: another folder, or a bucket that fsspec reaches.

A file `store` in the WARC folder names the place in one line: /mnt/shared/warc, or s3://bucket/prefix. What is there is only read.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from pipelines.errors import RecordDamaged, UsageError

STORE = "store"
# What is asked for at once: pages are read in the order of the file, so that one request brings the next ones too.
BLOCK = 1 << 20


def named_store(warc_folder: Path) -> str | None:
    """The place that a folder names, None without."""
    named = warc_folder / STORE
    return named.read_text("utf-8").strip() if named.is_file() else None


def stored(warc_folder: Path, warc_file: str) -> Path | None:
    """A file in the place that the folder names, to be opened and read like a Path; None where no place is named."""
    place = named_store(warc_folder)
    if place is None:
        return None
    if "://" in place:
        return cast(Path, RemoteFile(f"{place.rstrip('/')}/{warc_file}"))
    path = Path(place) / warc_file
    return path if path.is_file() else stored(Path(place), warc_file)


class RemoteFile:
    """What readers of WARC files need of a Path."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.name = url.rsplit("/", 1)[-1]

    def __str__(self) -> str:
        return self._url

    def open(self, mode: str = "rb") -> IO[bytes]:
        """The file, for reading from anywhere in it; raises RecordDamaged where it is not there or not to be had."""
        assert mode == "rb", "what lies in a store is only read"
        try:
            return io.BufferedReader(_Shared(_file(self._url)))
        except OSError as error:
            raise RecordDamaged(f"{self._url}: {error}", "look whether the file and the right to read it are there") from error


class _Shared(io.RawIOBase):
    """A view of a file that stays open, with what was read ahead, for the next reader."""

    def __init__(self, file: Any) -> None:
        self._file, self._position = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[whence]
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._position)
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


@lru_cache(maxsize=4)
def _file(url: str) -> Any:
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
        return system.open(path, "rb", block_size=BLOCK, cache_type="readahead")
    except ImportError as error:
        raise UsageError(f"{url}: {error}", "pip install 'newsmorgue[s3]'") from error
