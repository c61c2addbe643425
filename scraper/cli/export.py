"""morgue export"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.export.manifest import write_manifest
from pipelines.export.records import index_lines, write_warc
from pipelines.export.selection import Selection, articles, captures
from pipelines.export.tables import write_csv, write_jsonl
from pipelines.export.wacz import write_wacz
from pipelines.warc.cdxj import write_cdxj
from scraper.cli import open_archive

FORMATS = ("jsonl", "csv", "cdxj", "warc", "wacz")


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; jsonl, csv and cdxj go to the terminal without."
)
@click.option("--site", help="Only this site.")
@click.option("--since", metavar="DATE", help="Articles published, captures fetched on this day or later.")
@click.option("--until", metavar="DATE", help="… on this day or earlier.")
@click.option("--query", metavar="WORDS", help="Only articles in which these words occur, and their captures.")
@click.option("--private", is_flag=True, help="Also what its site wants kept private.")
@click.option("--replay", is_flag=True, help="For cdxj: leave out 304 answers, for which pywb would show an empty page.")
@click.pass_context
def command(ctx: click.Context, /, form: str, output: Path | None, replay: bool, **choice: str | bool | None) -> int:
    """Write articles (jsonl, csv) or captures (cdxj, warc, wacz) to a file, with a manifest of where they came from.

    \b
    Examples:
      morgue export jsonl --site cri --since 2018-09-01 -o cri.jsonl
      morgue export csv --query 贵州 -o guizhou.csv
      morgue export wacz -o archive.wacz      # opens in ReplayWeb.page
    """
    archive = open_archive(ctx)
    selection = Selection(**choice)  # type: ignore[arg-type]
    if output is None:
        _to_terminal(archive, selection, form, replay)
        return 0
    if form == "warc" and output.suffix != ".gz":
        raise UsageError(f"{output}: the records are compressed one by one", "give the file a name that ends with .warc.gz")
    if output.exists():
        raise UsageError(f"{output} exists already", "name another file, or remove it")
    count = _to_file(archive, selection, form, output, replay)
    manifest = write_manifest(output, archive, selection, form, count)
    click.echo(f"{output}: {count} {'articles' if form in ('jsonl', 'csv') else 'captures'}; {manifest.name} says where they came from")
    return 0


def _to_terminal(archive: Archive, selection: Selection, form: str, replay: bool) -> None:
    if form in ("warc", "wacz"):
        raise UsageError(f"{form} is no text", f"name a file: morgue export {form} -o FILE")
    with suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    _write_text(archive, selection, form, sys.stdout, replay)


def _to_file(archive: Archive, selection: Selection, form: str, output: Path, replay: bool) -> int:
    """Writes beside and renames, so that a file with the wanted name is always whole."""
    part = output.with_name(output.name + ".part")
    try:
        if form in ("warc", "wacz"):
            count = _write_binary(archive, selection, form, part, output.stem)
        else:
            # Excel reads UTF-8 only after a byte order mark.
            with part.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as out:
                count = _write_text(archive, selection, form, out, replay)
        part.rename(output)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_text(archive: Archive, selection: Selection, form: str, out: TextIO, replay: bool) -> int:
    with archive.database() as db:
        if form == "cdxj":
            return write_cdxj(index_lines(archive.warc, captures(db, selection), for_replay=replay), out)
        write = write_csv if form == "csv" else write_jsonl
        return write(articles(db, selection), out)


def _write_binary(archive: Archive, selection: Selection, form: str, path: Path, title: str) -> int:
    with archive.database() as db, path.open("wb") as out:
        if form == "warc":
            return write_warc(archive.warc, captures(db, selection), out)
        return write_wacz(archive.warc, captures(db, selection), list(articles(db, selection)), out, title)
