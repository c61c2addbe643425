"""Profiles from the captures of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pipelines.archive import Archive
from pipelines.capture import Capture
from pipelines.errors import MorgueError
from pipelines.extraction.profile import SiteProfile
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.learning.learn import MOST_CAPTURES, learn
from pipelines.saved_page import read_saved
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import readable
from pipelines.storage.profiles import load_profile, save_profile
from pipelines.workers import ExtractionPool

# Captures that are looked at when a crawl learns by itself: a few seconds' work.
AT_A_CRAWLS_END = 200


def learn_site(archive: Archive, site: str, rules: SiteRules = NO_RULES, *, most: int = MOST_CAPTURES) -> SiteProfile:
    """Learns a site's profile from its captures in the archive, which worker processes read, and stores it."""
    with archive.database() as db, ExtractionPool.of(archive, {}) as pool:
        profile = learn(site, _captured(db, archive, site, most), rules, most=most, each=pool.map)
        save_profile(db, profile)
    return profile


def learn_first(archive: Archive, site: str, rules: SiteRules) -> SiteProfile | None:
    """What the end of a crawl learns of a site that has no profile yet; None when there is one, or too little to learn from."""
    enough = archive.config.extraction.learn
    with archive.database() as db:
        row = db.first("SELECT count(*) AS n FROM articles WHERE site = ? AND status = 'ok'", site)
        if not enough or row is None or row["n"] < enough or load_profile(db, site) is not None:
            return None
    return learn_site(archive, site, rules, most=AT_A_CRAWLS_END)


def _captured(db: MorgueDatabase, archive: Archive, site: str, most: int) -> Iterator[tuple[Capture, bytes]]:
    """An even sample of a site's articles, by their digests, which are as good as chance; pages that made extraction fail are no part."""
    rows = db.rows_of(
        """SELECT * FROM captures WHERE id IN (SELECT min(c.id) FROM captures c JOIN extractions e ON e.capture = c.id
           WHERE c.site = ?1 AND c.role = 'article' AND c.status = 200 AND c.truncated IS NULL AND e.status IN ('ok', 'paywalled')
           GROUP BY c.sha256 ORDER BY c.sha256 LIMIT ?2) ORDER BY warc_file, offset""",
        *(site, most),
    )
    for row in rows:
        with suppress(MorgueError):  # `morgue verify` tells of damage
            yield read_saved(archive.warc, readable(db, row))
