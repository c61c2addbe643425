"""Dates and times in the words of a page: what was said, how exactly, and where in the line.

Structured values are ISO 8601, RFC 2822 or epoch seconds; displayed ones follow the habits of their language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from itertools import chain
from zoneinfo import ZoneInfo

from pipelines.extraction.ago_words import DAYS_AGO, LOCAL_DAYS_AGO, RELATIVE, UNITS
from pipelines.extraction.date_words import (
    AFTERNOON,
    AM,
    ERAS,
    LOCAL_MONTHS,
    MERIDIEM,
    MODIFIED,
    MONTHS,
    NAMED_ZONES,
    OFFSETS,
    PERSIAN_MONTHS,
    PM,
    THAI_MONTHS,
)
from pipelines.extraction.weekdays import is_turned
from pipelines.extraction.worded import folded

YEAR_FIRST_ZONES = frozenset({"Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Seoul", "Asia/Macau"})
MONTH_FIRST_ZONES = frozenset({"America/New_York", "Asia/Manila", "America/Los_Angeles", "America/Chicago"})


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page's times are read against: its zone, and the moment of its capture for relative and year-less dates."""

    zone: tzinfo = timezone.utc
    now: datetime | None = None

    @property
    def today(self) -> date | None:
        """The day of the capture where the page is read."""
        return self.now.astimezone(self.zone).date() if self.now else None

    @property
    def place(self) -> str:
        """The IANA name of the zone, "" for a mere offset."""
        return getattr(self.zone, "key", "")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as given. `value` is aware only when the page said the offset; `assumed` names what was filled in."""

    value: datetime
    has_time: bool = True
    start: int = 0
    end: int = 0
    assumed: str = ""

    def iso(self, zone: tzinfo) -> str:
        """ISO 8601: with an offset (the page's own or `zone`'s) when a time of day was given, else the date alone."""
        if not self.has_time:
            return self.value.date().isoformat()
        value = self.value if self.value.tzinfo else self.value.replace(tzinfo=zone)
        return value.isoformat(timespec="seconds")

    def instant(self, zone: tzinfo) -> datetime:
        """An aware datetime to compare by; midnight of `zone` for a date alone."""
        return self.value if self.value.tzinfo else self.value.replace(tzinfo=zone)


_DIGIT = re.compile(r"\d")
_DAY = r"3[01]|[12]\d|0?[1-9]"
_MONTH = r"1[0-2]|0?[1-9]"
_YEAR = r"(?:19|20)\d\d"
_A_YEAR = re.compile(_YEAR)
_WORD = r"(?:(?:تشرين|كانون)\s)?[^\s\d,./:|()\-–]{2,15}"
_YMD = re.compile(
    rf"(?<![\d.])(?P<y>{_YEAR})\s?(?:[-/.－／‐]|年|년)\s?(?P<m>{_MONTH})\s?(?:[-/.－／‐]|月|월)\s?(?P<d>{_DAY})(?:\s?[日号號일])?"
)
_DMY = re.compile(rf"(?<![\d./-])(?P<a>\d{{1,2}})\.?(?P<s>[./-])\s?(?P<b>\d{{1,2}})(?P=s)\s?(?P<y>{_YEAR}|\d\d(?!\d))")
_D_WORD_Y = re.compile(
    rf"(?<![\d.:])(?P<d>{_DAY})(?:st|nd|rd|th|er|º|ª|°|η|\.)?[\s-]{{0,2}}(?:d[ei]l?\s|d['’]|of\s)?(?P<w>{_WORD})\.?,?[\s-]{{0,2}}"
    rf"(?:(?:del?|of|г)\s)?(?P<y>{_YEAR})(?!\d)"
)
_WORD_D_Y = re.compile(rf"(?<!\w)(?P<w>{_WORD})\.?\s?(?P<d>{_DAY})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y>{_YEAR})(?!\d)")
_Y_WORD_D = re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?:\.|e?ko)?\s(?:m\.\s|gada\s)?(?P<w>{_WORD})\.?\s(?P<d>{_DAY})(?!\d)")
# A year, and the day set apart from it.
_Y_MD = re.compile(r"(?<!\d)(?P<y>20\d\d)\s(?P<m>0[1-9]|1[0-2])\s?/\s?(?P<d>0[1-9]|[12]\d|3[01])(?=\s\d\d:\d\d)")
_Y_D_WORD = re.compile(rf"(?<!\d)(?P<y>{_YEAR})\.\sgada\s(?P<d>{_DAY})\.\s(?P<w>{_WORD})")
_ERA = re.compile(rf"(?P<era>{'|'.join(ERAS)})\s?(?P<n>\d{{1,3}}|元)年\s?(?P<m>{_MONTH})月\s?(?P<d>{_DAY})日?")
_ROC = re.compile(r"(?<![\d/.-])(?P<n>1\d\d)(?P<s>[/.-])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_THAI_MONTH = "|".join(sorted(map(re.escape, THAI_MONTHS), key=len, reverse=True))
_THAI = re.compile(rf"(?<!\d)(?P<d>{_DAY})\s(?P<w>{_THAI_MONTH})\s?(?:พ\.ศ\.\s?)?(?P<y>25\d\d|{_YEAR}|\d\d)(?!\d)")
_VIETNAMESE = re.compile(rf"(?<!\d)(?P<d>{_DAY})\stháng\s(?P<m>{_MONTH})(?:,|\snăm)?\s(?P<y>{_YEAR})(?!\d)", re.I)
_PERSIAN = re.compile(rf"(?<!\d)(?P<d>{_DAY})\s(?P<w>{'|'.join(PERSIAN_MONTHS)})(?:\sماه)?،?\s(?P<y>1[34]\d\d)(?!\d)")
_PERSIAN_YMD = re.compile(rf"(?<!\d)(?P<y>1[34]\d\d)[/-](?P<m>{_MONTH})[/-](?P<d>{_DAY})(?!\d)")
# Sun Nov 05 17:20:00 CET 2023, as Java prints it.
_JAVA = re.compile(rf"(?<!\w)(?P<w>[A-Z][a-z]{{2}})\s(?P<d>{_DAY})\s(?P<t>\d\d:\d\d:\d\d)\s(?P<z>[A-Z]{{2,4}})\s(?P<y>{_YEAR})(?!\d)")
_YY_MD = re.compile(rf"(?<!\d)(?P<yy>\d\d)-(?P<m>{_MONTH})-(?P<d>\d\d)(?=\s?\d\d:\d\d)")
_MD = re.compile(r"(?<![\d年-])(?P<m>1[0-2]|0?[1-9])(?:-(?P<d>\d\d)(?=\s?\d\d:\d\d)|\s?[月월]\s?(?P<d2>3[01]|[12]\d|0?[1-9])\s?[日号號일])")
_SLASH_MD = re.compile(r"(?<![\d/])(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?=(?:[(（][^)）]{1,3}[)）])?\s\d?\d:\d\d)")
_TIME = re.compile(
    rf"(?P<mer>{MERIDIEM})?\s?(?P<h>[01]?\d|2[0-4])(?:\s?(?:[:：∶]\s?|[hHuUч]\s?|"
    rf"[时時点點시]\s?|\.(?=\d\d\s?(?:Uhr|uur|h\b|WIB|GMT|BST|CES?T|น\.|,|\)|$)|\d\d\s(?-i:[A-ZÄÅÆØÖÜ])))(?P<mi>[0-5]\d|"
    rf"\d(?=[分분]))"
    r"|(?=\s?(?:Uhr|[ap]\.?\s?m\b|[時时시](?!\s?\d))))"
    r"(?:\s?[分분])?(?:\s?[:：∶.]?(?P<s>[0-5]\d)(?:\.\d{1,9})?秒?)?(?!\d)"
    r"(?:\s?(?:(?P<ap>[ap])\.?\s?m\b\.?|(?P<mark>[مص](?!\w)|[πμ]\.?μ\.?(?!\w))))?",
    re.I,
)
_ZONE = re.compile(
    r"\s?(?:Uhr|h\b|时|時)?[\s,(（]*(?:(?P<utc>UTC|GMT)?\s?(?P<off>[+−-](?:1[0-4]|"
    r"0?\d)(?::?[0-5]\d)?)(?!\d)|(?P<abbr>[A-Z]{1,5})(?![A-Za-z])|(?P<cjk>"
    + "|".join(name for name in NAMED_ZONES if not name.isascii())
    + "))"
)
_CJK_ZONE_BEFORE = re.compile("(" + "|".join(name for name in NAMED_ZONES if not name.isascii()) + r")\D{0,3}$")
_ASCII_DIGITS = {ord(zero) + digit: str(digit) for zero in "٠۰०০੦૦௦౦೦൦෦๐໐၀០０" for digit in range(10)}
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?")
_DAYS_AGO_WORDS = [*DAYS_AGO, *(word for _, word in LOCAL_DAYS_AGO)]
_DAYS_AGO = re.compile(
    "(?<![^\\W_])("
    + "|".join(sorted((re.escape(word) for word in _DAYS_AGO_WORDS if word[0] < "⺀"), key=len, reverse=True))
    + r")(?!\w)|("
    + "|".join(word for word in _DAYS_AGO_WORDS if word[0] >= "⺀")
    + ")",
    re.I,
)


def parse(text: str, clock: Clock) -> Moment | None:
    """The moment that a structured value names, None when it names none; the clock serves values without a year only."""
    text = text.strip()
    if _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(text[:10]), timezone.utc))
    if (match := _COMPACT.fullmatch(text.rstrip("Zz"))) and "-" not in text:
        return _from_compact(match, text)
    return next(find(text, clock), None)


def find(text: str, clock: Clock) -> Iterator[Moment]:
    """Every date in a line with the time that belongs to it, in order; relative ones only when there is no other."""
    found: list[Moment] = []
    if _DIGIT.search(text):
        text = text if text.isascii() else text.translate(_ASCII_DIGITS)
        found = sorted(_dates(text, clock), key=lambda moment: (moment.start, -moment.end))
    end = -1
    for moment in found:
        if moment.start >= end:
            complete = _with_time(text, moment, clock)
            end = complete.end
            yield complete
    if end < 0 and clock.now:
        yield from _relative(text, clock)


def _dates(text: str, clock: Clock) -> Iterator[Moment]:
    """Every date, in no order, those that overlap others too."""
    if _A_YEAR.search(text):
        yield from _of_years(text, clock)
    for match in _DMY.finditer(text):
        yield from _numeric(match, clock)
    if clock.place == "Asia/Taipei":
        for match in _ROC.finditer(text):
            yield from _moment(match, 1911 + int(match["n"]), int(match["m"]), int(match["d"]))
    if clock.place in ("Asia/Tehran", "Asia/Kabul"):
        for match in _PERSIAN_YMD.finditer(text):
            yield from _persian(match, int(match["m"]))
    if not text.isascii():
        yield from _of_other_calendars(text)
    for match in _YY_MD.finditer(text):
        yield from _moment(match, 2000 + int(match["yy"]), int(match["m"]), int(match["d"]))
    if today := clock.today:
        for pattern in (_MD, _SLASH_MD):
            for match in pattern.finditer(text):
                yield from _yearless(match, today)


def _of_years(text: str, clock: Clock) -> Iterator[Moment]:
    """The dates that say their year in four digits."""
    for match in chain(_YMD.finditer(text), _Y_MD.finditer(text)):
        yield from _moment(match, int(match["y"]), int(match["m"]), int(match["d"]))
    for match in _JAVA.finditer(text):
        yield from _java(match)
    for pattern in (_D_WORD_Y, _WORD_D_Y, _Y_WORD_D, _Y_D_WORD):
        for match in pattern.finditer(text):
            word = folded(match["w"]).rstrip(".")
            if month := LOCAL_MONTHS.get((clock.place, word)) or MONTHS.get(word):
                yield from _moment(match, int(match["y"]), month, int(match["d"]))


def _moment(match: re.Match[str], year: int, month: int, day: int, assumed: str = "") -> Iterator[Moment]:
    try:
        yield Moment(datetime(year, month, day), False, match.start(), match.end(), assumed)  # noqa: DTZ001
    except ValueError:
        return


def _of_other_calendars(text: str) -> Iterator[Moment]:
    """Years of Japanese eras, of the Republic of China, of the Buddha and of the Solar Hijri; and Vietnamese months, which are numbers."""
    for match in _ERA.finditer(text):
        yield from _moment(match, ERAS[match["era"]] + (1 if match["n"] == "元" else int(match["n"])), int(match["m"]), int(match["d"]))
    for match in _THAI.finditer(text):
        year = int(match["y"])
        gregorian = year - 543 if year > 2400 else year + 1957 if year < 100 else year
        yield from _moment(match, gregorian, THAI_MONTHS[match["w"]], int(match["d"]))
    for match in _VIETNAMESE.finditer(text):
        yield from _moment(match, int(match["y"]), int(match["m"]), int(match["d"]))
    for match in _PERSIAN.finditer(text):
        yield from _persian(match, PERSIAN_MONTHS[match["w"]])


def _persian(match: re.Match[str], month: int) -> Iterator[Moment]:
    """A day of the Solar Hijri calendar, whose leap years come eight times in 33, exact from 1244 to 1472 (1865 to 2094)."""
    year, day = int(match["y"]), int(match["d"])
    leaps = [each for each in range(min(year, 1400), max(year, 1400)) if each % 33 in (1, 5, 9, 13, 17, 22, 26, 30)]
    days = 365 * (year - 1400) + (len(leaps) if year > 1400 else -len(leaps)) + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    if day < 31 or month < 7:
        value = date(2021, 3, 21) + timedelta(days=days)
        yield from _moment(match, value.year, value.month, value.day)


def _java(match: re.Match[str]) -> Iterator[Moment]:
    month, offset = MONTHS.get(folded(match["w"])), OFFSETS.get(match["z"])
    if month is None:
        return
    for moment in _moment(match, int(match["y"]), month, int(match["d"])):
        hour, minute, second = map(int, match["t"].split(":"))
        if hour < 24 and minute < 60 and second < 60:
            value = moment.value.replace(hour=hour, minute=minute, second=second, tzinfo=None if offset is None else _fixed(offset))
            yield replace(moment, value=value, has_time=True)


def _numeric(match: re.Match[str], clock: Clock) -> Iterator[Moment]:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if year < 100 and clock.place in YEAR_FIRST_ZONES:
        yield from _moment(match, 2000 + first, second, year)
        return
    month_first = clock.place in MONTH_FIRST_ZONES and match["s"] != "."
    if (month_first and first <= 12) or second > 12:
        first, second = second, first
    year += 2000 if year < 100 else 0
    if 0 < first <= 12 and 0 < second <= 12 and is_turned(match, year, second, first):
        first, second = second, first
    yield from _moment(match, year, second, first)


def _yearless(match: re.Match[str], today: date) -> Iterator[Moment]:
    groups = match.groupdict()
    month, day = int(match["m"]), int(groups.get("d") or groups["d2"])
    year = today.year - ((month, day) > (today.month, today.day + 1))
    yield from _moment(match, year, month, day, "year")


def _with_time(text: str, moment: Moment, clock: Clock) -> Moment:
    """The same moment with the time of day that stands behind it, or else before it."""
    if moment.has_time:
        return moment
    after = _TIME.search(text, moment.end, moment.end + 48)
    if after and _is_gap(text[moment.end : after.start()]):
        return _at_time(text, moment, after, clock)
    window = max(0, moment.start - 40)
    for before in _TIME.finditer(text, window, moment.start):
        zone = _ZONE.match(text, before.end(), moment.start)
        if _is_gap(text[zone.end() if zone else before.end() : moment.start]):
            return replace(_at_time(text, moment, before, clock), end=moment.end, start=before.start())
    return moment


def _is_gap(gap: str) -> bool:
    """Whether a date and a time with these words between them belong together."""
    return len(gap) <= 18 and not any(map(str.isdigit, gap)) and not MODIFIED.search(gap)


def _at_time(text: str, moment: Moment, match: re.Match[str], clock: Clock) -> Moment:
    hour, minute, second = int(match["h"]), int(match["mi"] or 0), int(match["s"] or 0)
    half = (match["ap"] or match["mark"] or " ")[0]
    if (match["mer"] in AFTERNOON or half in PM) and hour < 12:
        hour += 12
    elif half in AM and hour == 12:
        hour = 0
    value = moment.value.replace(hour=hour % 24, minute=minute, second=second)
    zone, end = _zone_after(text, match.end(), value, clock)
    if not zone and (before := _CJK_ZONE_BEFORE.search(text, 0, match.start())):
        zone = ZoneInfo(NAMED_ZONES[before[1]])
    return replace(moment, value=value.replace(tzinfo=zone), has_time=True, end=end)


def _zone_after(text: str, position: int, value: datetime, clock: Clock) -> tuple[tzinfo | None, int]:
    """The offset that follows a time, and where it ends; the time's own end when there is none."""
    match = _ZONE.match(text, position, position + 24)
    if not match:
        return None, position
    if match["off"]:
        digits = (
            match["off"][1:].replace(":", "").rjust(2, "0") if len(match["off"]) < 4 else match["off"][1:].replace(":", "").rjust(4, "0")
        )
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        return _fixed(minutes if match["off"][0] == "+" else -minutes), match.end()
    named = match["abbr"] or match["cjk"]
    if named in NAMED_ZONES:
        return ZoneInfo(NAMED_ZONES[named]), match.end()
    if value.replace(tzinfo=clock.zone).tzname() == named and named != "UTC":
        return clock.zone, match.end()
    return (_fixed(OFFSETS[named]), match.end()) if named in OFFSETS else (None, position)


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else timezone.utc


