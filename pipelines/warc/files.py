"""The WARC files that make up an archive: those in its folder, and those that lie elsewhere and are referred to.

`elsewhere.jsonl` in the folder has a line for each of the latter: {"path", "site", "without"}. Captures name such a file by its absolute
path. `without` are the ids of records that were forgotten: a file of somebody else's is never rewritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipelines.errors import ArchiveDamaged
from pipelines.warc.record import ENDINGS
from pipelines.warc.writer import OPEN_SUFFIX

ELSEWHERE = "elsewhere.jsonl"
CLOSED = (*ENDINGS.values(), ".warc")
# Those still written come last in each folder.
_ALL = (*CLOSED, *(ending + OPEN_SUFFIX for ending in ENDINGS.values()))


@dataclass(frozen=True, slots=True)
class Reference:
    """A file elsewhere, the site that was named for its pages, and the records that are not taken of it."""

    path: str
    site: str | None = None
    without: tuple[str, ...] = ()


def find_warc_files(folder: Path) -> list[Path]:
    """Every WARC file of an archive: below its folder, those still written last in each, then those elsewhere that are there."""
    own = sorted(path for ending in _ALL for path in folder.rglob(f"*{ending}"))
    return own + [Path(path) for path in references(folder) if Path(path).is_file()]


def file_name(folder: Path, path: Path) -> str:
    """How captures name a file: relative to the folder and without `.open`, or absolute where it lies elsewhere."""
    name = path.relative_to(folder) if path.is_relative_to(folder) else path
    return name.as_posix().removesuffix(OPEN_SUFFIX)


def is_elsewhere(name: str) -> bool:
    """Whether captures name a file so that lies outside of the archive, which must not be written to."""
    return Path(name).is_absolute()


def references(folder: Path) -> dict[str, Reference]:
    """The files elsewhere by path; raises ArchiveDamaged with the line that cannot be read."""
    place = folder / ELSEWHERE
    found: dict[str, Reference] = {}
    for number, line in enumerate(place.read_bytes().splitlines() if place.is_file() else (), 1):
        try:
            values = json.loads(line)
            found[values["path"]] = Reference(values["path"], values["site"], tuple(values["without"]))
        except (ValueError, KeyError, TypeError) as error:  # noqa: PERF203 - a few lines
            raise ArchiveDamaged(f"{place} line {number}: {error!r}", 'write {"path": …, "site": null, "without": []}') from error
    return found


def refer_to(folder: Path, reference: Reference) -> None:
    """Writes a file down as part of the archive; one that is known keeps what is left out of it."""
    known = references(folder)
    without = known[reference.path].without if reference.path in known else reference.without
    _write(folder, {**known, reference.path: replace(reference, without=without)})


def leave_out(folder: Path, path: str, record_ids: Iterable[str]) -> None:
    """Records of a file elsewhere are not taken in again."""
    known = references(folder)
    entry = known.get(path, Reference(path))
    _write(folder, {**known, path: replace(entry, without=tuple(sorted({*entry.without, *record_ids})))})


def _write(folder: Path, entries: dict[str, Reference]) -> None:
    unfinished = folder / f"{ELSEWHERE}.part"
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries.values())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / ELSEWHERE)
