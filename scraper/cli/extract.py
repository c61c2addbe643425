"""morgue extract"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from pipelines.batch import NO_PROFILES, STDIN, Item, extract_all, from_manifest, from_paths
from pipelines.batch_pages import find_belonging
from pipelines.errors import UsageError
from pipelines.extraction.profile import read_profile
from pipelines.extraction.rules import NO_RULES
from pipelines.profile_files import read_profiles
from scraper.site import read_site


@click.command("extract")
@click.argument("paths", nargs=-1)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON lines {"path", "url", "fetched_at"}; paths are relative to the manifest.',
)
@click.option("--url", default="", help="The address of a single page, for its links and its language's zone.")
@click.option("--site", "site_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A site's TOML, for its rules.")
@click.option(
    "--profile",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What was learned of the pages' site (`morgue learn`).",
)
@click.option(
    "--profiles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help='A folder of these; a page takes its site\'s, by "site" in the manifest, else by its domain.',
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes; the order stays.")
def command(
    paths: tuple[str, ...],
    manifest: Path | None,
    url: str,
    site_file: Path | None,
    profile: Path | None,
    profiles: Path | None,
    jobs: int,
) -> int:
    """Print the article in each saved page as a line of JSON. No archive is needed, nothing is fetched.

    PATHS are HTML files, .gz of them, WARC files (each HTML response is a page), folders, or - for standard input.

    \b
    Examples:
      morgue extract page.html --url https://example.org/2018/09/story.html
      morgue extract crawl.warc.gz saved/ --jobs 2 > articles.jsonl
      morgue extract --manifest pages.jsonl --profiles profiles/
      curl -s https://example.org/story | morgue extract -
    """
    if bool(paths) == bool(manifest):
        raise UsageError("nothing to extract" if not paths else "PATHS and --manifest are two ways", "name files, - or --manifest FILE")
    rules = read_site(site_file).extraction_rules() if site_file else NO_RULES
    if profile:
        rules = replace(rules, profile=read_profile(profile))
    learned = read_profiles(profiles) if profiles else NO_PROFILES

    def items(*, payloads: bool = True) -> Iterator[Item]:
        return from_manifest(manifest, payloads=payloads) if manifest else from_paths(paths, url, payloads=payloads)

    belonging = find_belonging(lambda: items(payloads=False)) if STDIN not in paths else None
    statuses: Counter[str] = Counter()
    for row in extract_all(items(), rules, profiles=learned, jobs=jobs, belonging=belonging):
        statuses[row["status"]] += 1
        click.echo(json.dumps(row, ensure_ascii=False))
        if row["status"] == "ok" and row["reason"]:
            click.echo(row["reason"], err=True)
    if not statuses:
        click.echo(f"no page in {manifest or ', '.join(paths)}; name HTML, .gz or WARC files, or a folder or manifest of them", err=True)
    unread = {status: statuses[status] for status in ("error", "timeout") if statuses[status]}
    for status, count in unread.items():
        click.echo(f"{count} of {sum(statuses.values())} pages: {status}; the field `reason` says why", err=True)
    return int(bool(unread))
