"""morgue add"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from urllib.parse import urlsplit

import click

from pipelines.archive import Archive
from pipelines.errors import UsageError
from scraper.cli import open_archive
from scraper.crawl import add_pages
from scraper.discovery import normal_url
from scraper.page_log import log_pages
from scraper.site import read_sites

SINGLE_PAGES = "added"
DEFINITION = """\
# Single pages that `morgue add` captured and that belong to no other site.
name = "added"
title = "Single pages"
url = "http://added.invalid/"

[crawl]
revisit = []    # ages at which they are fetched again, such as ["1d", "7d"]
"""


@click.command("add")
@click.argument("urls", nargs=-1)
@click.option("--from", "lists", multiple=True, type=click.File(encoding="utf-8"), help="A file of URLs, one a line; - is standard input.")
@click.pass_context
def command(ctx: click.Context, urls: tuple[str, ...], lists: tuple[TextIO, ...]) -> int:
    """Capture single pages and extract them: under the site that owns their host, else under the site "added".

    A page that is known is fetched again.

    \b
    Examples:
      morgue add https://news.example.org/2018/09/story.html
      morgue add --from urls.txt
    """
    archive = open_archive(ctx)
    listed = [line.strip() for each in lists for line in each if line.strip() and not line.startswith("#")]
    if not (urls or listed):
        raise UsageError("no page is named", "give URLs, or --from FILE with one a line")
    log_pages("text", pages=True)
    summaries = add_pages(archive, _by_site(archive, [*urls, *listed]))
    for summary in summaries:
        figures = ", ".join(f"{name} {count}" for name, count in sorted(summary.counts.items()) if count)
        click.echo(summary.error or f"{summary.site}: {figures}")
    return int(any(summary.has_failures for summary in summaries))


def _by_site(archive: Archive, urls: Iterable[str]) -> dict[str, list[str]]:
    sites = read_sites(archive.sites)
    by_site: dict[str, list[str]] = {}
    for url in urls:
        known = normal_url(url)
        if known is None:
            raise UsageError(f"{url!r} is no web address", "write it like https://news.example.org/story.html")
        owner = next((site.name for site in sites if site.owns(urlsplit(known).hostname)), SINGLE_PAGES)
        by_site.setdefault(owner, []).append(known)
    path = archive.sites / f"{SINGLE_PAGES}.toml"
    if SINGLE_PAGES in by_site and not path.exists():
        path.write_text(DEFINITION, "utf-8")
    return by_site
