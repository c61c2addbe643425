"""morgue diff"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.errors import UsageError
from pipelines.inspect.difference import Piece, paragraphs
from pipelines.storage.articles import find_article
from scraper.cli import open_archive

_STYLES = {"same": "", "gone": "red strike", "new": "green"}
_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


@click.command("diff")
@click.argument("url")
@click.option("--all", "everything", is_flag=True, help="Print unchanged paragraphs too.")
@click.pass_context
def command(ctx: click.Context, url: str, everything: bool) -> int:
    """Print how the text of the article at URL changed from version to version, word by word.

    In colour on a terminal, else as [-gone-] and {+new+}.

    \b
    Example:
      morgue diff https://example.org/2018/09/story.html
    """
    with open_archive(ctx).database() as db:
        article = find_article(db, url)
        sql = "SELECT title, text, first_seen_at FROM article_versions WHERE article = ? ORDER BY first_seen_at, id"
        versions = db.rows_of(sql, article["id"])
    if len(versions) < 2:
        raise UsageError(f"{url} has had one text so far", "crawl again later; `morgue show` prints it")
    console = Console(soft_wrap=True)
    for old, new in pairwise(versions):
        _print(console, old, new, everything)
    return 0


def _print(console: Console, old: dict[str, Any], new: dict[str, Any], everything: bool) -> None:
    console.print(Text(f"{old['first_seen_at']} → {new['first_seen_at']}", style="bold"))
    for pieces in paragraphs(f"{old['title']}\n{old['text']}", f"{new['title']}\n{new['text']}"):
        if everything or any(kind != "same" for kind, _ in pieces):
            console.print(Text.assemble(*(_styled(console, piece) for piece in pieces)))


def _styled(console: Console, piece: Piece) -> tuple[str, str]:
    kind, text = piece
    if console.is_terminal:
        return text, _STYLES[kind]
    before, after = _MARKS[kind]
    return f"{before}{text}{after}", ""
