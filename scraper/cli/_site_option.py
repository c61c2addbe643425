"""`--site NAME`: one that the archive knows, as a misspelt one would give nothing and say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from pipelines.errors import UsageError
from pipelines.site_files import site_files
from scraper.cli import open_archive
from scraper.meant import did_you_mean

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def site_option(help: str) -> Decorator:
    """The option; the command ends with a UsageError for a site that has neither a definition nor captures."""
    return click.option("--site", help=help, callback=_known)


def _known(ctx: click.Context, _: click.Parameter, name: str | None) -> str | None:
    if name is None:
        return None
    archive = open_archive(ctx)
    with archive.database() as db:
        if db.first("SELECT 1 FROM captures WHERE site = ? LIMIT 1", name):
            return name
        known = {*site_files(archive.sites), *(row["name"] for row in db.query("SELECT name FROM sites"))}
    if name not in known:
        raise UsageError(f"{archive.root} has no site {name!r}", did_you_mean(name, known, "see `morgue sites list`"))
    return name
