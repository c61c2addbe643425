"""morgue show"""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.storage.articles import find_article
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.rights_sources import effective_rights, rights_of_article
from scraper.cli import open_archive

_HEAD = ("url", "published_at", "modified_at", "source", "origin", "publisher", "section", "language", "rights_holder", "license_url")


@click.command("show")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="All columns, credits and notices as JSON.")
@click.pass_context
def command(ctx: click.Context, url: str, as_json: bool) -> int:
    """Print the article at URL, its canonical address or any that it was captured at.

    \b
    Example:
      morgue show https://example.org/2018/09/story.html
    """
    with open_archive(ctx).database() as db:
        article = find_article(db, url)
        people = db.rows_of("SELECT role, name FROM credits WHERE article = ? ORDER BY position", article["id"])
        notices = db.rows_of(
            "SELECT n.text FROM notices n JOIN article_notices a ON a.notice = n.digest WHERE a.article = ?", article["id"]
        )
        versions = _versions(db, article["id"])
        article["rights"] = effective_rights(db, article["id"])
        sources = rights_of_article(db, article["id"])
    if as_json:
        article |= {key: json.loads(article[key] or "[]") for key in ("authors", "editors", "responsible_editors", "tags", "images")}
        article |= {"credits": people, "notices": [row["text"] for row in notices], "versions": versions}
        article["rights_sources"] = sources
        click.echo(json.dumps(article, ensure_ascii=False, indent=1))
        return 0
    _print(article, people, [row["text"] for row in notices], versions)
    return 0


def _versions(db: MorgueDatabase, article_id: int) -> list[dict[str, Any]]:
    sql = (
        "SELECT title, text_digest, first_seen_at, last_seen_at, is_current FROM article_versions WHERE article = ? ORDER BY first_seen_at"
    )
    return db.rows_of(sql, article_id)


def _print(article: dict[str, Any], people: list[dict[str, Any]], notices: list[str], versions: list[dict[str, Any]]) -> None:
    console = Console()
    console.print(Text(article["title"] or "(no title)", style="bold"))
    if article["subtitle"]:
        console.print(Text(article["subtitle"], style="italic"))
    for key in _HEAD:
        if article[key]:
            console.print(Text(f"{key:14}", style="dim") + Text(str(article[key])), soft_wrap=True)
    for person in people:
        console.print(Text(f"{person['role']:14}", style="dim") + Text(person["name"]))
    console.print()
    for paragraph in article["text"].splitlines():
        console.print(Text(paragraph))
        console.print()
    if article["rights"].get("tdm_reservation") == 1:
        by = article["rights"].get("tdm_said_by", "the page")
        console.print(Text(f"Text and data mining is reserved (TDMRep), says {by}", style="dim"))
    for notice in notices:
        console.print(Text(f"Notice: {notice.splitlines()[0][:100]} … ({len(notice)} characters; --json shows all)", style="dim"))
    if len(versions) > 1:
        console.print(Text(f"{len(versions)} versions, the last since {versions[-1]['first_seen_at']}", style="dim"))
