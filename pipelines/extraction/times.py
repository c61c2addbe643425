"""When a story was published and modified: the displayed time and the structured one weighed against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from pipelines.article import Evidence
from pipelines.extraction import dates
from pipelines.extraction.line_times import Shown
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import Given, StructuredData
from pipelines.extraction.worded import places

_URL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:(?:[-_]?|/(?:[A-Za-z][\w.-]*/){0,3})(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/([1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(0?[1-9]|[12]\d|3[01])(?=/))",
    re.I,
)
# What each name of a variable below begins with.
_SCRIPT_NAMES = (
    *("publish", "pubtime", "pub_time", "pubdate", "pub_date", "ptime", "datepublished", "date_published"),
    *("releasetime", "release_time", "releasedate", "release_date", "createtime", "create_time"),
)
_SCRIPT_DATE = re.compile(
    r"""["']?(?:publish_?(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|ptime|date_?published|release_?(?:time|date)|create_?time)["']?\s*[:=]\s*["']?"""
    r"""((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<,;}]{0,24}|1[0-9]{9}(?:\d{3})?\b)""",
    re.I,
)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timed:
    """A moment of the page, ISO 8601, with its evidence."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone in which the page's clock runs, and whether anybody said so."""

    name: str
    tz: tzinfo
    assumed: bool


def published(page: Page, data: StructuredData, shown: Shown | None, zone: Zone, trusts_display: bool) -> Timed | None:
    """The publication time; in Chinese (`trusts_display`) the displayed time wins, elsewhere the structured one does."""
    clock = dates.Clock(zone.tz, page.fetched_at)
    given = _structured(data, "published", clock)
    if shown is None or shown.moment is None:
        return _from_structured(given, zone) or _last_resort(page, data, zone, clock)
    if given is None:
        return _from_display(page, shown, zone)
    return _from_structured(given, zone) if _prefers(given[1], shown, zone, trusts_display) else _from_display(page, shown, zone)


def modified(page: Page, data: StructuredData, shown: Shown | None, zone: Zone, published_at: str | None) -> Timed | None:
    """The time of the last change; None when it is the time of publication."""
    found = _from_structured(_structured(data, "modified", dates.Clock(zone.tz, page.fetched_at)), zone)
    if found is None and shown is not None and shown.moment is not None:
        found = _from_display(page, shown, zone)
    return None if found is None or found.value == published_at else found


def _structured(data: StructuredData, key: str, clock: dates.Clock) -> tuple[Given, dates.Moment] | None:
    """The best structured moment; a later one of the same day counts when only it has a time of day."""
    best: tuple[Given, dates.Moment] | None = None
    for given in data.all(key)[:6]:
        moment = dates.parse(given.value, dates.Clock(clock.zone)) if len(given.value) < 60 else None
        if moment is None or not _is_plausible(moment, clock):
            continue
        if moment.has_time and (best is None or abs(moment.instant(clock.zone) - best[1].instant(clock.zone)) < timedelta(days=1)):
            return given, moment
        best = best or (given, moment)
    return best


def _is_plausible(moment: dates.Moment, clock: dates.Clock) -> bool:
    if moment.value.year < 1985:
        return False
    return clock.now is None or moment.instant(clock.zone) <= clock.now + timedelta(days=3)


def _prefers(given: dates.Moment, shown: Shown, zone: Zone, trusts_display: bool) -> bool:
    """Whether the structured moment is taken rather than the displayed one."""
    assert shown.moment is not None
    if given.has_time and not shown.moment.has_time:
        return not trusts_display or given.value.date() == shown.moment.value.date() or shown.rank < 0
    if shown.moment.has_time and not given.has_time:
        return abs(given.instant(zone.tz) - shown.moment.instant(zone.tz)) > timedelta(days=1) and not trusts_display
    same = abs(given.instant(zone.tz) - shown.moment.instant(zone.tz)) < _MINUTE
    return same or not trusts_display or shown.rank < 0


def _from_structured(found: tuple[Given, dates.Moment] | None, zone: Zone) -> Timed | None:
    if found is None:
        return None
    given, moment = found
    return Timed(moment.iso(zone.tz), Evidence(_method(given.method, moment, zone), given.where, given.value))


def _from_display(page: Page, shown: Shown, zone: Zone) -> Timed:
    assert shown.moment is not None
    method = _method("dateline", shown.moment, zone)
    return Timed(shown.moment.iso(zone.tz), Evidence(method, page.selector(shown.line.element), shown.line.text[:200]))


def _method(name: str, moment: dates.Moment, zone: Zone) -> str:
    """The method with what had to be assumed: `dateline (zone assumed: Asia/Shanghai)`."""
    notes = []
    if moment.assumed:
        notes.append("relative to the capture" if moment.assumed == "relative" else f"{moment.assumed} assumed from the capture")
    if moment.has_time and moment.value.tzinfo is None:
        notes.append(f"zone assumed: {zone.name}" if zone.assumed else f"zone of the site: {zone.name}")
    return f"{name} ({', '.join(notes)})" if notes else name


def _in_script(text: str) -> re.Match[str] | None:
    """The first variable that holds a time of publication; the names are looked for first, which takes a fourth of the time."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return _SCRIPT_DATE.search(text)
    starts = sorted(place for name in _SCRIPT_NAMES for place in places(lowered, name))
    found = (_SCRIPT_DATE.match(text, start - (text[start - 1 : start] in ("'", '"'))) for start in starts)
    return next(filter(None, found), None)


def _last_resort(page: Page, data: StructuredData, zone: Zone, clock: dates.Clock) -> Timed | None:
    """A time element that a script fills, a script's variable, the date in the page's address, the date that ends its title element."""
    changed = {given.value for given in data.all("modified")}
    for element in page.elements("time"):
        value = element.get("datetime") or ""
        is_empty = not len(element) and not (element.text or "").strip()
        if is_empty and value not in changed and (moment := dates.parse(value, dates.Clock(zone.tz))) and _is_plausible(moment, clock):
            return Timed(moment.iso(zone.tz), Evidence(_method("time element", moment, zone), page.selector(element), value))
    if (
        (page.known is None or page.known.layout.scripted)
        and (match := _in_script(page.text))
        and (moment := dates.parse(match[1], dates.Clock(zone.tz)))
        and _is_plausible(moment, clock)
    ):
        return Timed(moment.iso(zone.tz), Evidence(_method("script variable", moment, zone), "script", match[0]))
    for match in filter(None, map(_URL_DATE.search, (page.url, data.canonical or ""))):
        parts = [part for part in match.groups() if part]
        if (moment := dates.parse(("-" if parts[1].isdigit() else " ").join(parts), clock)) and _is_plausible(moment, clock):
            return Timed(moment.iso(zone.tz), Evidence("url", None, match[0]))
    words = " ".join((page.tree.findtext(".//title") or "").split())[-40:]
    for moment in dates.find(words, dates.Clock(zone.tz)) if words else ():
        if moment.end == len(words) and _is_plausible(moment, clock):
            return Timed(moment.iso(zone.tz), Evidence(_method("title element", moment, zone), "title", words))
    return None
