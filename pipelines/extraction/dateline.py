"""The lines around a story that say when it appeared, who made it and where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from lxml import etree

from pipelines.article import AUTHOR_ROLES
from pipelines.extraction import bylines, dates, outlets
from pipelines.extraction import credits as grammar
from pipelines.extraction.agencies import AGENCIES
from pipelines.extraction.credit_words import PERSON_LABELS, SOURCE_LABELS
from pipelines.extraction.date_words import MODIFIED, PUBLISHED
from pipelines.extraction.found import Found
from pipelines.extraction.layout import Layout, is_apart, is_others, is_prose, name_test
from pipelines.extraction.line_times import LineTimes, Shown
from pipelines.extraction.lines import Line, width

WIDEST = 200
# Characters of a date with its weekday, and of a weekday.
_LONGEST_DAY, _WEEKDAY = 50, 14
# Lines of another story's teaser: section, headline, deck, byline, date.
_TEASER = 6
# Characters of a label such as `Published on`.
_LONGEST_LABEL = 24
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"(?<!\d)20\d\d(?!\d)[^:]*\Z")
# The time of day in a line of its own, below the date's.
_CLOCK = re.compile(
    r"(?:(?:um|at|à|alle|ore|kl\.?|klo|às|a las|o|в|ob|godz\.?)\s)?\d{1,2}(?:[:.]|\s?h\s?)\d\d(?:\s?(?:Uhr|h|hs|[ap]\.?m\.?|น\.))?", re.I
)
_is_picture = name_test(r"caption|figure|image|(?:^|[\s_-])img|photo|foto|bild|picture|gallery|video")
_is_fact = name_test(r"author|byline|publi|(?:^|[\s_-])date(?:$|[\s_-])|timestamp|datum|fecha|autor")
_EDITOR = re.compile(r"[编編]\s?[辑輯]\s?[:：]|[责責]\s?[编編]\s?[:：]")
_WIRED = re.compile("[\x1f日][电電讯訊]")
# About the article: 本文来自微信公众号“某某”，作者：张三，编辑：李四.
_ABOUT = re.compile(r"\W*(?:本文|文章)(?:来自|來自|转自|轉自|首发|首發|原载|原載|转载|轉載|源自|来源)")
_WITH = re.compile(r"^(?:mit|with|avec|con|com|med|met)\s+(?:material\s+von\s+)?", re.I)
_BARE_LABEL = re.compile(
    r"^(?:" + "|".join(map(re.escape, [*SOURCE_LABELS, *PERSON_LABELS])) + r"|by|von|par|por|source|quelle|author|autor)\s?[:：]?$",
    re.I,
)


@dataclass(slots=True)
class Dateline:
    """What the lines say; `credits` in the order of the page, `lines_out` those that say nothing else."""

    published: Shown | None = None
    modified: Shown | None = None
    source: Shown | None = None
    credits: list[tuple[Found, Line]] = field(default_factory=list)
    bylines: list[tuple[Found, Line]] = field(default_factory=list)
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
    language: str
    times: LineTimes
    sources: list[Shown] = field(default_factory=list)
    unread: list[bylines.Candidate] = field(default_factory=list)
    result: Dateline = field(default_factory=Dateline)

    def is_outside(self, line: Line) -> bool:
        """Whether a line stands in a menu or a quotation and the story does not: old pages indent all by one, or do not end the other."""
        body = self.layout.body[:1]
        return any(line.inside(tag) and not any(other.inside(tag) for other in body) for tag in ("nav", "blockquote"))


def read(layout: Layout, clock: dates.Clock, language: str, following_body: list[Line]) -> Dateline:
    """Times, credits and source as the lines around the body display them; relative times count from the clock.

    `following_body` are the lines from the body's beginning on, where a Chinese page's editors may stand further off.
    """
    reading = _Reading(layout, language, LineTimes(clock))
    for place, (line, following) in enumerate(zip_longest(layout.above, layout.above[1:])):
        _read_above(reading, line, following, layout.above[:place])
    _read_body(reading)
    for place, (line, following) in enumerate(zip_longest(layout.below, layout.below[1:])):
        _read_below(reading, line, following, layout.below[:place])
    if language == "zh" and not any("editor" in item.role for item, _ in reading.result.credits):
        _read_editors(reading, following_body)
    return _settle(reading)


def spread(line: Line) -> str:
    """A line's text with a tab between the elements that it is made of."""
    if len(line.nodes) < 2:
        return line.text
    return "\t".join(text for element, tail in line.nodes if (text := " ".join(((element.tail if tail else element.text) or "").split())))


