"""morgue forget"""

from __future__ import annotations

import click

from pipelines.forget import forget
from scraper.cli import open_archive


@click.command("forget")
@click.argument("urls", nargs=-1, required=True)
@click.option("--reason", default="removed on request", show_default=True, help="What the WARC file says in place of the records.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def command(ctx: click.Context, urls: tuple[str, ...], reason: str, yes: bool) -> int:
    """Remove the articles at URLS for good: from the WARC files, the database and the search index.

    For take-down requests. Every capture of them goes too; the WARC files say which record ids were removed, when and why.
    Crawls leave the URLs alone from now on. Databases put aside by `morgue rebuild`, exports and copies elsewhere are yours to clear.

    \b
    Example:
      morgue forget https://example.org/2018/09/story.html --reason "court order of 2026-11-23"
    """
    archive = open_archive(ctx)
    if not yes:
        click.confirm(f"Remove {', '.join(urls)} from {archive.root} for good?", abort=True)
    gone = forget(archive, urls, reason)
    click.echo(f"{len(gone.articles)} articles and {gone.captures} captures removed; {len(gone.files)} WARC files written anew")
    for name in gone.elsewhere:
        click.echo(f"{name} still holds them: it lies outside of the archive and was not written to; its records are left out from now on")
    for old in sorted(archive.root.glob("morgue.db.before-*")):
        if not old.name.endswith(("-wal", "-shm")):
            click.echo(f"{old} still holds them; remove it")
    return 0
