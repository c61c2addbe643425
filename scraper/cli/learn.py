"""morgue learn"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pipelines.archive import Archive
from pipelines.batch import from_manifest
from pipelines.errors import UsageError
from pipelines.extraction.profile import Layout, SiteProfile
from pipelines.learning.archived import learn_site
from pipelines.learning.saved import learn_saved
from pipelines.profile_files import write_profiles
from pipelines.storage.profiles import forget_profile
from scraper.cli import open_archive
from scraper.site import read_sites


@click.command("learn")
@click.argument("sites", nargs=-1)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Learn from saved pages, no archive needed: JSON lines {"path", "url", "fetched_at", "site"}; without "site" the domain counts.',
)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="With --manifest: the folder for the profiles.")
@click.option("--forget", is_flag=True, help="Remove the profiles of SITES; extraction reads every page in full again.")
@click.option("--json", "as_json", is_flag=True, help="What was learned as JSON.")
@click.pass_context
def command(ctx: click.Context, sites: tuple[str, ...], manifest: Path | None, output: Path | None, forget: bool, as_json: bool) -> int:
    """Learn from the captures of SITES, or of all, where their layouts have the text and what all their articles repeat.

    What is learned is a profile, tried on captures held out; what does not agree with reading the page in full is thrown out.
    Crawls and `morgue reextract` use it from then on. The first crawl of a site that leaves enough articles learns by itself.

    \b
    Examples:
      morgue learn cri && morgue reextract --site cri --dry-run
      morgue learn --manifest pages.jsonl -o profiles/
      morgue extract --manifest pages.jsonl --profiles profiles/
    """
    if bool(manifest) != bool(output) or (manifest and (sites or forget)):
        raise UsageError("--manifest and -o belong together, without SITES", "write `morgue learn --manifest FILE -o FOLDER`")
    if manifest and output:
        profiles = list(learn_saved(from_manifest(manifest, payloads=False)))
        write_profiles(profiles, output)
    else:
        archive = open_archive(ctx)
        if forget:
            return _forget(archive, sites)
        profiles = list(_from_archive(archive, sites))
    if as_json:
        click.echo(json.dumps({profile.site: profile.describe() for profile in profiles}, ensure_ascii=False))
    else:
        _print(profiles)
    return 0


def _from_archive(archive: Archive, names: Iterable[str]) -> Iterator[SiteProfile]:
    for site in read_sites(archive.sites, names):
        with archive.database() as db:
            if db.first("SELECT 1 FROM sites WHERE name = ?", site.name) is None:
                continue  # never crawled
        yield learn_site(archive, site.name, site.extraction_rules())


def _forget(archive: Archive, names: Iterable[str]) -> int:
    with archive.database() as db:
        for site in read_sites(archive.sites, names):
            if forget_profile(db, site.name):
                click.echo(f"{site.name}: profile removed")
    return 0


def _print(profiles: list[SiteProfile]) -> None:
    for profile in profiles:
        click.echo(f"{profile.site}: profile {profile.digest} from {profile.captures} captures with {profile.stories} stories")
        for layout in profile.layouts:
            click.echo(f"  {_line(layout)}")
        if not profile.layouts:
            click.echo("  no layout: too few stories, or their texts stand at no common place; every page is read in full")


def _line(layout: Layout) -> str:
    found = layout.figures
    when = f"{layout.since} … {layout.until}: " if layout.since else ""
    tried = f"{found['fitted']:.0%} of {found['tried']:.0f} held out fitted"
    same = f"their texts {found['text']:.1%} and fields {found['fields']:.1%} the same"
    return f"{when}{layout.captures} captures; {tried}, {same}; skips {len(layout.skipped)} blocks, removes {len(layout.recurring)} lines"
