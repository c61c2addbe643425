"""The lines around a story that say when it appeared, who made it and where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.article import AUTHOR_ROLES
from pipelines.extraction import bylines, dates, outlets
from pipelines.extraction import credits as grammar
from pipelines.extraction.bylines import class_names
from pipelines.extraction.credit_words import PERSON_LABELS, SOURCE_LABELS
from pipelines.extraction.date_words import MODIFIED, PUBLISHED
from pipelines.extraction.layout import Layout, is_apart, is_named, is_prose, width
from pipelines.extraction.lines import Line

WIDEST = 200
_TIMED = re.compile(r"date|time|pub|zeit|datum|fecha|data\b|heure|timestamp|meta|info|source|byline|tarih")
_UPDATED_CLASS = re.compile(r"updat|modif|aktual")
_PICTURE = re.compile(r"caption|figure|image|(?:^|[\s_-])img|photo|foto|bild|picture|gallery|video")
_EDITOR = re.compile(r"[编編][辑輯]\s?[:：]|[责責][编編]\s?[:：]")
_BARE_LABEL = re.compile(
    r"^(?:" + "|".join(map(re.escape, [*SOURCE_LABELS, *PERSON_LABELS])) + r"|by|von|par|por|source|quelle|author|autor)\s?[:：]?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that a line displays. `rank` orders rivals, the highest first."""

    value: str
    line: Line
    rank: float = 0.0
    element: etree._Element | None = None
    moment: dates.Moment | None = None


@dataclass(slots=True)
class Dateline:
    """What the lines say; `credits` in the order of the page, `lines_out` those that say nothing else."""

    published: Shown | None = None
    modified: Shown | None = None
    source: Shown | None = None
    credits: list[tuple[grammar.Found, Line]] = field(default_factory=list)
    bylines: list[tuple[grammar.Found, Line]] = field(default_factory=list)
    lines_out: set[int] = field(default_factory=set)

    @property
    def lines_used(self) -> set[int]:
        """The indices of the lines that say any of it."""
        shown = {each.line.index for each in (self.published, self.modified, self.source) if each}
        return shown | {line.index for _, line in (*self.credits, *self.bylines)} | self.lines_out


@dataclass(slots=True)
class _Reading:
    """The candidates while the lines are read."""

    layout: Layout
    clock: dates.Clock
    language: str
    moments: list[Shown] = field(default_factory=list)
    updates: list[Shown] = field(default_factory=list)
    sources: list[Shown] = field(default_factory=list)
    unread: list[bylines.Candidate] = field(default_factory=list)
    result: Dateline = field(default_factory=Dateline)


def read(layout: Layout, clock: dates.Clock, language: str, following_body: list[Line]) -> Dateline:
    """Times, credits and source as the lines around the body display them; relative times count from the clock.

    `following_body` are the lines from the body's beginning on, where a Chinese page's editors may stand further off.
    """
    reading = _Reading(layout, clock, language)
    for line, following in zip(layout.above, [*layout.above[1:], None], strict=True) if layout.above else ():
        _read_above(reading, line, following)
    _read_body(reading)
    for line, following in zip(layout.below, [*layout.below[1:], None], strict=True) if layout.below else ():
        _read_below(reading, line, following)
    if language == "zh" and not any("editor" in item.role for item, _ in reading.result.credits):
        _read_editors(reading, following_body)
    return _settle(reading)


def spread(line: Line) -> str:
    """A line's text with a tab between the elements that it is made of."""
    if len(line.nodes) < 2:
        return line.text
    return "\t".join(text for element, tail in line.nodes if (text := " ".join(((element.tail if tail else element.text) or "").split())))


def _read_above(reading: _Reading, line: Line, following: Line | None) -> None:
    if width(line.text) > WIDEST or is_prose(line) or is_apart(line) or line.inside("nav") or _is_caption(line):
        return
    text = _with_value(line, following)
    moments = list(dates.find(text, reading.clock)) if not line.level or line.level > 2 else []
    position = _position(reading, line)
    masked = _masked(text, moments)
    used = _note_moments(reading, line, text, moments, position)
    found = grammar.read_all(masked, reading.language) if width(line.text) < 90 else grammar.read(masked, reading.language)
    _note_credits(reading, line, found, 5 + position)
    if reading.language == "zh":
        if position > 0:
            reading.unread.append(bylines.Candidate(line, masked, bool(used)))
    elif not found:
        reading.unread.append(bylines.Candidate(line, masked, bool(used)))
    rest = re.sub(r"[\W\d_]+", "", masked)
    is_pure = (bool(found) and grammar.covers(masked, found)) or (
        bool(used) and (width(rest) <= 60 or len(line.nodes) > 2) and width(line.text) <= 120
    )
    if is_pure and position > 0:
        reading.result.lines_out.add(line.index)


