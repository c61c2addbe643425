"""Tells a webhook when a site falls ill and when it is well again; each state once, over all processes that look."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import Any

from pipelines.archive import Archive
from pipelines.storage.captures import iso
from pipelines.storage.database import MorgueDatabase
from scraper.status import SiteStatus
from scraper.webhook import post

# Figures, times and addresses change while the trouble is the same.
_DETAIL = re.compile(r"https?://\S+|\d\S*")


def tell(archive: Archive, found: list[SiteStatus]) -> list[SiteStatus]:
    """Posts the sites whose state is another than the one told last; gives them back.

    Nothing is done without a webhook in morgue.toml. Raises MorgueError where it does not answer; the state is told the next time then.
    """
    webhook = archive.config.alarm.webhook
    if webhook is None:
        return []
    with archive.database() as db:
        changed = [each for each in found if _kinds(each.problems) != _kinds(_told(db, each.site))]
        if changed:
            post(webhook.get_secret_value(), message(archive, changed), archive.config.network)
            with db.writing():
                for each in changed:
                    _note(db, each)
    return changed


def message(archive: Archive, changed: list[SiteStatus]) -> dict[str, Any]:
    """What is posted; `text` is what chat programs show."""
    sites = [{"site": each.site, "state": "ill" if each.problems else "well", "problems": each.problems} for each in changed]
    lines = [f"{each.site}: {'; '.join(each.problems) or 'well again'}" for each in changed]
    return {"text": "\n".join(lines), "archive": archive.root.name, "at": iso(datetime.now(timezone.utc)), "sites": sites}


def _kinds(problems: list[str]) -> set[str]:
    return {_DETAIL.sub("", problem) for problem in problems}


def _told(db: MorgueDatabase, site: str) -> list[str]:
    row = db.first("SELECT problems FROM alarms WHERE site = ?", site)
    problems: list[str] = json.loads(row["problems"]) if row else []
    return problems


def _note(db: MorgueDatabase, found: SiteStatus) -> None:
    problems = json.dumps(found.problems, ensure_ascii=False)
    db.execute("INSERT INTO sites (name) VALUES (?) ON CONFLICT DO NOTHING", [found.site])
    db.execute(
        """INSERT INTO alarms (site, problems, told_at) VALUES (?, ?, ?)
           ON CONFLICT (site) DO UPDATE SET problems = excluded.problems, told_at = excluded.told_at""",
        [found.site, problems, iso(datetime.now(timezone.utc))],
    )
