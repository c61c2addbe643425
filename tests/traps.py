"""Site rules under which the pages of certain moments do to their worker what a fault in a C library may."""

from __future__ import annotations

import ctypes
import time
from datetime import datetime, timedelta, timezone

from pipelines.extraction.rules import RuleSet, SiteRules

START = datetime(2025, 3, 1, tzinfo=timezone.utc)
HANGS, CRASHES, GROWS = (START + timedelta(hours=hours) for hours in (4, 7, 400))


class Traps(SiteRules):
    """As no rules, and with the same digest."""

    def at(self, moment: datetime | None) -> RuleSet:
        if moment == HANGS:
            time.sleep(600)
        if moment == CRASHES:
            ctypes.string_at(0)
        if moment == GROWS:
            bytearray(1 << 34)
        return super().at(moment)
