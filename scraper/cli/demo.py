"""morgue demo"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from scraper.demo.report import print_report
from scraper.demo.run import run_demo


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("morgue-demo"))
def command(folder: Path) -> None:
    """Crawl a small news site twice into a new archive in FOLDER (./morgue-demo if not named).

    The site is part of newsmorgue and is served on this machine alone: no network is needed. It has articles in seven
    languages, an old Chinese encoding, a moved page, a missing one, one that robots.txt forbids, and an article that is
    corrected between the crawls. FOLDER must not exist.

    \b
    Examples:
      morgue demo
      morgue demo /tmp/my-demo
    """
    report = run_demo(folder, click.echo)
    print_report(report, Console())
