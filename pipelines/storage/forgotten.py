"""Addresses that were taken down and must not come back: known by digest, for a list of them would undo the take-down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from pipelines.storage.database import MorgueDatabase

_BEGINNING = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


class Ban(NamedTuple):
    """The digest of an address that must not be captured again, since when, and why."""

    digest: str
    removed_at: str
    reason: str


def address_digest(url: str) -> str:
    """SHA-256, in hexadecimal, of an address without its scheme, www. and fragment: one for all spellings of a page."""
    return hashlib.sha256(_bare(url).encode()).hexdigest()


def spellings(url: str) -> list[str]:
    """The addresses of the same digest that a page may have been captured at, the one given first."""
    bare = _bare(url)
    return list(dict.fromkeys([url, *(f"{beginning}{bare}" for beginning in ("http://", "https://", "http://www.", "https://www."))]))


def ban(db: MorgueDatabase, bans: Iterable[Ban]) -> None:
    with db.writing():
        db.conn.executemany("INSERT INTO forgotten (digest, removed_at, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", list(bans))


def forgotten_digests(db: MorgueDatabase) -> frozenset[str]:
    """Those of every address that must not be captured; few or none, so they are held in memory."""
    return frozenset(row["digest"] for row in db.rows_of("SELECT digest FROM forgotten"))


def _bare(url: str) -> str:
    return _BEGINNING.sub("", url).partition("#")[0]
