"""morgue merge"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive import Archive
from pipelines.merge import merge
from scraper.cli import open_archive


@click.command("merge")
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--move", "files", flag_value="move", help="Move the WARC files, do not copy them.")
@click.option("--leave", "files", flag_value="leave", help="Leave the WARC files where they are: `warc/store` names the place.")
@click.option("--json", "as_json", is_flag=True, help="What came over, as JSON.")
@click.pass_context
def command(ctx: click.Context, shards: tuple[Path, ...], files: str | None, as_json: bool) -> int:
    """Bring what other archives hold, the SHARDS, into this one: WARC files, captures, articles with their versions, failures, frontier.

    By natural keys: the shards may come in any order, and a shard that came before changes nothing. A shard stays as it is,
    but for files that are moved.

    \b
    Examples:
      morgue merge /data/worker-1 /data/worker-2
      morgue merge --move shards/*
    """
    archive = open_archive(ctx)
    reports = []
    for shard in shards:
        report = merge(archive, Archive.open(shard), files or "copy")  # type: ignore[arg-type]
        reports.append(asdict(report))
        if not as_json:
            click.echo(f"{shard}: {report.captures} captures, {report.extractions} readings, {report.files} WARC files")
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False))
    return 0