def _read_above(reading: _Reading, line: Line, following: Line | None, before: list[Line]) -> None:
    if line.width > WIDEST or is_prose(line) or _is_caption(line) or reading.is_outside(line):
        return
    position = _position(reading, line)
    if is_apart(line) and not (position > 0 and _is_named_for_facts(line) and not is_others(line)):
        return
    text = _with_value(line, following)
    may_be_dated = not line.level or line.level > 2 or (len(text) < _LONGEST_DAY and _DIGIT.search(text))
    moments = list(dates.find(text, reading.times.clock)) if may_be_dated else []
    if moments and 0 < line.level < 3 and not _is_day(_masked(text, moments)):
        moments = []
    if position < 0 and _is_link(line):
        return
    masked = _masked(text, moments)
    used = reading.times.note(line, text, moments, position)
    found = grammar.read_all(masked, reading.language) if line.width < 90 else grammar.read(masked, reading.language)
    if found and _is_teasers(reading, found, line, before):
        return
    _note_credits(reading, line, found, 5 + position)
    if position > 0 and _WIRED.search(masked) and (signed := grammar.led(line.text, reading.language)):
        reading.result.credits.append((signed, line))
    if reading.language == "zh":
        if position > 0:
            reading.unread.append(bylines.Candidate(line, masked, bool(used)))
    elif not found:
        reading.unread.append(bylines.Candidate(line, masked, bool(used)))
    if position > 0 and ((found and grammar.covers(masked, found)) or (used and _says_when(line, masked))):
        reading.result.lines_out.add(line.index)


def _is_day(masked: str) -> bool:
    """Whether a heading with a date says no more than that and a weekday, as blogs head the posts of a day."""
    return width(re.sub(r"[\W\d_]+", "", masked)) <= _WEEKDAY


def _is_link(line: Line) -> bool:
    """Whether a line is a link and no author's: above the headline it leads to another story, "The Editors: Deficit Panic"."""
    return line.link_density > 0.9 and not bylines.AUTHOR_CLASS.search(line.block.name)


def _says_when(line: Line, masked: str) -> bool:
    """Whether a line with a date says little else, and does not open a wire story: 新华社北京6月7日电."""
    return line.width <= 120 and not _WIRED.search(masked) and (len(line.nodes) > 2 or width(re.sub(r"[\W\d_]+", "", masked)) <= 60)


def _is_named_for_facts(line: Line) -> bool:
    """Whether a line stands in an element of authors or dates, such as the aside in which some papers put both."""
    around = line.block.parent
    return _is_fact(line.block.name) or (around is not None and _is_fact(around.name))


def _is_caption(line: Line) -> bool:
    if line.block.tag == "address" or (line.size < _LONGEST_DAY and any(element.tag == "time" for element, _ in line.nodes)):
        return False
    return line.inside("figure", "figcaption") or (bool(line.block.name) and _is_picture(line.block.name))


def _position(reading: _Reading, line: Line) -> float:
    """How near a line stands to the headline; lines above it are not trusted much."""
    title = reading.layout.title
    if title is None:
        return 0.5
    distance = line.index - title.index
    return 2 - 0.03 * distance if distance > 0 else 0.03 * distance - 0.5


def _with_value(line: Line, following: Line | None) -> str:
    """The line as spread text; a label alone in its line takes the next line for its value, a date the time of day below it."""
    text = spread(line)
    if following is not None and len(text) < _LONGEST_DAY and _YEAR.search(text) and _CLOCK.fullmatch(following.text):
        return f"{text} {following.text}"
    if following is not None and len(text) < _LONGEST_LABEL and following.width < 60 and _is_bare_label(text.strip(), following):
        return text.rstrip() + ("" if text.rstrip().endswith((":", "：")) else "：") + following.text
    return text


def _is_bare_label(text: str, following: Line) -> bool:
    if len(text) < 12 and _BARE_LABEL.match(text):
        return True
    if not _DIGIT.search(following.text) or _DIGIT.search(text):
        return False
    return text.count(" ") < 3 and PUBLISHED.match(text) is not None


