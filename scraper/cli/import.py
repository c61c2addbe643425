"""morgue import"""  # noqa: N999 - the command's name

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines.archive import Archive
from pipelines.importing.run import Imported, Source, import_source
from pipelines.reextract import reextract
from scraper.cli import open_archive
from scraper.hosts import by_host
from scraper.site import read_sites


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--site", help="The site that the pages belong to; by their host otherwise.")
@click.option(
    "--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='For HTML: lines of {"path", "url", "fetched_at"}.'
)
@click.option("--no-extract", is_flag=True, help="Only bring the records in; `morgue reextract` reads them later.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], site: str | None, manifest: Path | None, no_extract: bool, as_json: bool) -> int:
    """Bring in WARC, ARC and WACZ files (wget, Heritrix, Browsertrix, Common Crawl News …) and saved HTML pages.

    Records are copied into the archive with their ids, dates and digests; pages are then read as in a crawl. The same
    file again changes nothing. What is damaged or has no address is named and left out.

    \b
    Examples:
      morgue import CC-NEWS-20260101000000-00001.warc.gz
      morgue import saved-pages/ --manifest pages.jsonl --site cri
    """
    archive = open_archive(ctx)
    sites = read_sites(archive.sites)
    if site is not None:
        read_sites(archive.sites, [site])
    results = _import_all(archive, [Source(path, manifest, site) for path in paths], by_host(sites))
    outcomes = {} if no_extract else dict(reextract(archive, {each.name: each.extraction_rules() for each in sites}).outcomes)
    if as_json:
        click.echo(json.dumps({"sources": [asdict(each) for each in results], "pages": outcomes}, ensure_ascii=False))
    else:
        _print(results, outcomes)
    return int(any(each.left_out for each in results))


def _import_all(archive: Archive, sources: list[Source], site_of: Callable[[str], str | None]) -> list[Imported]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    results = []
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        for source in sources:
            size = source.path.stat().st_size if source.path.is_file() else None
            task = progress.add_task(source.path.name, total=size)
            results.append(import_source(archive, source, site_of, lambda done, task=task: progress.update(task, completed=done)))  # type: ignore[misc]
    return results


def _print(results: list[Imported], outcomes: dict[str, int]) -> None:
    for each in results:
        for line in each.left_out:
            click.echo(line, err=True)
        click.echo(f"{each.source}: {each.new} new captures, {each.known} known, {len(each.left_out)} left out")
    if outcomes:
        click.echo("Pages: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
