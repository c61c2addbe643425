"""morgue verify"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import click

from pipelines.archive import Archive
from pipelines.verify import Report, as_dict, verify
from pipelines.warc.files import find_warc_files
from scraper.cli import open_archive
from scraper.progress import byte_progress

DAMAGED = 3


@click.command("verify")
@click.option("--deep", is_flag=True, help="Every bit of compressed records, too, and every article read again and compared with its row.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; morgue.toml says how many otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def command(ctx: click.Context, deep: bool, jobs: int | None, as_json: bool) -> int:
    """Check every byte: records readable, digests true, rows and records the same, both ways.

    Exit code 0 when all is well, 3 when anything is not; each problem is a line that says what to do.

    \b
    Examples:
      morgue verify
      morgue verify --deep
      morgue verify --json | jq '.problems[].file'
    """
    archive = open_archive(ctx)
    with byte_bar(archive, "verify") as advance:
        report = verify(archive, jobs=jobs or archive.config.extraction.jobs, every_bit=deep, advance=advance)
    if deep:
        _verify_articles(archive, report)
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False))
    else:
        _print(report)
    return DAMAGED if report.problems else 0


def _verify_articles(archive: Archive, report: Report) -> None:
    # Imported here, as the parsers behind it take a second to load.
    from pipelines.verify_articles import verify_articles
    from scraper.site import read_sites

    verify_articles(archive, {site.name: site.extraction_rules() for site in read_sites(archive.sites)}, report)


def byte_bar(archive: Archive, label: str) -> AbstractContextManager[Callable[[int], None]]:
    """Progress over the bytes of all WARC files."""
    return byte_progress(label, sum(path.stat().st_size for path in find_warc_files(archive.warc)))


def _print(report: Report) -> None:
    for problem in report.problems:
        click.echo(str(problem))
    records = ", ".join(f"{count} {kind}" for kind, count in sorted(report.records.items()))
    click.echo(f"{report.files} files, {report.bytes:,} bytes, records: {records or 'none'}; {report.rows} captures in the database")
    if report.articles or report.read_otherwise:
        click.echo(f"{report.articles} articles read again and compared; {report.read_otherwise} were read by another version or rules")
    for note in report.notes:
        click.echo(f"Note: {note}")
    click.echo(f"{len(report.problems)} problems" if report.problems else "All is well.")