def _masked(text: str, moments: list[dates.Moment]) -> str:
    for moment in moments:
        text = text[: moment.start] + "\x1f" * (moment.end - moment.start) + text[moment.end :]
    return text


def _note_credits(reading: _Reading, line: Line, found: list[Found], rank: float) -> None:
    for item in found:
        if item.role != "source":
            reading.result.credits.append((item, line))
        elif not _is_phrase(item.names[0]):
            reading.sources.append(Shown(item.names[0], line, rank, _link(line, item.names[0])))


def _is_phrase(name: str) -> bool:
    """Whether what a label names is no outlet, but what somebody said: "Source: Up to 20 cells could be set to strike"."""
    return sum(len(word) > 3 and word.islower() and word.isascii() for word in name.split()) > 2


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
        is_lead, near_end = position < 4, position >= len(body) - 8
        may_be_credit = (line.width <= 120 or "contributed" in line.text[-70:]) and line.index not in seen and not line.level
        if not (is_lead or near_end or may_be_credit) or _is_caption(line):
            continue
        if may_be_credit:
            spread_text = spread(line)
            found = grammar.read_all(spread_text, reading.language)
            if found and _is_teasers(reading, found, line, body[:position]):
                continue
            if found and grammar.covers(spread_text, found) and (near_end or position < 5 or len(found) > 1):
                _note_credits(reading, line, [item for item in found if item.role != "source" or near_end], 3)
                reading.result.lines_out.add(line.index)
                continue
        if line.index in seen and line.index in reading.result.lines_out:
            continue
        if (is_lead or near_end) and line.width < WIDEST and _ABOUT.match(line.text):
            _note_credits(reading, line, [item for item in grammar.read(line.text, reading.language) if item.role != "source"], 3)
            continue
        if is_lead or near_end:
            _note_bracketed(reading, line, is_lead, near_end)
    _note_signed(reading)


def _is_teasers(reading: _Reading, found: list[Found], line: Line, before: list[Line]) -> bool:
    """Whether a byline is another story's: one small block holds it and, above it, a headline that is a link.

    East Asian pages name their editors below links to other stories.
    """
    if reading.language[:2] in ("zh", "ja", "ko") or any(item.role not in AUTHOR_ROLES for item in found):
        return False
    first = min((block.first for block in line.block.path() if block.end - block.first <= _TEASER), default=line.index)
    return any(other.index >= first and other.link_density > 0.8 and other.width > _LONGEST_LABEL for other in before[-_TEASER:])


def _note_bracketed(reading: _Reading, line: Line, is_lead: bool, near_end: bool) -> None:
    text = line.text
    if is_lead and not reading.result.credits and (found := grammar.led(text, reading.language)):
        reading.result.credits.append((found, line))
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


def _read_below(reading: _Reading, line: Line, following: Line | None, before: list[Line]) -> None:
    if line.width > WIDEST or _is_caption(line):
        return
    text = _with_value(line, following)
    masked = text
    if moments := list(dates.find(text, dates.Clock(reading.times.clock.zone))):
        masked = _masked(text, moments)
        labels = [(moment, text[max(0, moment.start - 20) : moment.start]) for moment in moments]
        for moment, label in labels:
            if MODIFIED.search(label):
                reading.times.modified.append(Shown(text[moment.start : moment.end], line, -2, None, moment))
            elif PUBLISHED.search(label) or any(MODIFIED.search(other) for _, other in labels[1:]):
                reading.times.published.append(Shown(text[moment.start : moment.end], line, -2.0 + moment.has_time, None, moment))
        _read_dated_foot(reading, line, masked, moments)
    if _signs_off(line, reading.layout):
        reading.result.lines_out.add(line.index)
    found = grammar.read_all(masked, reading.language) if width(text) < 90 else grammar.read(masked, reading.language)
    is_label = text is not line.text and following is not None and text.endswith(following.text)
    if not (found or is_label) or _is_teasers(reading, found, line, before):
        return
    if found:
        _note_credits(reading, line, found, 4.2)
        if grammar.covers(masked, found):
            reading.result.lines_out.add(line.index)
    elif following is not None:
        reading.unread.append(bylines.Candidate(line, f"{line.text} {following.text}", False))


