"""What is imported: a file or folder, what it is by its name, and its records."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.importing import wacz
from pipelines.importing.arc import read_arc
from pipelines.importing.foreign import Advance, Told
from pipelines.importing.pages import ENDINGS as PAGES
from pipelines.importing.pages import find_pages, read_pages
from pipelines.importing.wacz import read_wacz
from pipelines.importing.warc import read_warc
from pipelines.warc.files import CLOSED as WARCS

ARCS = (".arc", ".arc.gz")
ARCHIVES = (*WARCS, *ARCS, wacz.ENDING)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a folder of HTML pages, for which there may be a manifest; and the site that all pages belong to, if one was named."""

    path: Path
    manifest: Path | None = None
    site: str | None = None

    @property
    def is_warc(self) -> bool:
        return self.path.is_file() and self.path.name.lower().endswith(WARCS)

    @property
    def size(self) -> int:
        """Bytes to read, for progress."""
        with suppress(PermissionError, FileNotFoundError):  # which the import tells
            return sum(path.stat().st_size for path in self.files() if path.is_file())
        return 0

    def files(self) -> Iterator[Path]:
        """The files that make up the source; the manifest last."""
        if self.path.is_file():
            yield self.path
        else:
            os.scandir(self.path).close()  # raises PermissionError and FileNotFoundError, which walking passes over
            yield from (page for page, _ in find_pages(self.path))
        if self.manifest:
            yield self.manifest

    def digest(self, advance: Advance) -> str:
        """SHA-256 over the bytes of all files, in hexadecimal."""
        digest = hashlib.sha256()
        for path in self.files():
            if path.is_file():
                with path.open("rb") as stream:
                    while chunk := stream.read(_PIECE):
                        digest.update(chunk)
                        advance(len(chunk))
        return digest.hexdigest()

    def stem(self) -> str:
        """The name without its ending."""
        name = self.path.resolve().name
        return next((name[: -len(ending)] for ending in (*ARCHIVES, *PAGES) if name.lower().endswith(ending)), name)

    def members(self, told: Told, advance: Advance) -> Iterator[bytes]:
        """Every record as a gzip member; damage is told with file and offset, and what follows is read on."""
        name = self.path.name.lower()
        if self.path.is_dir() or name.endswith(PAGES):
            yield from read_pages(self.path, self.manifest, told, advance)
        elif name.endswith(wacz.ENDING):
            yield from read_wacz(self.path, told, advance)
        elif name.endswith(ARCS):
            with self.path.open("rb") as stream:
                yield from read_arc(stream, str(self.path), told, advance)
        else:
            yield from read_warc(lambda: self.path.open("rb"), str(self.path), told, advance)


def expand(source: Source) -> Iterator[Source]:
    """The archives in a folder, each a source by itself, and the folder for its pages; a file is itself.

    Raises UsageError for a path that is nothing known.
    """
    path = source.path
    if not path.exists():
        raise UsageError(f"{path} is not there", "name a WARC, ARC or WACZ file, or HTML pages")
    if path.is_file():
        if not path.name.lower().endswith((*ARCHIVES, *PAGES)):
            raise UsageError(f"{path} is no WARC, ARC or WACZ file", "see `morgue import --help` for what can be imported")
        yield source
        return
    unreadable: list[OSError] = []
    for directory, folders, files in os.walk(path, onerror=unreadable.append):
        folders.sort()
        for name in sorted(files):
            if name.lower().endswith(ARCHIVES):
                yield replace(source, path=Path(directory, name), manifest=None)
    yield from (replace(source, path=Path(error.filename), manifest=None) for error in unreadable)
    if source.manifest or any(True for _ in find_pages(path)):
        yield source
