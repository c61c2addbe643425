"""morgue duplicates"""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.duplicates import update
from pipelines.storage.duplicates import stories
from scraper.cli import open_archive
from scraper.cli._site_option import site_option


@click.command("duplicates")
@click.argument("url", required=False)
@site_option("Only stories that this site carries.")
@click.option("--at-least", "least", type=click.IntRange(min=2), default=2, show_default=True, help="Articles that a story must have.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="Stories to print.")
@click.option("--json", "as_json", is_flag=True, help="The stories as JSON, one a line.")
@click.pass_context
def command(ctx: click.Context, url: str | None, site: str | None, least: int, limit: int, as_json: bool) -> int:
    """Print the stories that stand under several addresses: who had them first, and who credits whom.

    With URL, the story of that article. Each crawl compares the texts that it brings; what came in otherwise, by
    import or re-extraction, is compared here first.

    \b
    Examples:
      morgue duplicates
      morgue duplicates --site cri --at-least 3
    """
    with open_archive(ctx).database() as db:
        update(db)
        found = stories(db, url=url, site=site, least=least, limit=limit)
    if as_json:
        for story in found:
            click.echo(json.dumps(story, ensure_ascii=False))
    elif not found:
        click.echo("No story stands under several addresses.")
    else:
        for story in found:
            _print(Console(soft_wrap=True), story)
    return 0


def _print(console: Console, story: list[dict[str, Any]]) -> None:
    first = story[0]
    console.print(Text(f"{first['title'] or first['url']}  ({len(story)} articles)", style="bold"))
    for number, article in enumerate(story):
        when = article["published_at"] or f"seen {article['first_seen_at']}"
        credit = f"  credits {article['source']}" if article["source"] else ""
        place = f" = {article['credits']}" if article["credits"] else ""
        rank = "first" if number == 0 else "     "
        console.print(Text(f"  {rank}  {when}  {article['url']}{credit}{place}", style="" if number else "green"))
