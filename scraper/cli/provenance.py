"""morgue provenance"""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

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
        click.echo("\n".join(_lines(chain)))
    return 0 if all(record == "intact" for link in chain.links for record in link.records) else 3


def _lines(chain: Provenance) -> Iterator[str]:
    yield f"article       {chain.title}"
    yield f"              {chain.url}"
    for link in chain.links:
        yield from ("  " + line for line in _link_lines(link))
    for source in chain.rights:
        pattern = f" for {source['pattern']}" if source["pattern"] else ""
        policy = f", policy {source['policy']}" if source["policy"] else ""
        yield f"rights        {source['kind']} {source['value']}{pattern}{policy}"
        yield f"              says {source['source_url']}, since {source['first_seen_at']}, last asked {source['seen_at']}"


def _link_lines(link: Link) -> Iterator[str]:
    extraction, capture = link.extraction, link.capture
    current = "current" if link.is_current else "superseded"
    yield f"└ extraction  {extraction['status']} at {extraction['extracted_at']}, by {extraction['extractor']} ({current})"
    via = f", redirected from {capture['redirected_from']}" if capture["redirected_from"] else ""
    yield f"  └ capture   {capture['fetched_at']}, HTTP {capture['http_status']}, {capture['captured_url']}{via}"
    yield f"    └ record  {capture['record_id']}: {link.record}"
    yield f"              {capture['warc_file']} at byte {capture['offset']}, {capture['length']} bytes"
    yield f"              payload {capture['payload_digest']}"
    if link.rendered:
        yield f"    └ rendered at {link.rendered['made_at']} by {link.rendered['by']}: {link.rendered['record']}"
        yield f"              {link.rendered['record_id']}, {link.rendered['warc_file']} at byte {link.rendered['offset']}"
    for page in link.pages:
        yield f"  └ page {page['page']:<4} {page['url']}, {page['fetched_at']}"
        yield f"    └ record  {page['record_id']}: {page['record']}, {page['warc_file']} at byte {page['offset']}"
    if link.crawl:
        yield f"      └ crawl {link.crawl['id']}, begun {link.crawl['started_at']}"
        yield f"              by {', '.join(f'{name} {version}' for name, version in link.crawl['software'].items())}"
