"""WARC files inside of WACZ files, and WACZ files inside of those (as several crawls are handed out together), read in place."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from pipelines.errors import RecordDamaged
from pipelines.importing.foreign import Advance, Told, left_out
from pipelines.importing.warc import read_warc
from pipelines.warc.content import MAX_RATIO, RATIO_MATTERS_FROM
from pipelines.warc.files import CLOSED

ENDING = ".wacz"
MAX_DEPTH = 3
_LOCAL_HEADER = 30


class Region(io.RawIOBase):
    """Some bytes of a file as a file of their own. `name` is how the region is called."""

    def __init__(self, path: Path, start: int, size: int, name: str) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._start, self._size, self._position = start, size, 0
        self.name = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._position = max(0, offset + (0, self._position, self._size)[whence])
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), max(0, self._size - self._position))
        self._file.seek(self._start + self._position)
        count = self._file.readinto(memoryview(buffer)[:wanted])
        self._position += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def read_wacz(path: Path, told: Told, advance: Advance) -> Iterator[bytes]:
    """The records of every WARC file in a WACZ file as gzip members. No member's name ever becomes a path."""
    yield from _read(path, 0, path.stat().st_size, str(path), told, advance, MAX_DEPTH)


def _read(path: Path, start: int, size: int, place: str, told: Told, advance: Advance, depth: int) -> Iterator[bytes]:
    try:
        with io.BufferedReader(Region(path, start, size, place)) as stream, zipfile.ZipFile(stream) as archive:
            for info in _members(archive, size):
                name = info.filename.lower()
                if name.endswith((*CLOSED, ENDING)):
                    yield from _member(archive, info, path, start, f"{place}!{info.filename}", told, advance, depth)
                else:
                    advance(info.compress_size)
    except zipfile.BadZipFile as error:
        told(RecordDamaged(f"{place}: {error}", "fetch the file again"))


def _members(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    if sum(info.compress_size for info in archive.infolist()) > size:
        raise zipfile.BadZipFile("its members overlap")
    return archive.infolist()


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, start: int, place: str, told: Told, advance: Advance, depth: int
) -> Iterator[bytes]:
    with ExitStack() as stack:
        try:
            source, offset = _unpacked(archive, info, stack) or (path, start + _data_offset(archive, info))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:  # RuntimeError: encrypted
            told(left_out(place, str(error)))
            return
        if not info.filename.lower().endswith(ENDING):
            yield from read_warc(_opener(source, offset, info.file_size, place), place, told, advance)
        elif depth > 1:
            yield from _read(source, offset, info.file_size, place, told, advance, depth - 1)
        else:
            told(left_out(place, f"a WACZ file inside of {MAX_DEPTH} others"))


def _opener(path: Path, offset: int, size: int, name: str) -> Callable[[], BinaryIO]:
    return lambda: io.BufferedReader(Region(path, offset, size, name), 1 << 16)


def _data_offset(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Where the bytes of a member that is stored as it is begin; raises BadZipFile where its own header is another one."""
    archive.open(info).close()  # checks name, flags and header
    assert archive.fp is not None, "the archive is open"
    archive.fp.seek(info.header_offset)
    header = archive.fp.read(_LOCAL_HEADER)
    return info.header_offset + _LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, stack: ExitStack) -> tuple[Path, int] | None:
    """A compressed member in a temporary file, which goes with the stack; None for one that is stored as it is."""
    if info.compress_type == zipfile.ZIP_STORED:
        return None
    if info.file_size > max(RATIO_MATTERS_FROM, info.compress_size * MAX_RATIO):
        raise zipfile.BadZipFile(f"{info.compress_size:,} bytes that become {info.file_size:,}: a ratio over {MAX_RATIO} is no archive")
    copy = stack.enter_context(tempfile.NamedTemporaryFile(prefix="morgue-"))  # noqa: SIM115 - the stack closes it
    with archive.open(info) as member:
        shutil.copyfileobj(member, copy)
    copy.flush()
    return Path(copy.name), 0
