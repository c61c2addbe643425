"""morgue status"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timezone

import click
from rich.console import Console
from rich.text import Text

from pipelines.errors import UsageError
from scraper.alarm import tell
from scraper.cli import open_archive
from scraper.cli._table import narrow_table
from scraper.status import SiteStatus, status

FIGURES = ("articles", "today", "usual", "yield", "due")


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
    table = narrow_table("site", "last crawl", "next", *FIGURES, "polled", "failed", figures=FIGURES)
    for each in found:
        table.add_row(
            each.site,
            f"{_minute(each.last_crawl) or 'never'} {'running' if each.is_running else each.ended or ''}",
            _minute(each.next_crawl),
            str(each.articles),
            str(each.articles_today),
            f"{each.usual:.0f}" if each.usual else "",
            f"{each.extraction_yield:.0%}" if each.extraction_yield is not None else "",
            str(each.due),
            _paces(each),
            "\n".join(f"{stage} {count}" for stage, count in each.failures.items()),
        )
    console.print(table)
    for each in found:
        for problem in each.problems:
            console.print(Text(f"{each.site}: {problem}", style="red"))
    if not found:
        console.print("No site yet; add one with `morgue sites add URL`.")
    elif not any(each.problems for each in found):
        console.print("All is well.")


def _minute(moment: str | None) -> str:
    """The day and the minute of an ISO time, with the year of another year than this."""
    shown = (moment or "")[:16].replace("T", " ")
    return shown.removeprefix(f"{datetime.now(timezone.utc):%Y}-")


def _paces(found: SiteStatus) -> str:
    """From the quickest to the slowest of a site's feeds, sitemaps and sections."""
    paces = sorted({poll["pace_seconds"] for poll in found.polls})
    return " - ".join(_in_words(pace) for pace in dict.fromkeys((*paces[:1], *paces[-1:])))


def _in_words(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else "crawl"
