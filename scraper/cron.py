"""Cron lines, as crontab(5) has them, in a site's own time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger


def trigger(schedule: str, zone: str | None) -> CronTrigger:
    """The times of a cron line; raises ValueError for a line that is none."""
    fields = schedule.split()
    if len(fields) == 5:
        fields[4] = _weekdays(fields[4])
    return CronTrigger.from_crontab(" ".join(fields), timezone=ZoneInfo(zone or "UTC"))


def _weekdays(field: str) -> str:
    """cron counts Sunday as 0 or 7, APScheduler Monday as 0: numbers become names."""
    names = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
    parts = []
    for part in field.split(","):
        days, slash, step = part.partition("/")
        first, dash, last = days.partition("-")
        if dash and first.isdigit() and last.isdigit():
            # A range that crosses APScheduler's end of the week is spelled out.
            chosen = list(range(int(first), int(last) + 1, int(step) if step.isdigit() else 1))
            parts.append(",".join(names[day] for day in chosen))
        else:
            parts.append((names[int(days)] if days.isdigit() and int(days) < 8 else days) + slash + step)
    return ",".join(parts)
