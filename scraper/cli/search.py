"""morgue search"""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.text import Text

from pipelines.period import check_dates
from pipelines.storage.search import search
from scraper.cli import open_archive
from scraper.cli._site_option import site_option


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@site_option("Only articles of this site.")
@click.option("--since", metavar="DATE", help="Only articles published on this day or later, such as 2018-09-01.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, query: tuple[str, ...], site: str | None, since: str | None, limit: int, as_json: bool) -> int:
    """Find articles by words in title and text, Chinese words of any length.

    All words must occur; "quotes" make a phrase, a final * finds beginnings.

    \b
    Examples:
      morgue search 贵州
      morgue search 'climate "city council"' --since 2025-01-01
    """
    check_dates(since=since)
    words = " ".join(query)
    with open_archive(ctx).database() as db:
        hits = search(db, words, site=site, since=since, limit=limit)
    if as_json:
        for hit in hits:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
        return 0
    console = Console()
    for hit in hits:
        console.print(Text(hit.title or hit.url, style="bold"))
        console.print(Text(" · ".join(filter(None, (hit.published_at, hit.source or hit.site, hit.url))), style="dim"), soft_wrap=True)
        console.print(Text(hit.snippet), soft_wrap=True)
        console.print()
    if not hits:
        click.echo(f"Nothing found for {words}. Fewer words find more.", err=True)
    return 0
