"""morgue diff"""

from __future__ import annotations

from itertools import pairwise

import click
from rich.console import Console
from rich.text import Text

from pipelines.errors import UsageError
from pipelines.storage.articles import find_article
from pipelines.storage.stored import readings
from scraper.cli import open_archive
from scraper.cli._differences import print_articles, print_texts


@click.command("diff")
@click.argument("url")
@click.option("--all", "everything", is_flag=True, help="Print unchanged paragraphs too.")
@click.pass_context
def command(ctx: click.Context, url: str, everything: bool) -> int:
    """Print how the article at URL changed: from version to version of the story, and from one run of the extractor to the next.

    Word by word, in colour on a terminal, else as [-gone-] and {+new+}. Runs are shown for captures that several extractors have
    read; `morgue adopt` gives the article the values of one of them.

    \b
    Example:
      morgue diff https://example.org/2018/09/story.html
    """
    with open_archive(ctx).database() as db:
        article = find_article(db, url)
        sql = "SELECT title, text, first_seen_at FROM article_versions WHERE article = ? ORDER BY first_seen_at, id"
        versions = db.rows_of(sql, article["id"])
        captures = readings(db, article["id"])
    if len(versions) < 2 and not captures:
        raise UsageError(f"{url} has had one text so far, read by one extractor", "crawl again later; `morgue show` prints it")
    console = Console(soft_wrap=True)
    for old, new in pairwise(versions):
        console.print(Text(f"{old['first_seen_at']} → {new['first_seen_at']}", style="bold"))
        print_texts(console, f"{old['title']}\n{old['text']}", f"{new['title']}\n{new['text']}", everything=everything)
    for runs in captures:
        for old, new in pairwise(runs):
            console.print(Text(f"capture of {old['fetched_at']}: {old['fingerprint']} → {new['fingerprint']}", style="bold"))
            print_articles(console, old["article"], new["article"], everything=everything)
    return 0
