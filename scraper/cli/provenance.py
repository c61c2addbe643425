"""morgue provenance"""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from pipelines.provenance import Link, Provenance, provenance
from scraper.cli import open_archive


@click.command("provenance")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="The chain as JSON.")
@click.pass_context
def command(ctx: click.Context, url: str, as_json: bool) -> int:
    """Print where the article at URL came from, down to the bytes: every WARC record is read again and compared.

    \b
    Example:
      morgue provenance https://example.org/2018/09/story.html
    """
    archive = open_archive(ctx)
    with archive.database() as db:
        chain = provenance(archive, db, url)
    if as_json:
        click.echo(json.dumps(chain.to_dict(), ensure_ascii=False, indent=1))
    else:
        Console(soft_wrap=True).print(_tree(chain))
    return 0 if all(link.record == "intact" for link in chain.links) else 3


def _tree(chain: Provenance) -> Tree:
    root = Tree(Text(f"article     {chain.title}\n            {chain.url}", style="bold"))
    for link in chain.links:
        _add(root, link)
    return root


def _add(root: Tree, link: Link) -> None:
    extraction, capture = link.extraction, link.capture
    current = "current" if link.is_current else "superseded"
    node = root.add(Text(f"extraction  {extraction['extractor']}: {extraction['status']} at {extraction['extracted_at']} ({current})"))
    via = f", redirected from {capture['redirected_from']}" if capture["redirected_from"] else ""
    node = node.add(Text(f"capture     {capture['captured_url']}\n            {capture['fetched_at']}, HTTP {capture['http_status']}{via}"))
    place = f"{capture['warc_file']} at {capture['offset']}, {capture['length']} bytes"
    record = f"WARC record {capture['record_id']}\n            {place}\n            {capture['payload_digest']}: {link.record}"
    node = node.add(Text(record, style="" if link.record == "intact" else "red"))
    if link.crawl:
        node = node.add(Text(f"crawl       {link.crawl['id']}, begun {link.crawl['started_at']}"))
        node.add(Text("software    " + ", ".join(f"{name} {version}" for name, version in link.crawl["software"].items())))
