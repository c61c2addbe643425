"""The dates and times in displayed lines, sorted into publication and change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.extraction import dates
from pipelines.extraction.bylines import class_names
from pipelines.extraction.date_words import MODIFIED, PUBLISHED
from pipelines.extraction.lines import Line, width

# What `position` is at the headline from above, and lines from there that may hold the story's time but hardly the page's clock.
_ABOVE, _NEAR = -0.5, 3
# What may stand beside a relative time that no label introduces.
_LONGEST_BESIDE = 60
_TIMED = re.compile(r"date|time|pub|zeit|datum|fecha|data\b|heure|timestamp|meta|info|source|byline|tarih")
_UPDATED_CLASS = re.compile(r"updat|modif|aktual")
# Labels of East Asian datelines may follow the date: 18:02更新, 17:20配信.
_UPDATED_BEHIND = re.compile(r"\s?(?:更新|수정|업데이트)")
# Where scripts, RDFa and the hAtom microformat keep the moment of which an element shows a date or "3 hours ago".
_KEPT = frozenset("title content datetime data-time data-timestamp data-utime data-date data-datetime data-published data-epoch".split())
_MACHINE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d\S*(?: ?[+-]\d\d:?\d\d)?)?|1[0-9]{9}(?:[0-9]{3})?")
_PUBLISHED_BEHIND = re.compile(r"\s?(?:配信|公開|掲載|発表|发布|發布|송고|입력)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that a line displays. `rank` orders rivals, the highest first."""

    value: str
    line: Line
    rank: float = 0.0
    element: etree._Element | None = None
    moment: dates.Moment | None = None


@dataclass(slots=True)
class LineTimes:
    """The candidates of the lines read so far; relative times count from the clock."""

    clock: dates.Clock
    published: list[Shown] = field(default_factory=list)
    modified: list[Shown] = field(default_factory=list)

    def note(self, line: Line, text: str, moments: list[dates.Moment], position: float) -> list[dates.Moment]:
        """Sorts a line's dates into published and updated; gives back those that are a dateline's."""
        used, end = [], 0
        exact = _time_elements(line, self.clock)
        if not moments and not exact:
            return []
        classes = f"{line.block.name} {' '.join(class_names(element) for element, _ in line.nodes[:6])}"
        for moment in [*exact, *(_with_zone(moment, exact) for moment in moments if not exact or moment.assumed != "relative")]:
            label = text[end : moment.start][-30:] if moment.end else ""
            after = text[moment.end : moment.end + 5] if moment.end else ""
            behind = text[moment.end : moment.end + 12] if len(moments) == 1 else ""
            end = max(end, moment.end)
            published = PUBLISHED.search(label) or _PUBLISHED_BEHIND.match(after)
            updated = MODIFIED.search(label) or _UPDATED_BEHIND.match(after) or _UPDATED_CLASS.search(line.block.name)
            if moment.assumed == "updated":
                moment, updated = replace(moment, assumed=""), MODIFIED.search("updated")
            rest = width(text) - (moment.end - moment.start)
            labelled = published or updated or moment.has_time
            if not (labelled or rest < 40 or _TIMED.search(classes)):
                continue
            if moment.assumed == "relative" and not (published or updated or _is_dateline(text, moment)):
                continue
            # Not the clock in the page's head, a span of years or a copyright line.
            if (
                (self._may_be_clock(moment, position) and not published and "publi" not in classes)
                or re.match(r"\s?[-–—~至]\s?\d", behind)
                or "©" in text
                or "copyright" in text.lower()
            ):
                continue
            rank = 2 * moment.has_time + 2 * bool(published) + 0.5 * bool(_TIMED.search(classes)) + position - (0 if moment.end else -0.7)
            shown = Shown(text[moment.start : moment.end] or line.text[:80], line, rank - 0.01 * len(self.published), None, moment)
            (self.modified if updated and not (published and not MODIFIED.search(label)) else self.published).append(shown)
            used.append(moment)
        return used

    def _may_be_clock(self, moment: dates.Moment, position: float) -> bool:
        """Whether a moment above the headline may be what the page's head says of today; right above it one with a time is the story's."""
        if self.clock.today != moment.value.date() or position >= _ABOVE:
            return False
        return position < _ABOVE - 0.03 * _NEAR or not (moment.has_time or not moment.end)


def _is_dateline(text: str, moment: dates.Moment) -> bool:
    """Whether a relative time in a line dates the story: "Business Today" and "opens today in New York" date nothing.

    Such a day's word has other words right beside it. Where words are not parted by blanks a blank parts fields: 昨天 新华社.
    """
    if width(text) - (moment.end - moment.start) > _LONGEST_BESIDE:
        return False
    beside = text[: moment.start].rstrip(" ")[-1:], text[moment.end :].lstrip(" ")[:1]
    is_word = not moment.has_time and not any(map(str.isdigit, text[moment.start : moment.end]))
    return not is_word or not any(letter.isalpha() and letter < "⺀" for letter in beside)


def _kept(element: etree._Element) -> str | None:
    """The moment that an element's attributes keep for machines."""
    if element.tag == "time":
        return element.get("datetime")
    return next((str(value) for name, value in element.items() if name in _KEPT and _MACHINE.fullmatch(str(value).strip())), None)


def _time_elements(line: Line, clock: dates.Clock) -> list[dates.Moment]:
    """The moments of `<time datetime>` and the like in a line; one whose words speak of an update is marked so."""
    found = []
    for element, tail in line.nodes[:8]:
        for node in (element, element.getparent()) if not tail else ():
            if node is not None and (value := _kept(node)) and (moment := dates.parse(value, dates.Clock(clock.zone))):
                words = f"{element.text or ''} {_words_before(node)}"
                is_update = MODIFIED.search(words) or _UPDATED_BEHIND.match(node.tail or "")
                found.append(replace(moment, start=0, end=0, assumed="updated" if is_update else ""))
                break
    return found


def _with_zone(shown: dates.Moment, exact: list[dates.Moment]) -> dates.Moment:
    """A displayed moment with the zone of the element that gives the same time of the clock."""
    for moment in exact:
        if moment.value.tzinfo and moment.value.strftime("%Y%m%d%H%M") == shown.value.strftime("%Y%m%d%H%M") and shown.value.tzinfo is None:
            return replace(shown, value=moment.value)
    return shown


def _words_before(element: etree._Element) -> str:
    """The words right before an element, where a label would stand."""
    previous = element.getprevious()
    if previous is not None:
        return ((previous.tail or "").strip() or (previous.text or ""))[-30:]
    parent = element.getparent()
    return (parent.text or "")[-30:] if parent is not None else ""
