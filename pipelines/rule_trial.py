"""A site's rules tried on what an archive holds: articles of every period with the rules and without them, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any

from pipelines.archive import Archive
from pipelines.article import Article
from pipelines.extraction import site_rules
from pipelines.extraction.page import Page
from pipelines.extraction.rules import NO_RULES, RuleSet, SiteRules
from pipelines.process import process_capture, read_page
from pipelines.saved_page import read_saved
from pipelines.storage.articles import Change
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.pages import readable

_UNCOMPARED = frozenset(("url", "evidence", "extractor"))
# Captures that are looked through for those of a period.
_LOOKED_THROUGH = 2000


@dataclass(slots=True)
class Trial:
    """What the rules of one period did. `found` says on how many of the pages each selector finds something.

    A change's `old` is what generic code reads, its `new` what is read with all that the site's definition says.
    """

    valid_until: date | None
    selectors: list[str]
    urls: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        changes = [{"url": change.url, "field": change.field, "without": change.old, "with": change.new} for change in self.changes]
        until = self.valid_until.isoformat() if self.valid_until else None
        return {
            "valid_until": until,
            "articles": self.urls,
            "found": {each: self.found[each] for each in self.selectors},
            "changes": changes,
        }


def try_rules(archive: Archive, rules: SiteRules, limit: int) -> list[Trial]:
    """Tries a site's rules on its archived pages, the newest `limit` of each rule set's days; nothing is stored.

    Raises RecordDamaged where a record cannot be read.
    """
    trials = {id(each): Trial(each.valid_until, _selectors(each)) for each in rules.rules}
    with archive.database() as db:
        for row in _newest(db, rules.site or ""):
            rule_set = rules.at(datetime.fromisoformat(row["fetched_at"]).astimezone(timezone.utc))
            trial = trials.setdefault(id(rule_set) if rule_set in rules.rules else 0, Trial(None, []))
            if len(trial.urls) < limit and row["url"] not in trial.urls:
                _try(archive, db, row, rules, trial)
    return sorted(trials.values(), key=lambda trial: trial.valid_until or date.max)


def _selectors(rule_set: RuleSet) -> list[str]:
    return [*rule_set.selectors, *(f"remove {selector}" for selector in rule_set.remove)]


def _newest(db: MorgueDatabase, site: str) -> Iterator[dict[str, Any]]:
    sql = """SELECT * FROM captures WHERE site = ? AND role = 'article' AND status = 200 AND truncated IS NULL
             ORDER BY fetched_at DESC, id DESC LIMIT ?"""
    yield from db.query(sql, [site, _LOOKED_THROUGH])


def _try(archive: Archive, db: MorgueDatabase, row: dict[str, Any], rules: SiteRules, trial: Trial) -> None:
    capture, payload = read_saved(archive.warc, readable(db, row))
    page = read_page(capture, payload, rules)
    before, after = (process_capture(capture, payload, each) for each in (NO_RULES, rules))
    trial.urls.append(row["url"])
    if isinstance(page, Page):
        trial.found.update(name for name, count in site_rules.check(page).items() if count)
    trial.changes += _changes(row["url"], before, after)


def _changes(url: str, before: Article, after: Article) -> list[Change]:
    old, new = before.to_dict(), after.to_dict()
    return [Change(url, name, old[name], new[name]) for name in old if name not in _UNCOMPARED and old[name] != new[name]]
