"""Feeds, sitemaps and section pages: what they name is read by a worker, as a hostile one may take for ever, and goes into the frontier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.processes import Lost
from pipelines.saved_page import read_saved
from pipelines.workers import ExtractionPool
from scraper.frontier import Entry, Found, Frontier
from scraper.site import Site

# What one page may name; sitemaps.org allows a sitemap so many URLs.
MOST_LINKS = 50_000


@dataclass(frozen=True, slots=True)
class Named:
    """What a place names, and why that is not all."""

    found: tuple[Found, ...] = ()
    problem: str = ""


async def read_place(pool: ExtractionPool, warc_folder: Path, capture: Capture, site: Site) -> Named:
    """What a captured feed, sitemap or section page names; nothing on it raises."""
    named = await pool.do(partial(find_saved, warc_folder, capture, site))
    if not isinstance(named, Lost):
        return named
    return Named(problem="it takes too long to read" if named.exitcode is None else f"a worker died of it (exit code {named.exitcode})")


def find_saved(warc_folder: Path, capture: Capture, site: Site) -> Named:
    """Runs in a worker."""
    # Here, for the crawl's own process needs no parsers.
    from scraper.discovery import find

    try:
        archived, payload = read_saved(warc_folder, capture)
        headers = Headers({"Content-Type": archived.header("content-type") or ""})
        kind = responsetypes.from_args(headers=headers, url=archived.url, body=payload[:5000])
        found = find(kind(archived.url, headers=headers, body=payload), capture.role, site)
    except (ValueError, MorgueError) as error:
        return Named(problem=str(error))
    except Exception as error:  # noqa: BLE001 - what parsers raise over a hostile page has no common base
        return Named(problem=f"{type(error).__name__}: {error}")
    problem = f"it names {len(found)} addresses, of which {MOST_LINKS} are taken" if len(found) > MOST_LINKS else ""
    return Named(tuple(found[:MOST_LINKS]), problem)


def add(frontier: Frontier, entry: Entry, found: Iterable[Found], deepest: int) -> tuple[int, int]:
    """Adds what a place names to the frontier; how many articles are new, and how many places beside them."""
    articles = frontier.discover((each.url for each in found if each.role == "article"), "article", found_on=entry.url, depth=entry.depth)
    places = 0
    for each in found if entry.depth < deepest else ():
        if each.role == "section":  # a next page: once is enough, what is new comes first
            frontier.discover([each.url], "section", found_on=entry.url, depth=entry.depth + 1)
        elif each.role == "sitemap":
            places += frontier.poll_listed(each.url, "sitemap", each.changed_at, found_on=entry.url, depth=entry.depth + 1)
    return articles, places
