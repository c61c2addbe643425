"""morgue schedule"""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import click
from rich.console import Console

from pipelines.archive import Archive
from pipelines.errors import UsageError
from scraper.cli import open_archive
from scraper.cli._table import narrow_table
from scraper.schedule import cron_text, schedules, systemd_units, write_units
from scraper.scheduler import Scheduler
from scraper.session import user_agent
from scraper.site import read_sites


@click.command("schedule")
@click.option("--list", "lists", is_flag=True, help="Print when each site is due, and stop.")
@click.option("--cron", is_flag=True, help="Print a line for crontab, and stop.")
@click.option("--systemd", is_flag=True, help="Print a systemd service and its timer, and stop.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="With --systemd: write the units into this folder, checked.")
@click.pass_context
def command(ctx: click.Context, lists: bool, cron: bool, systemd: bool, into: Path | None) -> int:
    """Crawl each site when its `schedule` says so, until stopped with Ctrl-C; or print what the system's scheduler needs.

    A schedule is a cron line in the site's time zone, under [crawl] of its TOML. Each crawl is a process of its own.

    \b
    Examples:
      morgue schedule
      morgue schedule --systemd --into ~/.config/systemd/user
      morgue schedule --cron | crontab -
    """
    archive = open_archive(ctx)
    if cron:
        click.echo(cron_text(archive), nl=False)
    elif systemd:
        _units(archive, into)
    elif lists:
        _list(archive)
    else:
        _run(archive)
    return 0


def _units(archive: Archive, into: Path | None) -> None:
    if into is None:
        for name, text in systemd_units(archive).items():
            click.echo(f"# {name}\n{text}")
        return
    paths = write_units(archive, into)
    if checker := shutil.which("systemd-analyze"):
        done = subprocess.run([checker, "verify", "--user", *map(str, paths)], capture_output=True, text=True, check=False)  # noqa: S603
        click.echo(f"systemd-analyze: {done.stderr.strip() or 'good'}", err=True)
    for path in paths:
        click.echo(f"Written: {path}")
    click.echo("Next: systemctl --user daemon-reload && systemctl --user enable --now newsmorgue.timer")


def _list(archive: Archive) -> None:
    now = datetime.now(timezone.utc)
    table = narrow_table("site", "schedule", "last crawl", "next crawl")
    for due in schedules(archive, read_sites(archive.sites), now):
        last = due.last.isoformat(timespec="minutes") if due.last else "never"
        when = "now" if due.is_due(now) else due.next.isoformat(timespec="minutes") if due.next else "never"
        table.add_row(due.site.name, due.site.crawl.schedule, last, when)
    Console(soft_wrap=True).print(table)


def _run(archive: Archive) -> None:
    user_agent(archive)  # a crawl without a contact does not start, so say it now
    if not any(site.crawl.schedule for site in read_sites(archive.sites)):
        raise UsageError(f"no site in {archive.sites} has a schedule", 'write schedule = "*/30 * * * *" under [crawl] of one')
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("newsmorgue").setLevel(logging.INFO)
    scheduler = Scheduler(archive)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: scheduler.stop())
    scheduler.run()