def _is_caption(line: Line) -> bool:
    if line.block.tag == "address":
        return False
    return line.inside("figure", "figcaption") or (bool(line.block.name) and is_named(_PICTURE, line.block.name))


def _position(reading: _Reading, line: Line) -> float:
    """How near a line stands to the headline; lines above it are not trusted much."""
    title = reading.layout.title
    if title is None:
        return 0.5
    distance = line.index - title.index
    return 2 - 0.03 * distance if distance > 0 else 0.03 * distance - 0.5


def _with_value(line: Line, following: Line | None) -> str:
    """The line as spread text; a label alone in its line takes the next line for its value."""
    text = spread(line)
    if following is not None and len(text) < 12 and _BARE_LABEL.match(text.strip()) and width(following.text) < 60:
        return text.rstrip() + ("" if text.rstrip().endswith((":", "：")) else "：") + following.text
    return text


def _masked(text: str, moments: list[dates.Moment]) -> str:
    for moment in moments:
        text = text[: moment.start] + "\x1f" * (moment.end - moment.start) + text[moment.end :]
    return text


def _note_moments(reading: _Reading, line: Line, text: str, moments: list[dates.Moment], position: float) -> list[dates.Moment]:
    """Sorts a line's dates into published and updated; gives back those that are a dateline's."""
    classes = f"{line.block.name} {' '.join(class_names(element) for element, _ in line.nodes[:6])}"
    used, end = [], 0
    exact = _time_elements(line, reading.clock)
    for moment in [*exact, *(_with_zone(moment, exact) for moment in moments)]:
        label = text[end : moment.start][-30:] if moment.end else ""
        behind = text[moment.end : moment.end + 12] if len(moments) == 1 else ""
        end = max(end, moment.end)
        published, updated = PUBLISHED.search(label), MODIFIED.search(label) or _UPDATED_CLASS.search(line.block.name)
        if moment.assumed == "updated":
            moment, updated = replace(moment, assumed=""), MODIFIED.search("updated")
        rest = width(text) - (moment.end - moment.start)
        if not (published or updated or moment.has_time or rest < 40 or _TIMED.search(classes)) or (
            moment.assumed == "relative" and rest > 60
        ):
            continue
        # Not the clock in the page's head, a span of years or a copyright line.
        if (
            (position < -0.5 and reading.clock.today == moment.value.date() and not published)
            or re.match(r"\s?[-–—~至]\s?\d", behind)
            or "©" in text
            or "copyright" in text.lower()
        ):
            continue
        rank = 2 * moment.has_time + 2 * bool(published) + 0.5 * bool(_TIMED.search(classes)) + position - (0 if moment.end else -0.7)
        shown = Shown(text[moment.start : moment.end] or line.text[:80], line, rank - 0.01 * len(reading.moments), None, moment)
        (reading.updates if updated and not (published and not MODIFIED.search(label)) else reading.moments).append(shown)
        used.append(moment)
    return used


def _time_elements(line: Line, clock: dates.Clock) -> list[dates.Moment]:
    """The moments of `<time datetime>` in a line; one whose words speak of an update is marked so."""
    found = []
    for element, tail in line.nodes[:8]:
        for node in (element, element.getparent()) if not tail else ():
            if (
                node is not None
                and node.tag == "time"
                and (value := node.get("datetime"))
                and (moment := dates.parse(value, replace(clock, now=None)))
            ):
                words = f"{element.text or ''} {_words_before(node)}"
                found.append(replace(moment, start=0, end=0, assumed="updated" if MODIFIED.search(words) else ""))
                break
    return found


def _with_zone(shown: dates.Moment, exact: list[dates.Moment]) -> dates.Moment:
    """A displayed moment with the zone of the `<time datetime>` that gives the same time of the clock."""
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


def _note_credits(reading: _Reading, line: Line, found: list[grammar.Found], rank: float) -> None:
    for item in found:
        if item.role == "source":
            reading.sources.append(Shown(item.names[0], line, rank, _link(line, item.names[0])))
        else:
            reading.result.credits.append((item, line))


def _link(line: Line, text: str) -> etree._Element | None:
    """The link that displays a text of the line."""
    for element, tail in line.nodes:
        if not tail and element.tag == "a" and element.text and text in element.text:
            return element
    return None


