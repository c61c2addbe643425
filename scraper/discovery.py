"""Article URLs in feeds, sitemaps and section pages, each read by a parser that others keep."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
from courlan import clean_url
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from scrapy.utils.sitemap import Sitemap

from scraper.frontier import Role
from scraper.site import Site

MAX_SITEMAP = 50 * 1024 * 1024  # decompressed; the limit of sitemaps.org
_LINKS = LinkExtractor(unique=True, strip=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that a feed, sitemap or section page names, and what it is thought to be."""

    url: str
    role: Role


def find(response: Response, role: str, site: Site) -> list[Found]:
    """What a discovery page names that belongs to the site, each once, in order; raises ValueError if it cannot be read."""
    finders = {"feed": _in_feed, "sitemap": _in_sitemap, "section": _in_section}
    seen: dict[str, Found] = {}
    for found in finders[role](response, site):
        if (url := _normal(found.url)) and site.owns(urlsplit(url).hostname):
            seen.setdefault(url, Found(url, found.role))
    return list(seen.values())


def _in_feed(response: Response, site: Site) -> Iterator[Found]:
    if response.body.lstrip()[:1] == b"{":
        items = response.json().get("items") or []  # type: ignore[attr-defined]
        links: Iterable[str] = (item.get("url") or item.get("external_url") or "" for item in items)
    else:
        feed = feedparser.parse(response.body, response_headers={"content-location": response.url})
        if feed.bozo and not feed.entries:
            raise ValueError(f"no feed: {feed.get('bozo_exception', 'no entries')}")
        links = (entry.get("link") or "" for entry in feed.entries)
    yield from (Found(urljoin(response.url, link), "article") for link in links if link)


def _in_sitemap(response: Response, site: Site) -> Iterator[Found]:
    sitemap = Sitemap(_gunzip(response.body))
    role: Role = "sitemap" if sitemap.type == "sitemapindex" else "article"
    for entry in sitemap:
        location = str(entry.get("loc") or "").strip()
        if location and (role == "sitemap" or _is_article(location, site)):
            yield Found(urljoin(response.url, location), role)


def _in_section(response: Response, site: Site) -> Iterator[Found]:
    if not isinstance(response, HtmlResponse):
        raise ValueError(f"a section page is HTML, this is {response.headers.get(b'Content-Type', b'untyped').decode('latin-1')}")  # type: ignore[union-attr]
    yield from (Found(link.url, "article") for link in _LINKS.extract_links(response) if _is_article(link.url, site))


def _is_article(url: str, site: Site) -> bool:
    """By the site's pattern; without one, a path that is longer than a section's."""
    if site.discover.article:
        return re.search(site.discover.article, url) is not None
    parts = urlsplit(url)
    return bool(re.search(r"\d{4}|[^/]{20,}", parts.path)) and not parts.path.endswith("/")


def _normal(url: str) -> str | None:
    """The URL as the frontier knows it: no fragment, no tracking parameters; None for what is no web address."""
    if not url.lower().startswith(("http://", "https://")):
        return None
    return clean_url(urldefrag(url).url) or None


def _gunzip(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        text = zlib.decompressobj(wbits=31).decompress(body, MAX_SITEMAP + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"a sitemap that cannot be unpacked: {error}") from error
    if len(text) > MAX_SITEMAP:
        raise ValueError(f"a sitemap of more than {MAX_SITEMAP} bytes")
    return text
