"""The `morgue` command. One file a command, each exporting `command`: it parses, calls one function of the library, prints."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.errors import MorgueError

if TYPE_CHECKING:
    from pipelines.archive import Archive


class Lazy(click.Group):
    """Finds a subcommand in the module of its name, so that `morgue search` does not wait for Scrapy to be imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name.startswith("_") or name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} See `morgue --help`.", ctx) from error


@click.group(cls=Lazy, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsmorgue", prog_name="morgue")
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    envvar="MORGUE_ARCHIVE",
    default=Path(),
    help="The archive's folder; the environment's MORGUE_ARCHIVE or the current folder otherwise.",
)
@click.pass_context
def morgue(ctx: click.Context, folder: Path) -> None:
    """A news archive: crawl, keep every response, read articles with their provenance.

    \b
    Start here:
      morgue demo                     a small news site, crawled twice
      morgue init my-archive          an archive of your own
      morgue extract page.html        one saved page, no archive needed

    Exit codes: 0 done, 1 some pages failed (and are rows), 2 wrong use, 3 the archive is damaged.
    """
    ctx.obj = folder


def open_archive(ctx: click.Context) -> Archive:
    """The archive that the command is about."""
    from pipelines.archive import Archive  # only now: worker processes load this module and open no archive

    folder: Path = ctx.find_root().obj
    return Archive.open(folder)


def main() -> None:
    """The console script: errors are one line, never a traceback."""
    try:
        sys.exit(morgue(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except MorgueError as error:
        click.echo(f"morgue: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has seen enough, as in `morgue search … | head`
        sys.exit(0)
    except OSError as error:
        advice = "look who may read and write it" if isinstance(error, PermissionError) else "look what is there, and what should be"
        click.echo(f"morgue: {error.filename or 'this machine'}: {error.strerror or error}; {advice}", err=True)
        sys.exit(1)
    except UnicodeEncodeError as error:  # of an argument: all else is decoded
        click.echo(f"morgue: {error.object[max(0, error.start - 40) : error.end]!r} is no UTF-8; write it so", err=True)
        sys.exit(2)
