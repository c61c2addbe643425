"""morgue export"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipelines.export.run import CAPTURE_FORMS, FORMS, Order, export_to_file, export_to_stream
from pipelines.export.selection import Selection
from pipelines.rights import RIGHTS_CLASSES
from scraper.cli import open_archive
from scraper.cli._site_option import site_option

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMS))
@click.option("-o", "--output", type=_FILE, help="The file; jsonl, csv, jsonld and cdxj go to the terminal without.")
@click.option("--manifest", type=_FILE, help="Where to say what was exported; by default beside the file, as FILE.manifest.json.")
@site_option("Only this site.")
@click.option("--since", metavar="DATE", help="Articles published, captures fetched on this day or later.")
@click.option("--until", metavar="DATE", help="… on this day or earlier.")
@click.option("--query", metavar="WORDS", help="Only articles in which these words occur, and their captures.")
@click.option("--where", metavar="SQL", help="Only where this holds of the articles (as a) and captures (as c).")
@click.option("--rights", metavar="CLASS,…", default="", help=f"Only these classes: {', '.join(RIGHTS_CLASSES)}.")
@click.option("--private", is_flag=True, help="Also what its site wants kept private.")
@click.option("--replay", is_flag=True, help="For cdxj: leave out 304 answers, for which pywb would show an empty page.")
@click.option("--text", is_flag=True, help="For warc: conversion records of the clean text. For wacz: the text of each page, to search in.")
@click.pass_context
def command(
    ctx: click.Context, /, form: str, output: Path | None, manifest: Path | None, rights: str, replay: bool, text: bool, **choice: Any
) -> int:
    """Write articles (jsonl, csv, parquet, jsonld) or captures (cdxj, warc, wacz), with a manifest of where they came from.

    jsonld is a schema.org NewsArticle a line. docs/export.md says what the classes of rights mean; they are no legal advice.

    \b
    Examples:
      morgue export jsonl --site cri --since 2018-09-01 -o cri.jsonl
      morgue export parquet --rights open,attribution -o free.parquet
      morgue export csv --query 贵州 --where "a.section = '教育'" -o guizhou.csv
      morgue export wacz -o archive.wacz      # opens in ReplayWeb.page
      morgue export jsonld --manifest news.manifest.json | gzip > news.jsonld.gz
    """
    archive = open_archive(ctx)
    classes = tuple(each.strip() for each in rights.split(",") if each.strip())
    order = Order(form, Selection(**choice, rights=classes), for_replay=replay, with_text=text)
    if output is None:
        export_to_stream(archive, order, sys.stdout.buffer, manifest)
        return 0
    count, beside = export_to_file(archive, order, output, manifest)
    click.echo(f"{output}: {count} {'captures' if form in CAPTURE_FORMS else 'articles'}; {beside.name} says where they came from")
    return 0
