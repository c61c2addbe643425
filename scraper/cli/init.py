"""morgue init"""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.archive import Archive, Config, Operator


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--name", default="", help="Who crawls, as sites will read it.")
@click.option("--contact", default="", help="Where to reach you: mailto:you@example.org or a URL. No crawl starts without it.")
def command(folder: Path, name: str, contact: str) -> None:
    """Make a new archive in FOLDER (the current one if not named).

    \b
    Example:
      morgue init my-archive --name "Example Newsroom" --contact mailto:archive@example.org

    morgue.toml holds [operator] name, contact; [network] allow, ports; [warc] rotate, compression;
    [extraction] jobs, timeout, memory, learn.
    """
    archive = Archive.create(folder, Config(operator=Operator(name=name, contact=contact)))
    click.echo(f"A new archive in {archive.root}")
    if not contact:
        click.echo(f"Write who you are into {archive.root / 'morgue.toml'}: a crawl without a contact does not start.")
    click.echo(f"Next: morgue -C {folder} sites add URL")
