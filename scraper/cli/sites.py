"""morgue sites"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table

from pipelines.errors import UsageError
from scraper.cli import open_archive
from scraper.site import read_site, read_sites

TEMPLATE = """\
name = "{name}"
title = "{title}"                   # the publication's name, as on its pages
url = "{url}"
{language}
{timezone}
domains = ["{domain}"]
own_names = []                      # a source that begins so is the site's own: origin = original

[discover]                          # where article URLs are found; fill in at least one
feeds = [{feeds}]
sitemaps = [{sitemaps}]
sections = [{sections}]
{article}

[crawl]
delay = 2.0                         # seconds between requests
revisit = ["1h", "6h", "1d", "7d"]  # when an article is fetched again, to see edits
"""


@click.group("sites")
def command() -> None:
    """Say which publications the archive crawls: one TOML file each, in sites/."""


@command.command("add")
@click.argument("url")
@click.option("--name", help="Short name, the file's; from the host otherwise.")
@click.option("--title", default="", help="The publication's name.")
@click.option("--language", help="Language tag, such as zh or en.")
@click.option("--timezone", help="Time zone of times without one, such as Asia/Shanghai.")
@click.option("--feed", "feeds", multiple=True, help="URL of a feed; repeatable.")
@click.option("--sitemap", "sitemaps", multiple=True, help="URL of a sitemap; repeatable.")
@click.option("--section", "sections", multiple=True, help="URL of a page that lists articles; repeatable. The front page otherwise.")
@click.option("--article", help=r"Pattern in the URLs of articles, such as '/\d{8}/.*\.html$'.")
@click.pass_context
def add(
    ctx: click.Context,
    url: str,
    name: str | None,
    title: str,
    language: str | None,
    timezone: str | None,
    feeds: tuple[str, ...],
    sitemaps: tuple[str, ...],
    sections: tuple[str, ...],
    article: str | None,
) -> int:
    """Write sites/NAME.toml for the site at URL, or for one of the definitions that come with newsmorgue, by its name.

    \b
    Examples:
      morgue sites add https://news.example.org/ --language en --feed https://news.example.org/rss.xml
      morgue sites add cri
    """
    archive = open_archive(ctx)
    shipped = _shipped(url)
    host = urlsplit(url).hostname or ""
    if shipped is None and not (host and url.startswith(("http://", "https://"))):
        known = ", ".join(sorted(_shipped_names()))
        raise UsageError(f"{url!r} is neither a URL nor a definition that comes with newsmorgue", f"these are: {known}")
    domain = host.removeprefix("www.")
    name = name or (url if shipped else re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-"))
    path = archive.sites / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path} exists", "edit it, or give another --name")
    text = shipped or TEMPLATE.format(
        name=name,
        title=title,
        url=url,
        domain=domain,
        language=f'language = "{language}"' if language else '# language = "zh"',
        timezone=f'timezone = "{timezone}"' if timezone else '# timezone = "Asia/Shanghai"',
        feeds=_quoted(feeds),
        sitemaps=_quoted(sitemaps),
        sections=_quoted(sections or (() if feeds or sitemaps else (url,))),
        article=f"article = '{article}'" if article else r"# article = '/\d{8}/.*\.html$'  # by length and digits of the path otherwise",
    )
    path.write_text(text, "utf-8")
    try:
        read_site(path)
    except UsageError:
        path.unlink()
        raise
    click.echo(f"Written: {path}")
    click.echo(f"Next: look at it, then morgue -C {archive.root} crawl {name} --limit 10")
    return 0


@command.command("list")
@click.pass_context
def list_sites(ctx: click.Context) -> int:
    """List the sites with what is in the archive of each."""
    archive = open_archive(ctx)
    with archive.database() as db:
        counts = {row["site"]: row for row in db.query("SELECT site, count(*) AS n, max(last_seen_at) AS last FROM articles GROUP BY site")}
    table = Table("site", "title", "url", "articles", "last seen")
    for site in read_sites(archive.sites):
        row = counts.get(site.name, {"n": 0, "last": ""})
        table.add_row(site.name, site.title or "", site.url, str(row["n"]), str(row["last"]))
    Console(soft_wrap=True).print(table)
    return 0


@command.command("show")
@click.argument("name")
@click.pass_context
def show(ctx: click.Context, name: str) -> int:
    """Print a site's definition with all defaults, as JSON."""
    (site,) = read_sites(open_archive(ctx).sites, [name])
    click.echo(site.model_dump_json(indent=1))
    return 0


@command.command("check")
@click.argument("names", nargs=-1)
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...]) -> int:
    """Check definitions, all or NAMES, without fetching anything."""
    archive = open_archive(ctx)
    for site in read_sites(archive.sites, names):
        places = sum(map(len, (site.discover.feeds, site.discover.sitemaps, site.discover.sections, site.discover.urls)))
        hint = "" if places else "; nothing to crawl: name feeds, sitemaps or sections under [discover]"
        click.echo(f"{site.name}: good, {places} places to discover articles{hint}")
    return 0


def _quoted(urls: tuple[str, ...]) -> str:
    return ", ".join(f'"{url}"' for url in urls)


def _shipped_names() -> list[str]:
    return [Path(entry.name).stem for entry in (files("scraper") / "sites").iterdir() if entry.name.endswith(".toml")]


def _shipped(name: str) -> str | None:
    return (files("scraper") / "sites" / f"{name}.toml").read_text("utf-8") if name in _shipped_names() else None
