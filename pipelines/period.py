"""Dates that bound a period, as people write them: 2018, 2018-09, 2018-09-19 or 2018-09-19T08:30, each meaning all of it."""

from __future__ import annotations

import re
from datetime import datetime

from pipelines.errors import UsageError

# What a date that is not written out to its seconds is completed by.
_FIRST = "0001-01-01T00:00:00"
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?)?)?)?")


def check_dates(*, since: str | None = None, until: str | None = None) -> None:
    """Raises UsageError for what is given and is no date."""
    for name, value in (("since", since), ("until", until)):
        if value is not None and not _is_date(value):
            raise UsageError(f"--{name} {value!r} is no date", "write one such as 2018-09-19, or 2018-09, or 2018")


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and datetime.fromisoformat(value + _FIRST[len(value) :]))
    except ValueError:
        return False
