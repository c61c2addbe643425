"""morgue adopt"""

from __future__ import annotations

import json

import click

from pipelines.adopt import adopt, runs
from pipelines.storage.database import MorgueDatabase
from scraper.cli import open_archive
from scraper.cli._site_option import site_option


@click.command("adopt")
@click.argument("run", required=False)
@site_option("Only articles of this site.")
@click.option("--url", help="Only the article at this URL.")
@click.option("--json", "as_json", is_flag=True, help="The runs, or the report, as JSON.")
@click.pass_context
def command(ctx: click.Context, run: str | None, site: str | None, url: str | None, as_json: bool) -> int:
    """Give articles the values that another stored extraction RUN read, or go back to an earlier one.

    RUN is a fingerprint or a part of one; without it the stored runs are listed. Nothing is read again and nothing is
    lost. An article whose present capture that run has not read stays as it is.

    \b
    Examples:
      morgue reextract --keep-current
      morgue adopt
      morgue adopt 0.2.0.1f2e3d4c --site cri
    """
    with open_archive(ctx).database() as db:
        if run is None:
            _list(db, as_json)
            return 0
        report = adopt(db, run, site=site, url=url)
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False))
    elif not report.outcomes:
        click.echo("Nothing to do: the articles have the values of this run, or it has not read what they were captured as.")
    else:
        click.echo(", ".join(f"{count} {outcome}" for outcome, count in report.outcomes.most_common()))
        if report.fields:
            click.echo("Fields that differ: " + ", ".join(f"{name} {count}" for name, count in report.fields.most_common()))
    return 0


def _list(db: MorgueDatabase, as_json: bool) -> None:
    found = runs(db)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each['fingerprint']}  {each['extractions']} extractions, {each['articles']} articles have its values, {each['last']}")
