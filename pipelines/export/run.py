"""One export: what was chosen, written in one of the formats, with its manifest."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.export.manifest import ENDING, Digested, Fixity, fixity_of, write_manifest
from pipelines.export.news_article import write_json_ld
from pipelines.export.records import index_lines, write_warc
from pipelines.export.selection import Chosen, Selection
from pipelines.export.tables import write_csv, write_jsonl
from pipelines.export.wacz import Pages, write_wacz
from pipelines.warc.cdxj import write_cdxj

Sources = dict[str, list[str]]

TEXT_FORMS = ("jsonl", "csv", "jsonld", "cdxj")
FORMS = (*TEXT_FORMS, "parquet", "warc", "wacz")
CAPTURE_FORMS = frozenset({"cdxj", "warc", "wacz"})


@dataclass(frozen=True, slots=True)
class Order:
    """What to export. `for_replay`: cdxj without 304 answers; `with_text`: warc and wacz with the clean text beside."""

    form: str
    selection: Selection = field(default_factory=Selection)
    for_replay: bool = False
    with_text: bool = False

    def __post_init__(self) -> None:
        if self.with_text and self.form not in ("warc", "wacz"):
            raise UsageError(f"--text is not for {self.form}", "it is for warc (conversion records) and wacz (text of pages)")
        if self.for_replay and self.form != "cdxj":
            raise UsageError(f"--replay is not for {self.form}", "it is for cdxj; a wacz is made for replay anyway")


def export_to_file(archive: Archive, order: Order, output: Path, manifest: Path | None = None) -> tuple[int, Path]:
    """Writes a file and its manifest; gives back how many articles or captures and where the manifest is.

    A file with the wanted name is always whole. Raises UsageError when it is there already.
    """
    if order.form == "warc" and output.suffix != ".gz":
        raise UsageError(f"{output}: the records are compressed one by one", "give the file a name that ends with .warc.gz")
    if output.exists():
        raise UsageError(f"{output} exists already", "name another file, or remove it")
    if not output.parent.is_dir():
        raise UsageError(f"{output.parent} is no folder", "make it, or name another file")
    part = output.with_name(output.name + ".part")
    manifest = manifest or output.with_name(output.name + ENDING)
    try:
        with part.open("w+b") as out:
            count, sources = _export(archive, order, out, output.stem, "utf-8-sig" if order.form == "csv" else "utf-8")
        _write_manifest(manifest, archive, order, output.name, count, fixity_of(part), sources)
        part.rename(output)
    finally:
        part.unlink(missing_ok=True)
    return count, manifest


def export_to_stream(archive: Archive, order: Order, out: BinaryIO, manifest: Path | None = None) -> int:
    """Writes one of the text formats on a stream, and a manifest where one is asked for; gives back how many."""
    if order.form not in TEXT_FORMS:
        raise UsageError(f"{order.form} is no text", f"name a file: morgue export {order.form} -o FILE")
    digested = Digested(out)
    count, sources = _export(archive, order, digested, archive.root.name, "utf-8")
    if manifest:
        _write_manifest(manifest, archive, order, "-", count, digested.fixity(), sources)
    return count


def _export(archive: Archive, order: Order, out: io.RawIOBase | BinaryIO, title: str, encoding: str) -> tuple[int, Sources]:
    """Reads one state of the database, whatever crawls write meanwhile."""
    with archive.database() as db:
        db.execute("BEGIN")
        chosen = Chosen(db, order.selection)
        if order.form in TEXT_FORMS:
            # Excel reads UTF-8 only after a byte order mark.
            text = io.TextIOWrapper(out, encoding=encoding, newline="")  # type: ignore[type-var]
            try:
                count = _write_text(archive, order, chosen, text)
            finally:
                text.detach()  # flushes; the stream is the caller's
        else:
            count = _write_binary(archive, order, chosen, out, title)  # type: ignore[arg-type]
        sources = chosen.sources(of_captures=order.form in CAPTURE_FORMS)
        db.execute("ROLLBACK")
    return count, sources


def _write_text(archive: Archive, order: Order, chosen: Chosen, out: TextIO) -> int:
    if order.form == "cdxj":
        return write_cdxj(index_lines(archive.warc, chosen.captures(), for_replay=order.for_replay), out)
    return _TABLES[order.form](chosen.articles(), out)


def _write_binary(archive: Archive, order: Order, chosen: Chosen, out: BinaryIO, title: str) -> int:
    if order.form == "parquet":
        from pipelines.export.parquet import write_parquet  # pyarrow is an extra, and slow to load

        return write_parquet(chosen.articles(), out)
    if order.form == "warc":
        return write_warc(archive.warc, chosen.captures(), out, chosen.text_of if order.with_text else None)
    return write_wacz(archive.warc, chosen.captures(), chosen.pages, out, Pages(title, order.with_text))


def _write_manifest(path: Path, archive: Archive, order: Order, name: str, count: int, fixity: Fixity, sources: Sources) -> None:
    options = {key: True for key in ("for_replay", "with_text") if getattr(order, key)}
    what = {"file": name, "format": order.form, "count": count, **options}
    write_manifest(path, archive, order.selection, what, fixity, sources)


_TABLES: dict[str, Callable[[Iterable[Mapping[str, Any]], TextIO], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "jsonld": write_json_ld,
}
