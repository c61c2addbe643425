"""morgue serve"""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from scraper.cli import open_archive


@click.command("serve", short_help="Look at the archive in the browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; any but loopback needs --password or --public.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
@click.option("--password", envvar="MORGUE_PASSWORD", prompt=True, prompt_required=False, hide_input=True, default=None,
              help="Ask visitors for this password (any user name); asked for if no value follows. Or set MORGUE_PASSWORD.")  # fmt: skip
@click.option("--public", is_flag=True, help="Let other machines read without a password.")
@click.option("--private", is_flag=True, help="Show captures of sites that asked for no archive, too.")
@click.option(
    "--metadata",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own Datasette metadata; it comes before ours.",
)
@click.option("--plugins-dir", "plugins", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own Datasette plugins.")
@click.option("--template-dir", "templates", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own templates.")
@click.pass_context
def command(ctx: click.Context, /, opens: bool, **options: object) -> None:
    """Look at the archive in the browser: search, articles, provenance, saved pages, and Datasette for all tables.

    The database is only read; crawls may go on meanwhile.

    \b
    Examples:
      morgue serve --open
      morgue serve --port 9000 --metadata my-metadata.yaml
      morgue serve --host 0.0.0.0 --password
    """
    # Imported here: `morgue serve --help` need not load Datasette.
    from pipelines.inspect.server import Serving, serve

    archive = open_archive(ctx)

    def ready(address: str) -> None:
        click.echo(f"Serving {archive.root} at {address} (Ctrl-C stops)")
        if opens:
            webbrowser.open(address)

    serve(archive, Serving(**options), ready)  # type: ignore[arg-type]
