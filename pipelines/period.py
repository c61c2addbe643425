"""Dates that bound a period, as people write them: 2018, 2018-09, 2018-09-19 or 2018-09-19T08:30, each meaning all of it."""

from __future__ import annotations

import re

from pipelines.errors import UsageError

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?)?)?)?")


def check_dates(*, since: str | None = None, until: str | None = None) -> None:
    """Raises UsageError for what is given and is no date."""
    for name, value in (("since", since), ("until", until)):
        if value and not _DATE.fullmatch(value):
            raise UsageError(f"--{name} {value!r} is no date", "write one such as 2018-09-19, or 2018-09, or 2018")