def _from_compact(match: re.Match[str], text: str) -> Moment | None:
    numbers = [int(group) for group in match.groups() if group]
    try:
        value = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return Moment(value.replace(tzinfo=timezone.utc) if text[-1] in "Zz" else value, len(numbers) > 3)


def _relative(text: str, clock: Clock) -> Iterator[Moment]:
    """`3 hours ago` and `昨天 12:30`, counted from the capture."""
    assert clock.now is not None
    if match := RELATIVE.search(text):
        values = match.groupdict()
        unit = next(value for name, value in values.items() if name[0] == "u" and value)
        number = next((value for name, value in values.items() if name[0] == "n" and value), "1")
        if seconds := next((size for pattern, size in UNITS if pattern.match(unit)), 0):
            seconds = seconds * int(number) if number.isdigit() else seconds // 2 if number.startswith(("half", "半")) else seconds
            value = clock.now.astimezone(clock.zone) - timedelta(seconds=seconds)
            exact = seconds < 86400
            yield Moment(value if exact else value.replace(tzinfo=None), exact, match.start(), match.end(), "relative")
            return
    for match in _DAYS_AGO.finditer(text):
        word, today = folded(match[0]), clock.today
        days = LOCAL_DAYS_AGO.get((clock.place, word), DAYS_AGO.get(word))
        if days is not None and today is not None:
            day = today - timedelta(days=days)
            moment = Moment(datetime(day.year, day.month, day.day), False, match.start(), match.end(), "relative")  # noqa: DTZ001
            yield _with_time(text, moment, clock)
            return
