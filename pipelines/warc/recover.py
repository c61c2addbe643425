"""What a crash left behind: a `.open` file is cut after its last whole record and closed."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.capture import Capture
from pipelines.errors import UsageError
from pipelines.warc.members import iter_members, read_member
from pipelines.warc.reader import iter_sound_captures
from pipelines.warc.record import ENDINGS
from pipelines.warc.records import log_torn
from pipelines.warc.writer import OPEN_SUFFIX, lock_file

TORN_SUFFIX = ".torn"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done: the closed file, and the side file with the bytes cut off, if there were any.

    A file without one whole record has no `path`: all of it went into `torn`.
    """

    path: Path | None
    torn: Path | None
    torn_bytes: int = 0

    def captures(self, warc_file: str) -> Iterator[tuple[Capture, bytes]]:
        """The whole captures, for those whose rows the crash prevented; damage in between is logged and passed over."""
        return iter_sound_captures(self.path, warc_file, log_torn) if self.path else iter(())


def find_open_files(warc_folder: Path) -> list[Path]:
    """The files that some writer has not closed, in use or left by a crash."""
    return sorted(path for ending in ENDINGS.values() for path in warc_folder.rglob(f"*{ending}{OPEN_SUFFIX}"))


def recover(path: Path) -> Recovery:
    """Cuts the torn tail of a `.open` file off into `<name>.torn` and takes `.open` off the name.

    Never loses a byte. Raises UsageError when the file is no `.open` file or a living process writes it.
    """
    if not path.name.endswith(OPEN_SUFFIX):
        raise UsageError(f"{path} does not end with {OPEN_SUFFIX}", "recover takes files that a crash left open")
    closed = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    with path.open("r+b") as file:
        if not lock_file(file):
            raise UsageError(f"{path} is being written by another process", "wait for its crawl to end")
        end, side, size = _cut(path, closed, file)
        if not end:
            path.unlink()
            return Recovery(None, side, size)
        path.rename(closed)
    return Recovery(closed, side, size)


def cut_torn_tail(path: Path) -> Recovery:
    """The same for a closed file that ends inside a record; one that ends otherwise is left as it is."""
    last = next(iter(deque(iter_members(path), maxlen=1)), None)
    with path.open("r+b") as file:
        if last is None or last.state != "torn" or read_member(file, last.offset).state != "torn":
            return Recovery(path, None)
        _, side, size = _cut(path, path, file)
    return Recovery(path, side, size)


def _cut(path: Path, closed: Path, file: BinaryIO) -> tuple[int, Path | None, int]:
    """Where the last whole record ends, the side file with what came after, and how many bytes that was."""
    end = max((member.end for member in iter_members(path) if member.state == "whole"), default=0)
    tail = _read_from(path, end)
    side = _keep_aside(closed, tail) if tail else None
    file.truncate(end)
    os.fsync(file.fileno())
    return end, side, len(tail)


def _read_from(path: Path, offset: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read()


def _keep_aside(closed: Path, tail: bytes) -> Path:
    side = closed.with_name(closed.name + TORN_SUFFIX)
    with side.open("ab") as file:
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())
    return side
