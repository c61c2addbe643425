"""morgue status"""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.errors import UsageError
from scraper.alarm import tell
from scraper.cli import open_archive
from scraper.status import SiteStatus, status


@click.command("status")
@click.argument("sites", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site, for monitors.")
@click.option("--alarm", is_flag=True, help="Tell the webhook of morgue.toml what has changed since it was last told.")
@click.pass_context
def command(ctx: click.Context, sites: tuple[str, ...], as_json: bool, alarm: bool) -> int:
    """Show how the crawls of SITES are doing, or of all: what is healthy, silent, failing, due.

    The exit code is 1 when something is wrong.

    \b
    Examples:
      morgue status
      morgue status cri --json
      morgue status --alarm
    """
    archive = open_archive(ctx)
    if alarm and archive.config.alarm.webhook is None:
        raise UsageError(f"{archive.root / 'morgue.toml'} names no webhook", 'write webhook = "https://…" under [alarm] there')
    found = status(archive, sites)
    if as_json:
        for each in found:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
    else:
        _print(found)
    if alarm:
        told = tell(archive, found)
        click.echo(f"Told: {', '.join(each.site for each in told) or 'nothing, as nothing has changed'}", err=True)
    return int(any(each.problems for each in found))


def _print(found: list[SiteStatus]) -> None:
    console = Console(soft_wrap=True)
    table = Table("site", "last crawl", "ended", "next", "articles", "today", "usual", "yield", "due", "polled every", "failures, 1 day")
    for each in found:
        failures = ", ".join(f"{stage} {count}" for stage, count in each.failures.items())
        share = f"{each.extraction_yield:.0%}" if each.extraction_yield is not None else ""
        ended = "running" if each.is_running else each.ended or ""
        figures = (
            str(each.articles),
            str(each.articles_today),
            f"{each.usual:.0f}" if each.usual else "",
            share,
            str(each.due),
            _paces(each),
        )
        times = ((each.last_crawl or "never")[:16], ended, (each.next_crawl or "")[:16])
        table.add_row(each.site, *times, *figures, _paces(each), failures)
    console.print(table)
    for each in found:
        for problem in each.problems:
            console.print(Text(f"{each.site}: {problem}", style="red"))
    if not found:
        console.print("No site yet; add one with `morgue sites add URL`.")
    elif not any(each.problems for each in found):
        console.print("All is well.")


def _paces(found: SiteStatus) -> str:
    """From the quickest to the slowest of a site's feeds, sitemaps and sections."""
    paces = sorted({poll["pace_seconds"] for poll in found.polls})
    return " - ".join(_in_words(pace) for pace in dict.fromkeys((*paces[:1], *paces[-1:])))


def _in_words(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else "crawl"
