"""morgue import"""  # noqa: N999 - the command's name

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.importing.run import PASSES, Imported, Source, expand, import_source, refer_to_source
from pipelines.reextract import reextract
from pipelines.replay_index import update_index
from scraper.cli import open_archive
from scraper.hosts import by_host
from scraper.progress import byte_progress
from scraper.site import read_sites


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--site", help="The site that the pages belong to; by their host otherwise.")
@click.option(
    "--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='For HTML: lines of {"path", "url", "fetched_at"}.'
)
@click.option("--copy/--in-place", "copies", default=True, help="Copy the records (the default), or refer to WARC files where they lie.")
@click.option("--no-extract", is_flag=True, help="Only bring the records in; `morgue reextract` reads them later.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], site: str | None, manifest: Path | None, copies: bool, no_extract: bool, as_json: bool
) -> int:
    """Bring in WARC, ARC and WACZ files (wget, Heritrix, Browsertrix, Common Crawl News …) and saved HTML pages.

    Of a folder every such file is taken, and its HTML pages: mirrors of wget and HTTrack, what news-please and ArchiveBox keep,
    pages that browsers or SingleFile saved. Records come with their ids, dates and digests; pages are then read as in a
    crawl. The same again changes nothing. What is damaged or has no address is named and left out.

    \b
    Examples:
      morgue import CC-NEWS-20260101000000-00001.warc.gz
      morgue import --in-place /data/warcs/
      morgue import saved-pages/ --manifest pages.jsonl --site cri
    """
    archive = open_archive(ctx)
    sites = read_sites(archive.sites)
    if site is not None:
        read_sites(archive.sites, [site])
    sources = [source for path in paths for source in expand(Source(path, manifest, site))]
    if not sources:
        click.echo(f"nothing to import: no WARC, ARC or WACZ file and no HTML page in {', '.join(map(str, paths))}", err=True)
    results = _import_all(archive, sources, by_host(sites), copies=copies)
    with archive.database() as db:
        update_index(archive, db, {each.warc_file for each in results if each.new})
    outcomes = {} if no_extract else dict(reextract(archive, {each.name: each.extraction_rules() for each in sites}).outcomes)
    if as_json:
        click.echo(json.dumps({"sources": [asdict(each) for each in results], "pages": outcomes}, ensure_ascii=False))
    else:
        _print(results, outcomes)
    return int(any(each.left_out for each in results))


def _import_all(archive: Archive, sources: list[Source], site_of: Callable[[str], str | None], *, copies: bool) -> list[Imported]:
    passes, bring_in = (PASSES, import_source) if copies else (1, refer_to_source)
    results = []
    for source in sources:
        with byte_progress(f"import {source.path.name}", passes * source.size) as advance:
            try:
                results.append(bring_in(archive, source, site_of, advance))
            except UsageError as error:  # of one file among others
                if len(sources) == 1:
                    raise
                results.append(Imported(str(source.path), left_out=[str(error)]))
    return results


def _print(results: list[Imported], outcomes: dict[str, int]) -> None:
    for each in results:
        for line in each.left_out:
            click.echo(line, err=True)
        click.echo(f"{each.source}: {each.new} new captures, {each.known} known, {len(each.left_out)} left out")
    if outcomes:
        click.echo("Pages: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