def _read_body(reading: _Reading) -> None:
    """Credits inside the story: in brackets in its first and last paragraphs, or in short lines of their own."""
    body = reading.layout.body
    seen = {line.index for line in reading.layout.above}
    for position, line in enumerate(body):
        if _is_caption(line):
            continue
        text = line.text
        near_end = position >= len(body) - 8
        if width(text) <= 120 and line.index not in seen and not line.level:
            spread_text = spread(line)
            found = grammar.read_all(spread_text, reading.language)
            if found and grammar.covers(spread_text, found) and (near_end or position < 5 or len(found) > 1):
                _note_credits(reading, line, [item for item in found if item.role != "source" or near_end], 3)
                reading.result.lines_out.add(line.index)
                continue
        if line.index in seen and line.index in reading.result.lines_out:
            continue
        if position < 4 or near_end:
            _note_bracketed(reading, line, position < 4, near_end)
    _note_signed(reading)


def _note_bracketed(reading: _Reading, line: Line, is_lead: bool, near_end: bool) -> None:
    text = line.text
    for offset, part in ((0, text[:120] if is_lead else ""), (max(0, len(text) - 90), text[-90:] if near_end else "")):
        for item in grammar.bracketed(part, reading.language) if part else ():
            start, end = offset + item.start, offset + item.end
            stands_well = (is_lead and start < 60) or (near_end and len(text) - end < 16)
            known = any(other.start == start and where is line for other, where in reading.result.credits)
            if stands_well and not known and item.role != "photographer":
                reading.result.credits.append((replace(item, start=start, end=end), line))


def _note_signed(reading: _Reading) -> None:
    """A name alone in brackets signs the story, but only at its very end."""
    for line in [*reading.layout.body[-1:], *reading.layout.below[:1]]:
        if not reading.result.credits and (found := grammar.signed(line.text[-60:], reading.language)):
            offset = max(0, len(line.text) - 60)
            reading.result.credits.append((replace(found, start=offset + found.start, end=offset + found.end), line))


def _read_below(reading: _Reading, line: Line, following: Line | None) -> None:
    if width(line.text) > WIDEST or _is_caption(line):
        return
    text = _with_value(line, following)
    masked = text
    if any(map(str.isdigit, text)) and (moments := list(dates.find(text, replace(reading.clock, now=None)))):
        masked = _masked(text, moments)
        labels = [(moment, text[max(0, moment.start - 20) : moment.start]) for moment in moments]
        for moment, label in labels:
            if MODIFIED.search(label):
                reading.updates.append(Shown(text[moment.start : moment.end], line, -2, None, moment))
            elif PUBLISHED.search(label):
                reading.moments.append(Shown(text[moment.start : moment.end], line, -2.0 + moment.has_time, None, moment))
    found = grammar.read_all(masked, reading.language) if width(text) < 90 else grammar.read(masked, reading.language)
    if found:
        _note_credits(reading, line, found, 4.2)
        if grammar.covers(masked, found):
            reading.result.lines_out.add(line.index)


def _add_unlabelled(reading: _Reading) -> None:
    """What Chinese datelines name without a label."""
    title = reading.layout.title.text if reading.layout.title is not None else ""
    credited = {name for item, _ in reading.result.credits for name in item.names}
    for outlet in outlets.find(reading.unread, bool(reading.sources)):
        if outlet.name in credited or (outlet.name in title and len(outlet.name) > 4):
            continue
        reading.result.lines_out.add(outlet.line.index)
        if outlet.is_author:
            reading.result.credits.append((grammar.Found("author", (outlet.name,), 0, 0), outlet.line))
        else:
            reading.sources.append(Shown(outlet.name, outlet.line, outlet.rank, outlet.link))


def _read_editors(reading: _Reading, lines: list[Line]) -> None:
    """The first line further down that names the editors and says nothing else."""
    for line in lines:
        if width(line.text) <= 60 and _EDITOR.search(line.text) and not line.inside("nav"):
            text = spread(line)
            found = [item for item in grammar.read_all(text, "zh") if "editor" in item.role]
            if found and grammar.covers(text, found):
                _note_credits(reading, line, found, 0)
                reading.result.lines_out.add(line.index)
                return


def _settle(reading: _Reading) -> Dateline:
    result = reading.result
    result.published = max(reading.moments, key=lambda shown: shown.rank, default=None)
    result.modified = max(reading.updates, key=lambda shown: shown.rank, default=None)
    if result.published is None and result.modified is not None:
        result.published, result.modified = result.modified, None
    if reading.language == "zh":
        _add_unlabelled(reading)
    people = {name for item, _ in result.credits for name in item.names}
    result.source = max(
        (shown for shown in reading.sources if shown.value not in people or shown.rank >= 3), key=lambda shown: shown.rank, default=None
    )
    if reading.language != "zh":
        has_author = any(item.role in AUTHOR_ROLES for item, _ in result.credits)
        result.bylines = bylines.find(reading.unread, reading.layout, reading.language, has_author)
        result.lines_out |= {line.index for _, line in result.bylines}
    result.credits.sort(key=lambda pair: (pair[1].index, pair[0].start))
    return result
