"""Article URLs in feeds, sitemaps and section pages, each read by a parser that others keep."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import feedparser
from lxml import etree
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from scrapy.utils.sitemap import Sitemap
from w3lib.url import safe_url_string

from scraper.frontier import Found, Role
from scraper.site import Site

MAX_SITEMAP = 50 * 1024 * 1024  # decompressed; the limit of sitemaps.org
_LINKS = LinkExtractor(unique=True, strip=True)
_NEXT_PAGE = """(//link | //a)[contains(concat(' ', normalize-space(@rel), ' '), ' next ')]/@href
    | //a[normalize-space() = '下一页' or normalize-space() = '下一頁' or normalize-space() = '次へ' or normalize-space() = '다음']/@href"""
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")  # UTF-16 too
_PROLOGUE = 1 << 20
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|_ga|ref_src|spm|at_(medium|campaign)|ns_\w+)=", re.IGNORECASE
)


def find(response: Response, role: str, site: Site) -> list[Found]:
    """What a discovery page names that belongs to the site, each once, in order; raises ValueError if it cannot be read."""
    if _ENTITY.search(response.body[:_PROLOGUE]):
        raise ValueError("it declares XML entities, as attacks on parsers do and no feed or sitemap needs")
    finders = {"feed": _in_feed, "sitemap": _in_sitemap, "section": _in_section}
    seen: dict[str, Found] = {}
    for found in finders[role](response, site):
        if (url := normal_url(found.url)) and site.owns(urlsplit(url).hostname) and site.discover.includes(found.changed_at):
            seen.setdefault(url, replace(found, url=url))
    return list(seen.values())


def _in_feed(response: Response, _: Site) -> Iterator[Found]:
    if response.body.lstrip()[:1] == b"{":
        yield from _in_json_feed(response)
        return
    feed = feedparser.parse(response.body, response_headers={"content-location": response.url})
    if feed.bozo and not feed.entries:
        raise ValueError(f"no feed: {feed.get('bozo_exception', 'no entries')}")
    for entry in feed.entries:
        changed = entry.get("updated_parsed" if "updated_parsed" in entry else "published_parsed")  # UTC, by feedparser's promise
        yield Found(_absolute(response, entry.get("link")), "article", _moment("{}-{:02}-{:02}".format(*changed[:3]) if changed else None))


def _in_json_feed(response: Response) -> Iterator[Found]:
    feed = json.loads(response.body)
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            link = item.get("url") or item.get("external_url")
            yield Found(_absolute(response, link), "article", _moment(item.get("date_modified") or item.get("date_published")))


def _absolute(response: Response, link: Any) -> str:
    try:
        return urljoin(response.url, link.strip()) if isinstance(link, str) and link.strip() else ""
    except ValueError:  # "http://[" and the like
        return ""


class _DatedSitemap(Sitemap):
    """Entries of Google News sitemaps, which say when an article was published in an element of their own, have it as `lastmod`."""

    def _process_sitemap_element(self, elem: Any) -> dict[str, Any] | None:
        published = elem.findtext("{*}news/{*}publication_date")
        entry = super()._process_sitemap_element(elem)
        if entry and published:
            entry.setdefault("lastmod", published)
        return entry


def _in_sitemap(response: Response, site: Site) -> Iterator[Found]:
    try:
        sitemap = _DatedSitemap(_gunzip(response.body))
    except (StopIteration, etree.XMLSyntaxError) as error:
        raise ValueError(f"no sitemap: {error or 'empty'}") from error
    role: Role = "sitemap" if sitemap.type == "sitemapindex" else "article"
    for entry in sitemap:
        location = str(entry.get("loc") or "").strip()
        if location and (role == "sitemap" or _is_article(location, site)):
            yield Found(_absolute(response, location), role, _moment(entry.get("lastmod")))


def _in_section(response: Response, site: Site) -> Iterator[Found]:
    if not isinstance(response, HtmlResponse):
        kind = response.headers.get(b"Content-Type") or b"untyped"
        raise ValueError(f"a section page is HTML, this is {kind.decode('latin-1')}")  # noqa: TRY004 - of the page, not of the argument
    yield from (Found(link.url, "article") for link in _LINKS.extract_links(response) if _is_article(link.url, site))
    for page in response.xpath(_NEXT_PAGE).getall():
        yield Found(_absolute(response, page), "section")


def _moment(value: Any) -> datetime | None:
    """A W3C date or time (sitemaps.org, JSON Feed), in UTC where it names no zone; None for anything else."""
    text = str(value or "").strip().replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _is_article(url: str, site: Site) -> bool:
    """By the site's pattern; without one, a path that is longer than a section's."""
    if site.discover.article:
        return re.search(site.discover.article, url) is not None
    parts = urlsplit(url)
    return bool(re.search(r"\d{4}|[^/]{20,}", parts.path)) and not parts.path.endswith("/")


def normal_url(url: str) -> str | None:
    """The URL as the frontier knows it: no fragment, no tracking parameters; None for what is no web address.

    All else stays as the site wrote it: `show.php?123` and the order of parameters may mean something there.
    """
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    query = "&".join(piece for piece in parts.query.split("&") if not _TRACKING.match(piece))
    return urlunsplit((parts.scheme, host, parts.path or "/", query, ""))


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
