"""morgue rebuild"""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipelines.left_behind import left_behind
from pipelines.processes import prepare
from pipelines.rebuild import Rebuilt, note_repeats, rebuild
from pipelines.reextract import reextract
from pipelines.storage.captures import save_site
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.rights_sources import read_all_sources
from scraper.cli import open_archive
from scraper.cli.verify import byte_bar
from scraper.hosts import by_host
from scraper.site import read_sites


@click.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Make the database again from the WARC files alone; the old one is put aside, not removed.

    Equal to the old one but for numbers of rows and times of extraction. The schedule, how crawls ended, what was
    learned of sites and what was marked private stand in no WARC: they are carried over from the old database if it can be
    read. Extractions by other versions of the software, adoptions of them and failures are not made again; what of these stands in the
    old database alone is said.

    \b
    Example:
      morgue rebuild && morgue verify
    """
    archive = open_archive(ctx)
    sites = read_sites(archive.sites)

    def write_sites(db: MorgueDatabase) -> None:
        for site in sites:
            save_site(db, site.name, site.model_dump(mode="json"), site.extraction_rules().digest)

    prepare()  # what workers are forked from loads while captures are taken in
    with byte_bar(archive, "rebuild") as advance:
        rebuilt = rebuild(archive, by_host(sites), write_sites, advance=advance)
    outcomes = dict(reextract(archive, {site.name: site.extraction_rules() for site in sites}).outcomes)
    with archive.database() as db:
        note_repeats(db)
        read_all_sources(db, archive.warc)
        left = left_behind(db, archive.root / rebuilt.old) if rebuilt.old else []
    if as_json:
        click.echo(json.dumps({**asdict(rebuilt), "pages": outcomes, "left": left}, ensure_ascii=False))
    else:
        _print(rebuilt, outcomes, left)
    return 3 if rebuilt.damaged else 0


def _print(rebuilt: Rebuilt, outcomes: dict[str, int], left: list[str]) -> None:
    for damage in rebuilt.damaged:
        click.echo(damage)
    pages = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    click.echo(f"{rebuilt.captures} captures; pages: {pages or 'none'}")
    for table, count in rebuilt.carried.items():
        click.echo(f"carried over from {rebuilt.old}: {count} rows of {table}")
    for lost in rebuilt.lost:
        click.echo(f"lost, as the old database cannot be read: {lost}")
    for line in left:
        click.echo(f"only in {rebuilt.old}: {line}")
    if rebuilt.old:
        click.echo(f"The old database is {rebuilt.old}; remove it when you are content.")
