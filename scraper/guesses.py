"""Guesses about a site from a few of its URLs and pages: article pattern, language, time zone. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from courlan import is_not_crawlable

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SLUG_HYPHENS = 3
# The country that a language alone speaks for, where a site's name and pages say nothing else.
_HOMES = {"zh": "CN", "ja": "JP", "ko": "KR", "de": "DE", "fr": "FR", "it": "IT", "pl": "PL", "nl": "NL", "tr": "TR", "el": "GR"} | {
    "cs": "CZ", "sv": "SE", "da": "DK", "nb": "NO", "no": "NO", "fi": "FI", "hu": "HU", "he": "IL", "th": "TH", "vi": "VN", "ro": "RO",
}  # fmt: skip
_COUNTRIES = {"UK": "GB"}


def looks_like_article(url: str) -> bool:
    """Whether a URL has what article URLs have and sections lack: a long number, a date, or a slug of several words."""
    path = urlsplit(url).path
    if is_not_crawlable(url) or (path.endswith("/") and not re.search(r"\d{4}", path)):
        return False
    last = path.rstrip("/").rpartition("/")[2]
    return bool(_UUID.search(path) or re.search(r"\d{5,}|/\d{4}[/-]?\d{2}", path) or last.count("-") >= _SLUG_HYPHENS)


def article_pattern(articles: Sequence[str], others: Iterable[str] = ()) -> str | None:
    """A regular expression, searched in a URL, that holds for most of `articles` and none of `others`; None if there is none."""
    shapes = Counter(_shape(url) for url in articles)
    others = list(others)
    chosen: list[str] = []
    covered = 0
    for shape, count in shapes.most_common(4):
        if covered >= 0.9 * len(articles) or count < max(2, len(articles) // 10):
            break
        if not any(re.search(shape, urlsplit(other).path) for other in others):
            chosen.append(shape)
            covered += count
    return "|".join(chosen) if chosen and covered >= len(articles) / 2 else None


def _shape(url: str) -> str:
    """The path as a pattern: what changes from article to article becomes a class, what names a section falls away."""
    parts = [_segment(segment) for segment in urlsplit(url).path.split("/") if segment]
    while len(parts) > 1 and parts[0] == "[^/]+":
        parts.pop(0)
    return "/" + "/".join(parts) + ("/?$" if url.endswith("/") else "$")


def _segment(segment: str) -> str:
    if segment.count("-") >= _SLUG_HYPHENS and not _UUID.search(segment):
        suffix = re.search(r"\.\w{2,5}$", segment)
        return r"[^/]*(-[^/]+){3}" + (re.escape(suffix[0]) if suffix else "")
    pattern = _UUID.sub("\0", segment)
    if not re.search(r"\d|\0", pattern):
        return "[^/]+"
    pieces = re.split(r"(\d+|\0|[A-Za-z]{2,}(?=[^.]*\.)|\.\w+$)", pattern)
    return "".join(_piece(piece) for piece in pieces if piece)


def _piece(piece: str) -> str:
    if piece == "\0":
        return "[0-9a-f-]{36}"
    if piece.isdigit():
        return rf"\d{{{len(piece)}}}" if len(piece) in (4, 6, 8) else r"\d+" if len(piece) > 2 else r"\d{1,2}"
    return re.escape(piece) if piece.startswith(".") or len(piece) == 1 else r"[A-Za-z]+"


@cache
def _zones() -> dict[str, list[str]]:
    """Country code → its time zones, the most populous first, as the tz database has them."""
    zones: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return zones


def time_zone(host: str, language: str | None, times: Iterable[str]) -> str | None:
    """The zone of the country that host name, language tag ("en-GB") and language speak for, in this order.

    `times` are ISO 8601 times of articles; a zone whose offset they contradict is not given, and they choose among
    the zones of a large country.
    """
    moments = [moment for moment in map(_moment, times) if moment and moment.utcoffset() is not None]
    for country in _countries(host, language):
        zones = _zones().get(country, [])
        fitting = [zone for zone in zones if all(_is_in(moment, zone) for moment in moments)]
        if moments and fitting and any(moment.utcoffset() != timedelta() for moment in moments):
            return fitting[0]
        if len(zones) == 1 or (zones and country in _HOMES.values()):
            return zones[0] if zones[0] in fitting or all(moment.utcoffset() == timedelta() for moment in moments) else None
    return None


def _countries(host: str, language: str | None) -> list[str]:
    top = host.rpartition(".")[2].upper()
    parts = (language or "").replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return [_COUNTRIES.get(code, code) for code in (top, region, _HOMES.get(parts[0].lower(), "")) if len(code) == 2]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None


def _is_in(moment: datetime, zone: str) -> bool:
    return moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
