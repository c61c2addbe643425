"""The credits of a story: what its lines display and what its structured data says, put together by role."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from pipelines.article import AUTHOR_ROLES, Credit, Evidence
from pipelines.extraction import names
from pipelines.extraction.agencies import AGENCIES
from pipelines.extraction.dateline import Dateline
from pipelines.extraction.layout import Layout
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import Given, StructuredData
from pipelines.extraction.surnames import SURNAMES
from pipelines.extraction.title import key

_IS = [[word] for word in "is was has ist est es è er är on jest je".split()]


@dataclass(slots=True)
class People:
    """Credits in the order of the page, with the evidence of the first."""

    credits: list[Credit] = field(default_factory=list)
    evidence: Evidence | None = None


def read(page: Page, data: StructuredData, dateline: Dateline, language: str, own: list[str]) -> People:
    """Everyone whom the page credits; agencies and desks stand as authors only when no person does.

    In Chinese displayed credits outweigh structured authors, which there name the account; elsewhere it is the reverse, but for
    whom the page calls editor or photographer beside another's byline.
    """
    outlets = {key(name) for name in own}
    claimed, given = _claimed(data, language, outlets)
    shown = [Credit(item.role, name) for item, _ in dateline.credits for name in item.names]
    if not any("editor" in credit.role for credit in shown):
        shown += _editors(data, language, outlets)
    written = [credit for credit in shown if credit.role in AUTHOR_ROLES]
    elsewhere = {key(credit.name) for credit in shown if credit.role not in AUTHOR_ROLES}
    bylined = [name for item, _ in dateline.bylines for name in item.names if key(name) not in elsewhere]
    if any(_is_person(name, outlets) for name in bylined):
        claimed = [name for name in claimed if key(name) not in elsewhere]
    has_persons = any(_is_person(name, outlets) for name in claimed)
    if language == "zh" and written:
        return _people(page, dateline, shown, None)
    if has_persons and (language != "zh" or all(name.isascii() or name[0] in SURNAMES for name in claimed)):
        return _people(page, dateline, _with_claimed(claimed, shown, given), given)
    if byline := [name for name in bylined if _is_person(name, outlets) and (not claimed or _has_form(name))]:
        return _people(page, dateline, [*(Credit("author", name) for name in byline), *shown], None)
    if written:
        return _people(page, dateline, shown, None)
    signed = [name for name in bylined if key(name) not in outlets]
    desks = [name for name in signed if not names.is_person(name)] or signed or claimed
    if any(name.lower() in AGENCIES for name in claimed):
        desks = claimed
    if language == "zh":
        desks = []
    return _people(page, dateline, [*(Credit("author", name) for name in desks), *shown], given if desks is claimed else None)


def lines_about(people: People, story: Layout) -> set[int]:
    """The indices of the lines that only sign with an author's name, and of those below the story that say who the author is."""
    authors = {credit.name.casefold() for credit in people.credits if credit.role in AUTHOR_ROLES and len(credit.name) > 2}
    if not authors:
        return set()
    opening = story.body[:3]
    above = [line for line in story.above if not opening or line.index < opening[0].index]
    signs = (line for line in (*above, *opening, *story.below[:3]) if len(line.text) < 80 and not line.level)
    named = (line for line in signs if any(name in line.text.casefold() for name in authors))
    out = {line.index for line in named if (found := names.split(line.text)) and all(name.casefold() in authors for name in found)}
    return out | {line.index for line in (*story.body[-4:], *story.below[:6]) if _says_who(line.text, authors)}


def _says_who(text: str, authors: set[str]) -> bool:
    """Whether a line introduces an author: Jane Doe is a staff writer."""
    start = text[:120].lstrip(" \t*–—-").casefold()
    name = next((name for name in authors if start.startswith(name)), "")
    return bool(name) and start[len(name) :].split()[:1] in _IS


def _is_person(name: str, outlets: set[str]) -> bool:
    plain = key(name)
    return plain not in outlets and names.is_person(name) and not any(len(outlet) > 6 and outlet in plain for outlet in outlets)


def _has_form(name: str) -> bool:
    """Whether a name is surely a person's: of two words, or East Asian. A single word may be the place of the dateline."""
    return names.is_personal(name) or name[0] >= "⺀"


def _claimed(data: StructuredData, language: str, outlets: set[str]) -> tuple[list[str], Given | None]:
    """The authors of the best structured source that names a person, else of the best one.

    Outside Chinese an agency that the page itself lists beside a person is an author too; its own outlet is not.
    """
    first: tuple[list[str], Given | None] = ([], None)
    for _, group in groupby(data.all("author"), key=lambda given: given.method):
        members = list(group)
        values = [names.split(given.value[:400], language) for given in members if "://" not in given.value]
        found = list(dict.fromkeys(name for value in values for name in value))
        persons = [name for name in found if _is_person(name, outlets)] if "www." not in members[0].value else []
        if persons:
            listed = [] if language == "zh" else [name for value in values for name in value if len(value) == 1 or name.lower() in AGENCIES]
            return [name for name in found if name in persons or (name in listed and key(name) not in outlets)], members[0]
        if found and not first[0]:
            first = found, members[0]
    return first


def _editors(data: StructuredData, language: str, outlets: set[str]) -> list[Credit]:
    """The editors that structured data names, for a page that displays none."""
    found = [name for given in data.all("editor") if "://" not in given.value for name in names.split(given.value[:200], language)]
    is_chinese = language == "zh"
    return [Credit("editor", name) for name in found if _is_person(name, outlets) and (not is_chinese or name[0] in SURNAMES)]


def _with_claimed(claimed: list[str], shown: list[Credit], given: Given | None) -> list[Credit]:
    """Structured authors, and of the displayed credits those that add a person or another role."""
    known = {key(name) for name in claimed}
    result = [Credit("author", name) for name in claimed]
    for credit in shown:
        if credit.role in AUTHOR_ROLES:
            if key(credit.name) in known:
                result = [Credit(credit.role, each.name) if key(each.name) == key(credit.name) else each for each in result]
            elif given is not None:
                result.append(Credit("contributor", credit.name))
        else:
            result.append(credit)
    return result


def _people(page: Page, dateline: Dateline, credits: list[Credit], given: Given | None) -> People:
    unique = list(dict.fromkeys(credits))
    evidence = None
    lines = sorted((*dateline.credits, *dateline.bylines), key=lambda pair: pair[1].index)
    if given is not None:
        evidence = Evidence(given.method, given.where, given.value[:200])
    elif unique and lines:
        _, line = lines[0]
        evidence = Evidence("credit line", page.selector(line.element), line.text[-200:])
    return People(unique, evidence)
