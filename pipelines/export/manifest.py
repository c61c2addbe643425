"""Beside every exported file: what it holds, by which selection, out of which archive, from which WARC files and crawls."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.archive import Archive
from pipelines.export.selection import Selection
from pipelines.warc.build import software

ENDING = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Fixity:
    """What an exported file is: bytes, and SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


class Digested(io.RawIOBase):
    """Writes on into another stream, which stays open, and knows the Fixity of what went through."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._size = 0
        self._digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._out.write(data)
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    def fixity(self) -> Fixity:
        return Fixity(self._size, self._digest.hexdigest())


def fixity_of(path: Path) -> Fixity:
    """The Fixity of a file as it lies there."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return Fixity(path.stat().st_size, digest.hexdigest())


def write_manifest(
    path: Path, archive: Archive, selection: Selection, what: Mapping[str, Any], fixity: Fixity, sources: Mapping[str, list[str]]
) -> None:
    """Writes the manifest of an export; `what` says file, format, count and options."""
    operator = archive.config.operator
    manifest = {
        **what,
        **asdict(fixity),
        "selection": {key: value for key, value in asdict(selection).items() if value},
        "archive": archive.root.name,
        "operator": {"name": operator.name, "contact": operator.contact},
        "software": software(),
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "sources": sources,
    }
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
