"""Bylines without a label: `By Jane Doe`, a name in an element of authors, in the dateline, or alone beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipelines.extraction import japanese_names, names, spaced_credits
from pipelines.extraction.agencies import AGENCIES
from pipelines.extraction.date_words import MODIFIED, PUBLISHED
from pipelines.extraction.found import Found
from pipelines.extraction.layout import Layout
from pipelines.extraction.lines import INLINE, Block, Line, name_of

AUTHOR_CLASS = re.compile(
    r"(?<!quote-)(?<!quote_)author|byline|by-line|writer|reporter|autor|auteur|zuozhe|journalist|columnist|contributors?(?:$|[\s_-])|"
    r"(?:^|[\s_-])(?:published-by|submitted(?:-by)?|username|vcard|fn)(?:$|[\s_-])"
)
# Where sites keep the pages of those who write for them.
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|staff|people|profiles?|journalists?|reporters?|writers?|columnists?|contributors?|by|"
    r"autor(?:en|es|i|y|zy)?|autore|auteurs?|redaktion|redaktor|redactie|skribent|yazar(?:lar)?|penulis|users?)/[^/?#]+/?(?:[?#]|$)",
    re.I,
)
# Where an author is, in a line of its own.
_PLACE = re.compile(r"(?:author|byline|autor|auteur)-+(?:place|location|city)(?:\s|$)")
# The blocks of one author box, each with a line: more lines are a list of other things.
_FEW = 6
_NAME_CLASS = re.compile(r"(?:^|[\s_-])(?:name|by)(?:$|[\s_-])")
# Bylines further apart than this are those of other stories.
TOGETHER = 3
# A date, with the preposition and the weekday before it: `am So., 05.11.2023`.
_DATED = re.compile(
    r"(?:\s(?:on|am|um|le|à|el|a las|il|alle|em|às|op|w|o|в|от|у|о|на|dne|la|pe|pada|στις)(?:\s\w{2,12}[.,]{1,2})?(?=\s))?"
    r"[\s|•·,–—-]*\x1f+[\s|•·,.–—-]*"
)
_FIELD = re.compile(r"[|•·\x1f\t]|\s[-–—/]\s")
# The label of a date right before it: Jane Roe Published 10:32.
_LABELLED = re.compile(rf"\s(?:{PUBLISHED.pattern}|{MODIFIED.pattern})[^\s\x1f]*[\s:]*\x1f", re.I)
_NO_FIELD = re.compile(rf":|{PUBLISHED.pattern}|{MODIFIED.pattern}", re.I)
# Places of two words that open datelines as names do.
_CITIES = frozenset(
    "new york|los angeles|san francisco|san diego|las vegas|new delhi|hong kong|tel aviv|abu dhabi|são paulo|sao paulo|buenos aires|"
    "rio de janeiro"
    "|cape town|kuala lumpur|den haag|the hague|mexico city|santo domingo|san josé|san juan|united states|united kingdom|saint petersburg"
    "|santiago de chile|la paz|el salvador|costa rica|new zealand|south africa|saudi arabia|sri lanka|addis ababa|phnom penh".split("|")
)
Byline = tuple[Found, Line]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line near the headline that gave no labelled credit: its text with the dates masked, and whether it had any."""

    line: Line
    text: str
    has_date: bool


def find(candidates: list[Candidate], layout: Layout, language: str, has_author: bool) -> list[Byline]:
    """The byline of the story with the lines that show it; `has_author` says that labelled credits name one already.

    Persons are preferred to agencies, and what stands in an element of authors to a mere name beside the date.
    """
    found = [(read, candidate.line) for candidate in candidates if (read := _read(candidate, layout.title, language))]
    if found:
        near = [pair for pair in found if pair[1].index - found[0][1].index <= TOGETHER]
        return [pair for pair in near if any(map(names.is_person, pair[0].names))] or near[:1]
    if has_author:
        return []
    if language == "ja":
        return _japanese(candidates, layout.title)
    return _beside_the_date(candidates, layout.title, language) or _signature(layout, language)


def class_names(element: etree._Element) -> str:
    """The names of an element and of an inline one around it: words in lower case, joined by "-"."""
    parent = element.getparent()
    around = class_names(parent) if parent is not None and parent.tag in INLINE else ""
    return f"{name_of(element)} {around}"


def _read(candidate: Candidate, title: Line | None, language: str) -> Found | None:
    line = candidate.line
    if (title is not None and line.index < title.index and not AUTHOR_CLASS.search(line.block.name)) or _PLACE.search(line.block.name):
        return None
    fields = _DATED.split(candidate.text.replace("\t", " ")) if candidate.has_date else [candidate.text.replace("\t", " ")]
    for field in fields:
        if found := spaced_credits.byline(field, language):
            return found
    people = list(dict.fromkeys(_by_element(candidate, language))) if line.width < 120 else []
    return Found("author", tuple(people), 0, len(candidate.text)) if 0 < len(people) < 9 else None