def _read_dated_foot(reading: _Reading, line: Line, masked: str, moments: list[dates.Moment]) -> None:
    """A date in brackets that ends the story, with or without the outlet: （2005年11月5日17時20分 読売新聞）."""
    is_next = bool(reading.layout.body) and line.index - reading.layout.body[-1].index <= 2
    if is_next and line.text[0] in "（([" and width(re.sub(r"[\W\d_]+", "", masked)) <= 24:
        reading.times.published += [Shown(line.text, line, -1.5 + moment.has_time, None, moment) for moment in moments[:1]]
        reading.unread.append(bylines.Candidate(line, masked, True))
        reading.result.lines_out.add(line.index)


def _signs_off(line: Line, layout: Layout) -> bool:
    """Whether the line right below the story is an agency's name or initials: (dpa), /ritzau/, (red, ORF/Agenturen)."""
    text = line.text.strip(" .–—-")
    if not layout.body or line.index - layout.body[-1].index > 2 or not 1 < len(text) <= 40 or width(text) != len(text):
        return False
    is_bracketed = text[0] in "(/[" and text[-1] in ")/]" and len(text.split()) < 6 and not any(map(str.isdigit, text))
    words = re.split(r"[\s,/&]+", _WITH.sub("", text.strip("()/[] ")).lower())
    return is_bracketed or all(word in AGENCIES for word in words) or (len(words) < 4 and words[-1] in ("wires", "agencies", "agenturen"))


def _add_unlabelled(reading: _Reading) -> None:
    """What Chinese datelines name without a label."""
    title = reading.layout.title.text if reading.layout.title is not None else ""
    credited = {name for item, _ in reading.result.credits for name in item.names}
    for outlet in outlets.find(reading.unread, bool(reading.sources)):
        if outlet.name in credited or (outlet.name in title and len(outlet.name) > 4):
            continue
        reading.result.lines_out.add(outlet.line.index)
        if outlet.is_author:
            reading.result.credits.append((Found("author", (outlet.name,), 0, 0), outlet.line))
        else:
            reading.sources.append(Shown(outlet.name, outlet.line, outlet.rank, outlet.link))


def _read_editors(reading: _Reading, lines: list[Line]) -> None:
    """The first line further down that names the editors and says nothing else."""
    for line in lines:
        if line.width <= 60 and _EDITOR.search(line.text) and not line.inside("nav"):
            text = spread(line)
            found = [item for item in grammar.read_all(text, "zh") if "editor" in item.role]
            if found and grammar.covers(text, found):
                _note_credits(reading, line, found, 0)
                reading.result.lines_out.add(line.index)
                return


def _settle(reading: _Reading) -> Dateline:
    result = reading.result
    result.published = max(reading.times.published, key=lambda shown: shown.rank, default=None)
    result.modified = max(reading.times.modified, key=lambda shown: shown.rank, default=None)
    if result.published is None and result.modified is not None:
        result.published, result.modified = result.modified, None
    if reading.language == "zh":
        _add_unlabelled(reading)
    elif reading.language in ("ja", "ko") and not reading.sources:
        reading.sources += [
            Shown(name, candidate.line, 1, _link(candidate.line, name)) for candidate, name in outlets.press(reading.unread)
        ]
    people = {name for item, _ in result.credits for name in item.names}
    result.source = max(
        (shown for shown in reading.sources if shown.value not in people or shown.rank >= 3), key=lambda shown: shown.rank, default=None
    )
    if reading.language != "zh":
        has_author = any(item.role in AUTHOR_ROLES for item, _ in result.credits)
        result.bylines = bylines.find(reading.unread, reading.layout, reading.language, has_author)
        result.lines_out |= {line.index for _, line in result.bylines}
        result.source = result.source or _agency(result.bylines)
    result.credits.sort(key=lambda pair: (pair[1].index, pair[0].start))
    return result


def _agency(found: list[bylines.Byline]) -> Shown | None:
    """The agency in a byline, which is the source where no label names one: Por Juan Pérez / EFE."""
    named = ((name, line) for item, line in found for name in item.names if name.lower() in AGENCIES)
    return next((Shown(name, line, 0, _link(line, name)) for name, line in named), None)
