"""Where a saved page was on the web, and when: by what the program that saved it wrote down, by what the page says, by its path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

_HEAD = 200_000
_MAX_SIDECAR = 16_000_000
_TAG = re.compile(rb"<(?:link|meta)\b[^>]*>", re.I)
_CANONICAL = re.compile(rb"""rel\s*=\s*["']?canonical\b|property\s*=\s*["']?og:url\b""", re.I)
_ADDRESS = re.compile(rb"""(?:href|content)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>]+))""", re.I)
# Comments of HTTrack, of browsers ("Save page as") and of SingleFile: address, and the time where there is one.
_SAVERS = (
    ("HTTrack's comment", re.compile(rb"<!-- Mirrored from (\S{4,2000}) by HTTrack [^,>]{0,200}, ([^>]{10,60}?) -->")),
    ("the browser's comment", re.compile(rb"<!-- saved from url=\(\d{4}\)(https?://\S{4,2000}) -->()")),
    (
        "SingleFile's comment",
        re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S{4,2000})(?:\s+saved date:\s*([^\n]{10,100}))?"),
    ),
)
_JAVASCRIPT_DATE = re.compile(r"\w{3} (\w{3} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?", re.I)
_NAMED_TIME = re.compile(r"_(\d{10})\.html?$")


@dataclass(frozen=True, slots=True)
class Address:
    """A page's URL and the time of its capture, each with what said so; empty where nothing did."""

    url: str = ""
    url_from: str = ""
    moment: datetime | None = None
    moment_from: str = ""

    def or_else(self, find: Callable[[], Address]) -> Address:
        """Takes what is still missing from another one."""
        if self.url and self.moment:
            return self
        other = find()
        found = self if self.url else replace(self, url=other.url, url_from=other.url_from)
        return found if found.moment else replace(found, moment=other.moment, moment_from=other.moment_from)


def address(url: object, moment: object, source: str) -> Address:
    """An Address of what some file says, as far as it can be used."""
    is_url = isinstance(url, str) and urlsplit_or_none(url)
    when = parse_moment(moment)
    return Address(str(url) if is_url else "", source if is_url else "", when, source if when else "")


def urlsplit_or_none(url: str) -> bool:
    """Whether a URL is one of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def parse_moment(value: object) -> datetime | None:
    """A time as programs write it: ISO 8601 (UTC where it names no zone), seconds since 1970, RFC 5322, JavaScript's; else None."""
    text = str(value or "").strip()
    try:
        if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
            return datetime.fromtimestamp(float(text), timezone.utc)
        if match := _JAVASCRIPT_DATE.match(text):
            return datetime.strptime(" ".join(match.groups()), "%b %d %Y %H:%M:%S %z")
        moment = parsedate_to_datetime(text) if "," in text else datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def by_sidecar(path: Path) -> Address:
    """What a JSON file beside the page says, as news-please writes it: page.html.json with `url` and `date_download`."""
    for sidecar in (path.with_name(path.name + ".json"), path.with_suffix(".json")):
        values = read_json(sidecar)
        if values.get("url"):
            found = address(
                values["url"], values.get("date_download") or values.get("fetched_at"), f"the JSON file beside it, {sidecar.name}"
            )
            named = _NAMED_TIME.search(path.name)
            return found.or_else(lambda: address("", named[1] if named else None, "its name"))  # noqa: B023 - called at once
    return Address()


def read_json(path: Path) -> dict[str, object]:
    """The object in a JSON file; empty for all that is none."""
    try:
        if path.stat().st_size > _MAX_SIDECAR:
            return {}
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def by_saver(page: bytes) -> Address:
    """What the program that saved the page wrote into it."""
    for name, comment in _SAVERS:
        if match := comment.search(page[:_HEAD]):
            url, moment = (unescape((part or b"").decode("utf-8", "replace")) for part in match.groups())
            return address(url if "://" in url else f"http://{url}", moment, name)
    return Address()


def by_page(page: bytes) -> Address:
    """The canonical URL that a page gives itself by link or og:url, if it is absolute."""
    for tag in _TAG.findall(page[:_HEAD]):
        if _CANONICAL.search(tag) and (match := _ADDRESS.search(tag)):
            url = unescape(next(filter(None, match.groups())).decode("utf-8", "replace")).strip()
            found = address(url, None, "the page's canonical link")
            if found.url:
                return found
    return Address()


def by_path(path: PurePosixPath) -> Address:
    """By the folder that is called as a host, as `wget -r` and HTTrack lay their mirrors out; https where a folder above says so."""
    folders = path.parts[:-1]
    host = next((number for number, name in enumerate(folders) if _HOST.fullmatch(name)), None)
    if host is None:
        return Address()
    scheme = "https" if "https" in folders[:host] else "http"
    below = "/".join(path.parts[host + 1 :])
    below = re.sub(r"(^|/)index\.html?(?=$|\?)", r"\1", below)
    return Address(f"{scheme}://{folders[host]}/{quote(below, safe='/%?=&:@+,;~!$()*')}", "its path")


def by_time_of_file(path: Path) -> Address:
    return Address(moment=datetime.fromtimestamp(path.stat().st_mtime, timezone.utc), moment_from="the time of its file")
