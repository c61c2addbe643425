"""morgue forget"""

from __future__ import annotations

import click

from pipelines.errors import UsageError
from pipelines.forget import forget, would_forget
from scraper.cli import open_archive


@click.command("forget")
@click.argument("urls", nargs=-1)
@click.option("--where", metavar="SQL", help="Also where this holds of the articles (as a) and captures (as c).")
@click.option("--reason", default="removed on request", show_default=True, help="What the WARC file says in place of the records.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def command(ctx: click.Context, urls: tuple[str, ...], where: str | None, reason: str, yes: bool) -> int:
    """Remove the articles at URLS for good: from the WARC files, the database and the search index.

    For take-down requests. Every capture of them goes too; the WARC files say which record ids were removed, when and why.
    The URLs are not captured again, by crawls or imports; the archive knows them by digest alone from now on.
    Databases put aside by `morgue rebuild`, exports and copies elsewhere are yours to clear.

    \b
    Examples:
      morgue forget https://example.org/2018/09/story.html --reason "court order of 2026-11-23"
      morgue forget --where "a.source = 'Example Agency' AND a.published_at < '2019'"
    """
    archive = open_archive(ctx)
    if not urls and not where:
        raise UsageError("nothing is named", "name URLs, or a condition with --where")
    if not yes and any(counts := would_forget(archive, urls, where)):
        click.confirm(f"Remove {counts[0]} articles and {counts[1]} captures from {archive.root} for good?", abort=True)
    gone = forget(archive, urls, reason, where=where)
    click.echo(f"{len(gone.articles)} articles and {gone.captures} captures removed; {len(gone.files)} WARC files written anew")
    for name in gone.elsewhere:
        click.echo(f"{name} still holds them: it lies outside of the archive and was not written to; its records are left out from now on")
    for old in sorted(archive.root.glob("morgue.db.before-*")):
        if not old.name.endswith(("-wal", "-shm")):
            click.echo(f"{old} still holds them; remove it")
    return 0
