"""Rows of what was learned: a profile a site."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from pipelines.extraction.profile import OutdatedProfile, SiteProfile
from pipelines.extraction.rules import SiteRules
from pipelines.storage.database import MorgueDatabase

logger = logging.getLogger(__name__)


def save_profile(db: MorgueDatabase, profile: SiteProfile) -> None:
    """Puts the profile in the place of the one that the site had; an equal one stays, with its date."""
    if (known := load_profile(db, profile.site)) is None or known.digest != profile.digest:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        values = [profile.site, profile.digest, profile.to_json(), now, profile.captures, profile.stories, json.dumps(profile.agreement)]
        with db.writing():
            db.execute("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def load_profile(db: MorgueDatabase, site: str) -> SiteProfile | None:
    """The profile of a site; None where nothing was learned yet, or by an older version alone, which is logged."""
    row = db.first("SELECT profile FROM profiles WHERE site = ?", site)
    try:
        return SiteProfile.from_json(row["profile"], f"the profile of {site}") if row else None
    except OutdatedProfile as error:
        logger.warning("%s; until then its pages are read in full", error)
        return None


def forget_profile(db: MorgueDatabase, site: str) -> bool:
    """Takes a site's profile out; False if there was none."""
    with db.writing():
        return db.execute("DELETE FROM profiles WHERE site = ?", [site]).rowcount > 0


def describe_profile(db: MorgueDatabase, site: str) -> dict[str, Any] | None:
    """What people want to know of a site's profile: how old, from how much, and what each layout's figures are."""
    row = db.first("SELECT made_at, digest FROM profiles WHERE site = ?", site)
    if row is None:
        return None
    profile = load_profile(db, site)
    return {"made_at": row["made_at"], **(profile.describe() if profile else {"digest": row["digest"], "outdated": True})}


def with_profiles(db: MorgueDatabase, rules: Mapping[str, SiteRules]) -> dict[str, SiteRules]:
    """The rules of sites together with what was learned of them; a profile without layouts changes nothing and is left out."""
    informed = dict(rules)
    for name in rules:
        profile = load_profile(db, name)
        if profile is not None and profile.layouts:
            informed[name] = rules[name].taught(profile)
    return informed
