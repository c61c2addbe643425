"""morgue repair"""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipelines.repair import Repairs, repair
from scraper.cli import open_archive
from scraper.cli.verify import byte_bar


@click.command("repair")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Mend what a crash left: torn tails, records without rows, rows that point beside their record.

    A torn tail is cut off into a side file `<name>.torn`; no byte is lost. Files that a crawl writes now are left alone.
    What cannot be mended is named; exit code 3 then.

    \b
    Example:
      morgue repair && morgue verify
    """
    archive = open_archive(ctx)
    with byte_bar(archive, "repair") as advance:
        repairs = repair(archive, advance=advance)
    if as_json:
        click.echo(json.dumps(asdict(repairs), ensure_ascii=False))
    else:
        _print(repairs)
    return 3 if repairs.damaged else 0


def _print(repairs: Repairs) -> None:
    for name in repairs.closed:
        click.echo(f"{name}: closed")
    for name, side in repairs.torn.items():
        click.echo(f"{name}: a torn tail was cut off into {side}")
    for name in repairs.in_use:
        click.echo(f"{name}: being written, left alone")
    for damage in repairs.damaged:
        click.echo(damage)
    click.echo(f"{repairs.taken_in} records got their rows, {repairs.moved} rows were pointed to their record")
    if repairs.taken_in:
        click.echo("Next: morgue reextract")
