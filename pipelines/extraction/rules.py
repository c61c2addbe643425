"""What extraction is told about a site: its names, language and zone, and the selectors that generic code cannot know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from pipelines.extraction.profile import SiteProfile


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Selectors of one period of a site's layout. CSS selectors; `selectors` maps a field of Article to one."""

    valid_until: date | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteRules:
    """All that extraction is told of a site: what its TOML says and what was learned. The default is a site of which nothing is known.

    `timezone` is an IANA name, `language` a BCP 47 tag; a source that begins with one of `own_names` is the
    site's own.
    """

    site: str | None = None
    title: str | None = None
    language: str | None = None
    timezone: str | None = None
    domains: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    rules: tuple[RuleSet, ...] = ()
    profile: SiteProfile | None = None

    def at(self, moment: datetime | None) -> RuleSet:
        """The rule set in force at a capture's date: the earliest `valid_until` that is not past, else the open one."""
        day = moment.date() if moment else date.max
        dated = sorted((r for r in self.rules if r.valid_until and day <= r.valid_until), key=lambda r: r.valid_until or date.max)
        return next(iter([*dated, *(r for r in self.rules if not r.valid_until)]), RuleSet())

    def taught(self, profile: SiteProfile | None) -> SiteRules:
        """The same rules together with what was learned of the site; their digest stays what it was."""
        rules = replace(self, profile=profile)
        rules.__dict__["digest"] = self.digest
        return rules

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits over what the TOML says that can change a result; part of the extractor's fingerprint.

        The profile has a digest of its own.
        """
        values = {key: value for key, value in asdict(replace(self, profile=None)).items() if key != "profile"}
        text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


NO_RULES = SiteRules()
