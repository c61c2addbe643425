"""morgue reextract"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipelines.reextract import Report, Selection, reextract
from scraper.cli import open_archive
from scraper.cli._differences import print_texts
from scraper.cli._site_option import site_option
from scraper.site import read_sites


@click.command("reextract")
@site_option("Only captures of this site.")
@click.option("--since", metavar="DATE", help="Only captures fetched on this day or later, such as 2018-09-01.")
@click.option("--until", metavar="DATE", help="… on this day or earlier; 2018-09 is a month.")
@click.option("--url", help="Only captures of this URL.")
@click.option("--where", metavar="SQL", help="Only captures for which this holds, such as \"c.url LIKE '%/2018/%'\".")
@click.option("--failed", is_flag=True, help="Only pages that could not be read before.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes; morgue.toml says how many otherwise.")
@click.option("--scheduler", metavar="ADDRESS", help="Read on a Dask cluster: tcp://10.0.0.5:8786.")
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would change.")
@click.option("--keep-current", is_flag=True, help="Store the new readings beside the old; articles stay as they are.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    site: str | None,
    since: str | None,
    until: str | None,
    url: str | None,
    where: str | None,
    failed: bool,
    jobs: int | None,
    scheduler: str | None,
    dry_run: bool,
    keep_current: bool,
    as_json: bool,
) -> int:
    """Run extraction again over the saved pages, never the network.

    Captures that this extractor has read are skipped, so a second run changes nothing. After an upgrade, or a change
    of rules in a site's TOML, a new extraction stands beside the old one and the articles take its values.

    \b
    Examples:
      morgue reextract --dry-run
      morgue reextract --site cri --since 2018-09-01
    """
    archive = open_archive(ctx)
    rules = {each.name: each.extraction_rules() for each in read_sites(archive.sites)}
    with _bar(as_json) as progress:
        selection = Selection(site, since, until, url, where, failed)
        report = reextract(
            archive, rules, selection, jobs=jobs, scheduler=scheduler, dry_run=dry_run, adopt=not keep_current, progress=progress
        )
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False))
    else:
        _print(report)
    return int(report.failures > 0)


@contextmanager
def _bar(is_hidden: bool) -> Iterator[Callable[[int, int], None]]:
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.speed} pages/s"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=is_hidden or not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(report: Report) -> None:
    if not report.outcomes:
        click.echo("Nothing to do: this extractor has read every article page that fits.")
        return
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in report.outcomes.most_common()))
    if report.fields:
        click.echo("Fields that differ: " + ", ".join(f"{name} {count}" for name, count in report.fields.most_common()))
    console = Console(soft_wrap=True)
    for change in report.samples:
        console.print(Text(f"{change.url}  {change.field}", style="dim"))
        if change.field == "text":
            print_texts(console, change.old or "", change.new or "")
            continue
        console.print(Text(f"  - {_short(change.old)}", style="red"))
        console.print(Text(f"  + {_short(change.new)}", style="green"))


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"
