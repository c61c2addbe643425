"""morgue sites"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.rule_trial import try_rules
from pipelines.storage.profiles import describe_profile
from pipelines.storage.rights_sources import sources_of
from scraper.cli import open_archive
from scraper.cli._table import narrow_table
from scraper.definition import Findings, definition_text
from scraper.site import Site, read_site, read_sites
from scraper.status import polls
from scraper.trial_report import print_trials

SAMPLES = 10


@click.group("sites")
def command() -> None:
    """Say which publications the archive crawls: one TOML file each, in sites/."""


@command.command("add")
@click.argument("url")
@click.option("--name", help="Short name, the file's; from the host otherwise.")
@click.option("--title", help="The publication's name.")
@click.option("--language", help="Language tag, such as zh or en.")
@click.option("--timezone", help="Time zone of times without one, such as Asia/Shanghai.")
@click.option("--feed", "feeds", multiple=True, help="URL of a feed; repeatable.")
@click.option("--sitemap", "sitemaps", multiple=True, help="URL of a sitemap; repeatable.")
@click.option("--section", "sections", multiple=True, help="URL of a page that lists articles; repeatable.")
@click.option("--article", "pattern", help=r"Pattern in the URLs of articles, such as '/\d{8}/.*\.html$'.")
@click.option("--offline", is_flag=True, help="Fetch nothing; write what the options say.")
@click.option("--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between the survey's requests.")
@click.pass_context
def add(ctx: click.Context, /, url: str, name: str | None, offline: bool, delay: float, **given: Any) -> int:
    """Write sites/NAME.toml for the site at URL, or for one of the definitions that come with newsmorgue, by its name.

    The site is looked at first, with a few dozen requests: feeds, sitemaps and section pages are found, and the pattern of
    article URLs, the language and the time zone are guessed. Options come before what is found.

    \b
    Examples:
      morgue sites add https://news.example.org/
      morgue sites add https://news.example.org/ --offline --feed https://news.example.org/rss.xml
      morgue sites add cri
    """
    archive = open_archive(ctx)
    host = _host(url)
    if url in _shipped_names():
        text, name = _shipped(url), name or url
    elif not (host and url.startswith(("http://", "https://"))):
        known = ", ".join(sorted(_shipped_names()))
        raise UsageError(f"{url!r} is neither a URL nor a definition that comes with newsmorgue", f"these are: {known}")
    else:
        text = None
    domain = host.removeprefix("www.")
    name = name or re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")
    path = archive.sites / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path} exists", "edit it, or give another --name")
    found = Findings(url) if offline or text else _survey(archive, url, delay)
    is_unseen = bool(found.problems) and not found.places
    for key, value in given.items():
        if value:
            setattr(found, key, list(value) if isinstance(value, tuple) else value)
    if not found.places:
        found.sections = [url]
    _write(path, text or definition_text(name, domain, found))
    _print_findings(found)
    click.echo(f"Written: {path}")
    if is_unseen:
        click.echo("Next: nothing could be looked at; fill the file in, or mend the problem, remove the file and add the site again")
        return 1
    click.echo(f"Next: look at it, then morgue -C {archive.root} crawl {name} --limit 10")
    return 0


def _host(url: str) -> str:
    try:
        url.encode()
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _survey(archive: Archive, url: str, delay: float) -> Findings:
    # Imported here: the other commands of the group need not load Scrapy's engine.
    from scraper.crawl import settings
    from scraper.survey import survey

    click.echo(f"Looking at {url} …", err=True)
    return survey(archive, url, settings(), delay=delay)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    try:
        read_site(path)
    except UsageError:
        path.unlink()
        raise


def _print_findings(found: Findings) -> None:
    for kind in ("feeds", "sitemaps", "sections"):
        for place in getattr(found, kind):
            click.echo(f"{kind[:-1]:8} {place}")
    for key in ("title", "language", "timezone", "pattern"):
        if value := getattr(found, key):
            click.echo(f"{key:8} {value}")
    for url in found.articles[:SAMPLES]:
        click.echo(f"article  {url}")
    if len(found.articles) > SAMPLES:
        click.echo(f"         … and {len(found.articles) - SAMPLES} more")
    for problem in found.problems:
        click.echo(f"problem  {problem}", err=True)


@command.command("list")
@click.pass_context
def list_sites(ctx: click.Context) -> int:
    """List the sites with what is in the archive of each."""
    archive = open_archive(ctx)
    with archive.database() as db:
        counts = {row["site"]: row for row in db.query("SELECT site, count(*) AS n, max(last_seen_at) AS last FROM articles GROUP BY site")}
    table = narrow_table("site", "title", "url", "articles", "last seen", figures=["articles"])
    for site in read_sites(archive.sites):
        row = counts.get(site.name, {"n": 0, "last": ""})
        table.add_row(site.name, site.title or "", site.url, str(row["n"]), str(row["last"])[:10])
    Console(soft_wrap=True).print(table)
    return 0


@command.command("show")
@click.argument("name")
@click.pass_context
def show(ctx: click.Context, name: str) -> int:
    """Print a site's definition with all defaults, and how often its feeds, sitemaps and sections are looked at, as JSON.

    `rights` is what the site says beside its pages: tdmrep.json, License lines of robots.txt, pages of terms.
    """
    archive = open_archive(ctx)
    (site,) = read_sites(archive.sites, [name])
    with archive.database() as db:
        shown = site.model_dump(mode="json") | {
            "polls": polls(db, site),
            "learned": describe_profile(db, name),
            "rights": sources_of(db, name),
        }
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    return 0


@command.command("check")
@click.argument("names", nargs=-1)
@click.option("--fetch", is_flag=True, help="Try one definition: fetch its feeds, sitemaps, sections and a few articles. Archives nothing.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Archived articles to try the rules of a period on."
)
@click.option("--json", "as_json", is_flag=True, help="What the rules of NAMES do, as a JSON object a site.")
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], fetch: bool, limit: int, as_json: bool) -> int:
    """Check definitions, all or NAMES.

    For NAMES the rules are tried on archived articles: what is read without the definition and with it, side by side, for
    each period up to its valid_until. With --fetch one definition is tried on the live site.

    \b
    Examples:
      morgue sites check
      morgue sites check cri
      morgue sites check cri --fetch
    """
    archive = open_archive(ctx)
    sites = read_sites(archive.sites, names)
    if fetch:
        return _try(archive, sites)
    for site in sites:
        places = sum(map(len, (site.discover.feeds, site.discover.sitemaps, site.discover.sections, site.discover.urls)))
        hint = "" if places else "; nothing to crawl: name feeds, sitemaps or sections under [discover]"
        if not as_json:
            click.echo(f"{site.name}: good, {places} places to discover articles{hint}")
        if names:
            trials = try_rules(archive, site.extraction_rules(), limit)
            print_trials(site.name, trials, as_json)
    return 0


def _try(archive: Archive, sites: list[Site]) -> int:
    from scraper.crawl import settings
    from scraper.survey import try_site

    if len(sites) != 1:
        raise UsageError("--fetch tries one definition at a time", "name it: morgue sites check NAME --fetch")
    found = try_site(archive, sites[0], settings())
    _print_findings(found)
    click.echo(f"{sites[0].name}: {len(found.articles)} articles, {len(found.problems)} problems")
    return int(bool(found.problems))


def _shipped_names() -> list[str]:
    return [Path(entry.name).stem for entry in (files("scraper") / "sites").iterdir() if entry.name.endswith(".toml")]


def _shipped(name: str) -> str:
    return (files("scraper") / "sites" / f"{name}.toml").read_text("utf-8")