def _by_element(candidate: Candidate, language: str) -> list[str]:
    """The names in a line's elements of authors, agencies' names, and a person's name that opens the dateline."""
    line = candidate.line
    people: list[str] = []
    in_box = _is_of_author(line.block) or (len(line.nodes) == 1 and _is_of_author(line.block.parent))
    before = ""
    for element, tail in line.nodes[:12]:
        shown = _shown(element, tail)
        words = shown.strip("|·•-—/ ")
        # A word behind a comma is the place that the story is written from.
        is_place = people and "," in (before[-1:], shown[:1]) and " " not in shown.strip(", ")
        before = shown
        if is_place or _NO_FIELD.match(words):
            continue
        is_author = (in_box and len(line.nodes) < 3) or bool(AUTHOR_CLASS.search(class_names(element)))
        opens = (candidate.has_date or in_box) and len(line.nodes) > 1 and element is line.nodes[0][0]
        linked = not tail and (_leads_to_author(element) or _leads_to_author(element.getparent()))
        if words.lower() in AGENCIES:
            people.append(words)
        elif is_author or opens or linked or line.block.tag == "address":
            people += [name for name in names.split(words, language) if _is_likely(name, is_author)]
    if candidate.has_date and len(line.nodes) == 1 and not people:
        people = _in_fields(candidate.text, language)
    if people and all(name.lower() in AGENCIES for name in people):
        people += [name for name in names.split(candidate.text.split("\x1f")[0].replace("\t", " "), language) if names.is_personal(name)]
    return people


def _shown(element: etree._Element, tail: bool) -> str:
    """What one of the places of a line's text displays; a letter in an element of its own belongs to the word before it."""
    text = (element.tail if tail else element.text) or ""
    if not tail and len(element) and text[-1:].isalpha() and len(letter := element[0].text or "") == 1:
        text += letter
    return " ".join(text.split())


def _leads_to_author(element: etree._Element | None) -> bool:
    return element is not None and element.tag == "a" and _AUTHOR_PATH.search(element.get("href") or "") is not None


def _is_of_author(block: Block | None) -> bool:
    """Whether a block is named for an author and holds little else."""
    return block is not None and block.end - block.first <= _FEW and (block.tag == "author" or AUTHOR_CLASS.search(block.name) is not None)


def _in_fields(text: str, language: str) -> list[str]:
    """The names in the field of a dateline that holds nothing else: `Erika Muster | 19.09.2018`."""
    for piece in filter(str.strip, _FIELD.split(_LABELLED.sub("\x1f", text))):
        people = names.split(piece, language) if len(piece) < 60 and not _NO_FIELD.search(piece) else []
        if people and all(names.is_personal(name) and names.is_person(name) and name.lower() not in _CITIES for name in people):
            return people
    return []


def _is_likely(name: str, is_author: bool) -> bool:
    """Whether words can be a byline's: a person by form, or, in an element of authors, whatever is no phrase."""
    if names.is_personal(name):
        return names.is_person(name) or is_author
    words = name.split()
    return (
        is_author
        and (len(words) > 1 or name[0].isupper() or name[0] >= "⺀")
        and len(words) <= 5
        and not any(word[0].islower() or word[0].isdigit() for word in words)
        and not (len(words) == 1 and PUBLISHED.match(name))
    )


def _beside_the_date(candidates: list[Candidate], title: Line | None, language: str) -> list[Byline]:
    """A name alone in its line, right above or below the dateline."""
    if title is None or language[:2] in ("ja", "ko"):
        return []
    dated = [candidate.line.index for candidate in candidates if candidate.has_date and candidate.line.index > title.index]
    for candidate in candidates:
        line = candidate.line
        if line.index < title.index or line.level or len(line.text) > 80:
            continue
        is_near = any(abs(line.index - other) <= 2 for other in dated[:2])
        is_named = _NAME_CLASS.search(line.block.name) is not None
        people = names.split(line.text, language) if is_near or is_named else []
        if people and ((is_named and all(map(str.isupper, people))) or (is_near and _are_persons(people))):
            return [(Found("author", tuple(people), 0, len(line.text)), line)]
    return []


def _japanese(candidates: list[Candidate], title: Line | None) -> list[Byline]:
    """Names alone in a field of the dateline or in a line right beside it, told by their surnames."""
    dated = {each.line.index for each in candidates if each.has_date}
    for candidate in candidates:
        line = candidate.line
        if (
            (title is not None and line.index < title.index)
            or not dated & {line.index - 1, line.index, line.index + 1}
            or len(line.text) > 80
        ):
            continue
        for piece in re.split(r"[\x1f|｜［］\[\]【】()（）]|[\s　]{2,}", candidate.text.replace("\t", "  ")):
            people = names.split(piece, "ja")
            if len(people) < 9 and japanese_names.are_names(people):
                return [(Found("author", tuple(people), 0, len(line.text)), line)]
    return []


def _are_persons(people: list[str]) -> bool:
    """Whether names are one person's at least, and besides persons' only agencies'."""
    persons = [name for name in people if names.is_personal(name) and names.is_person(name) and name.lower() not in _CITIES]
    return bool(persons) and all(name in persons or name.lower() in AGENCIES for name in people)


def _signature(layout: Layout, language: str) -> list[Byline]:
    """What signs the story right below its last paragraph: a byline, a name in bold, or one that opens a block of the author's."""
    for line in layout.below[:1] if language[:2] not in ("ja", "ko") else ():
        if line.bold and line.text[-1] not in ":：" and names.is_personal(name := names.clean(line.text)):
            return [(Found("author", (name,), 0, len(line.text)), line)]
        if _is_of_author(line.block) or _is_of_author(line.block.parent):
            opening = _shown(*line.nodes[0])
            if names.is_personal(opening) and names.is_person(opening):
                return [(Found("author", (opening,), 0, len(line.text)), line)]
        is_plain = not line.level and line.link_density < 0.9 and not any(map(str.isdigit, line.text))
        if is_plain and (found := spaced_credits.byline(line.text, language)):
            return [(found, line)]
    return []
