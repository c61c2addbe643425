"""Snapshots of ArchiveBox: a folder archive/<timestamp>/ with index.json, and what each of its extractors made of one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.importing.addresses import Address, address, read_json

# The page as one file with all that it showed, then as the browser had it after its scripts; with the extractors that make them.
_PAGES = (
    ("singlefile", ("singlefile.html", "singlefile/singlefile.html")),
    ("dom", ("output.html", "dom/output.html")),
    ("wget", ("wget/output.html",)),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The file that stands for the page, None where a WARC file of the snapshot holds it, and its address."""

    page: Path | None
    address: Address


def read_snapshot(folder: Path) -> Snapshot | None:
    """The snapshot in a folder; None when its index.json is of another kind."""
    values = read_json(folder / "index.json")
    if not isinstance(values.get("url"), str) or "timestamp" not in values:
        return None
    if any(_warc_files(folder)):
        return Snapshot(None, address(values["url"], values["timestamp"], "index.json"))
    extractor, page = next(_found(folder), ("", None))
    return Snapshot(page, address(values["url"], _started(values, extractor) or values["timestamp"], "index.json"))


def _warc_files(folder: Path) -> Iterator[Path]:
    for pattern in ("warc/*.warc*", "wget/warc/*.warc*"):
        yield from folder.glob(pattern)


def _found(folder: Path) -> Iterator[tuple[str, Path]]:
    for extractor, names in _PAGES:
        for name in names:
            if (folder / name).is_file():
                yield extractor, folder / name


def _started(values: dict[str, object], extractor: str) -> object:
    """When the extractor ran last."""
    history = values.get("history")
    runs = history.get(extractor) if isinstance(history, dict) else None
    last = runs[-1] if isinstance(runs, list) and runs else None
    return last.get("start_ts") if isinstance(last, dict) else None
