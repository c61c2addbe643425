"""The demo site's files: what stands at a path in each edition, and the extraction that is expected there.

`site/` holds the pages as they are served. Beside `a.html` of an article stands `a.expected.json`, which is never
served. `a.2.html` and `a.2.expected.json` replace them in the second edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

SITE = Path(__file__).parent / "site"
EDITIONS = (1, 2)
PRINTED = {1: datetime(2025, 11, 4, 6, 0, tzinfo=timezone.utc), 2: datetime(2025, 11, 5, 1, 30, tzinfo=timezone.utc)}
BASE = b"{{base}}"

MEDIA_TYPES = {
    ".html": "text/html",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}

# Where a path moved to, as a web server's configuration would say it.
REDIRECTS = {
    "/en/news/20251103/new-ferry.html": "/en/20251103/harbour-ferry.html",
    "/index.html": "/",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One file as it is served: the bytes with `base` filled in, its Content-Type and when it last changed."""

    body: bytes
    content_type: str
    modified: datetime


def load_page(path: str, edition: int, base: str) -> Page | None:
    """The page at a URL path, None where there is none. `base` is the site's root URL without the final slash."""
    file = _file_at(path)
    if file is None:
        return None
    later = _of_second_edition(file)
    printed = 2 if edition == 2 and later.is_file() else 1
    body = (later if printed == 2 else file).read_bytes().replace(BASE, base.encode("ascii"))
    return Page(body, _content_type(file, body), PRINTED[printed])


def paths() -> list[str]:
    """The URL paths of all files that the site serves, sorted."""
    return sorted("/" + _relative(file).removesuffix("index.html") for file in _served_files())


def expected(edition: int = 1) -> dict[str, dict[str, Any]]:
    """By the path of each article, the fields that extraction must give for it in that edition."""
    found = {}
    for file in _served_files():
        answer = file.with_suffix(".expected.json")
        if edition == 2 and _of_second_edition(answer, ".expected.json").is_file():
            answer = _of_second_edition(answer, ".expected.json")
        if answer.is_file():
            found["/" + _relative(file)] = json.loads(answer.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


def differences(answer: Mapping[str, Any], fields: Mapping[str, Any]) -> list[str]:
    """The names of the fields in which an extraction is not what is expected; credits may come in any order."""
    return [name for name, value in answer.items() if _comparable(value) != _comparable(fields.get(name))]


def _comparable(value: Any) -> Any:
    """Credits as a sorted list of role and name; nothing at all is None."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sorted((item["role"], item["name"]) for item in value)
    return value or None


def _file_at(path: str) -> Path | None:
    """The file behind a path, never one outside the site, an expected answer or a second edition by its own name."""
    wanted = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
    return next((file for file in _served_files() if _relative(file) == wanted), None)


def _served_files() -> Iterator[Path]:
    for file in sorted(SITE.rglob("*")):
        if file.is_file() and not file.name.endswith(".expected.json") and ".2." not in file.name:
            yield file


def _of_second_edition(file: Path, suffix: str | None = None) -> Path:
    ending = suffix or file.suffix
    return file.with_name(file.name.removesuffix(ending) + ".2" + ending)


def _relative(file: Path) -> str:
    return file.relative_to(SITE).as_posix()


def _content_type(file: Path, body: bytes) -> str:
    """As many servers do, the charset is named for UTF-8 pages only; another page has just its meta element."""
    kind = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    if file.suffix != ".html":
        return kind
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"
