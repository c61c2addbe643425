"""morgue crawl"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from pipelines.archive import Archive
from pipelines.errors import MorgueError, UsageError
from scraper.cli import open_archive
from scraper.cli._table import narrow_table
from scraper.head_start import begin_workers
from scraper.page_log import LogFormat, log_pages
from scraper.schedule import due_sites

if TYPE_CHECKING:
    from scraper.crawl import CrawlSummary

# Column heading → the counts that are summed in it.
COLUMNS = {
    "requests": ("captures",),
    "new URLs": ("articles discovered",),
    "pages": ("articles fetched",),
    "new": ("articles new",),
    "changed": ("articles changed",),
    "same": ("articles unchanged", "articles not modified"),
    "no article": ("articles no_article",),
}


@click.command("crawl")
@click.argument("sites", nargs=-1)
@click.option("--due", is_flag=True, help="Only sites whose schedule says that they are due.")
@click.option("--limit", type=click.IntRange(1, 1_000_000_000), help="Fetch at most so many article pages a site; the rest stays due.")
@click.option("--poll-all", is_flag=True, help="Ask every feed, sitemap and section page, also those that seldom bring news.")
@click.option("--scheduler", metavar="ADDRESS", help="Crawl on a Dask cluster, a site a task: tcp://10.0.0.5:8786.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="One line a page on standard error, as on a terminal.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), help="One line a page on standard error: to read, or a JSON object each."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    sites: tuple[str, ...],
    due: bool,
    as_json: bool,
    verbose: bool,
    log_format: LogFormat | None,
    scheduler: str | None,
    **how: Any,
) -> int:
    """Crawl SITES, or all sites of the archive, until nothing is due.

    Stop with Ctrl-C; the next crawl goes on where this one was, also after a crash. On a terminal a line a page is printed,
    over the figures; elsewhere with --verbose or --log-format.

    \b
    Examples:
      morgue crawl
      morgue crawl cri --limit 50
      morgue crawl --due
      morgue crawl --scheduler tcp://10.0.0.5:8786
      morgue crawl --log-format json 2> crawl.jsonl
    """
    archive = open_archive(ctx)
    if due:
        sites = tuple(due_sites(archive, sites))
        if not sites:
            click.echo("[]" if as_json else "Nothing is due.")
            return 0
    if not scheduler:
        begin_workers(archive, sites)
    from scraper.crawl import crawl  # Scrapy takes half a second to load; the process of the workers does meanwhile

    console = Console(stderr=True)
    if scheduler:
        summaries = _crawl_on_cluster(archive, sites, scheduler, how["limit"])
    elif console.is_terminal and not (as_json or verbose or log_format):
        with Live(console=console, refresh_per_second=4) as live:
            log_pages("text", pages=True, write=partial(console.print, markup=False, highlight=False, soft_wrap=True))
            summaries = crawl(archive, sites, progress=lambda counts: live.update(_table(counts)), **how)
            live.update(_table({summary.site: summary.counts for summary in summaries}))
    else:
        log_pages(log_format or "text", pages=verbose or log_format is not None)
        summaries = crawl(archive, sites, **how)
    _print(summaries, as_json, console)
    if all(summary.error for summary in summaries):
        raise MorgueError(summaries[0].error or "", "")
    return int(any(summary.has_failures for summary in summaries))


def _crawl_on_cluster(archive: Archive, sites: tuple[str, ...], scheduler: str, limit: int | None) -> list[CrawlSummary]:
    try:
        from scraper.remote import crawl_on_cluster
    except ModuleNotFoundError as error:
        raise UsageError(f"--scheduler needs Dask: {error}", "pip install 'newsmorgue[distributed]'") from error
    return crawl_on_cluster(archive, sites, scheduler, limit=limit)


def _print(summaries: list[CrawlSummary], as_json: bool, console: Console) -> None:
    if as_json:
        click.echo(json.dumps([asdict(summary) for summary in summaries], ensure_ascii=False))
        return
    if not console.is_terminal:
        Console().print(_table({summary.site: summary.counts for summary in summaries}))
    for summary in summaries:
        for stage, count in summary.counts.items():
            if stage.startswith("failed: "):
                click.echo(
                    f"{summary.site}: {count} failed ({stage.removeprefix('failed: ')}); see why: table `failures` in `morgue serve`"
                )
        if summary.error:
            click.echo(f"{summary.site}: {summary.error}", err=True)


def _table(counts: Mapping[str, Mapping[str, int]]) -> Table:
    table = narrow_table("site", *COLUMNS, "failed", figures=[*COLUMNS, "failed"])
    for site, figures in counts.items():
        failed = sum(value for key, value in figures.items() if key.startswith("failed:"))
        table.add_row(site, *(str(sum(figures.get(key, 0) for key in keys)) for keys in COLUMNS.values()), str(failed))
    return table
