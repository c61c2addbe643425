"""Everything on a page that is not its text: title, times, people, source, rights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.article import Credit, Evidence, Origin, Rights
from pipelines.extraction import dateline as datelines
from pipelines.extraction import dates, language, layout, origin, people, rights, section, structured_data, times, title, topics, zones
from pipelines.extraction.lines import Line
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import StructuredData

_SUBTITLE = (
    "subtitle",
    "sub-title",
    "subheadline",
    "sub-headline",
    "standfirst",
    "subhead",
    "deck",
    "dek",
    "fubiaoti",
    "art-sub",
    "chapo",
    "untertitel",
)


@dataclass
class Metadata:
    """The fields of an article, each with its evidence; the lines that gave one, those that held nothing else, and the marked elements."""

    title: str | None = None
    subtitle: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    credits: list[Credit] = field(default_factory=list)
    source: str | None = None
    source_url: str | None = None
    origin: Origin = "unknown"
    publisher: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    rights: Rights = field(default_factory=Rights)
    image: str | None = None
    canonical_url: str | None = None
    is_free: bool | None = None
    schema_types: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines_out: set[int] = field(default_factory=set)
    lines_used: set[int] = field(default_factory=set)
    article_body: str | None = None
    title_element: etree._Element | None = None
    marked: list[etree._Element] = field(default_factory=list)


def read(page: Page, notice: Collection[int] = ()) -> Metadata:
    """The metadata of a page; what it does not say stays None or empty. `notice` are the indices of lines about the site."""
    data = structured_data.read(page)
    body = layout.body_lines(page.lines, notice)
    facts = Metadata(canonical_url=data.canonical, is_free=data.is_free, schema_types=data.schema_types, marked=data.marked)
    told = data.article.get("articleBody") if data.article else None
    facts.article_body = told if isinstance(told, str) else None
    own = origin.names(page, data)
    headline = _read_title(page, data, facts, own, body)
    _read_language(page, data, facts, body)
    zone = _zone(page, data, facts.language)
    zones_of_page = layout.lay_out(page.lines, body, headline)
    dateline = datelines.read(
        zones_of_page, dates.Clock(zone.tz, page.fetched_at), facts.language or "", layout.following(page.lines, body)
    )
    facts.lines_out |= dateline.lines_out
    facts.lines_used |= dateline.lines_used
    _read_times(page, data, facts, dateline, zone)
    _read_people(page, data, facts, dateline, own, zones_of_page)
    _read_source(page, data, facts, dateline, own)
    _read_place(page, data, facts, headline)
    _read_rights(page, data, facts)
    return facts


def _read_title(page: Page, data: StructuredData, facts: Metadata, own: list[str], body: list[Line]) -> Line | None:
    headline = title.read(page, data, own, body)
    if headline is None:
        return None
    facts.title = headline.text
    facts.evidence["title"] = Evidence(headline.method, headline.where, headline.text)
    facts.lines_out |= {line.index for line in headline.lines}
    facts.lines_used |= {line.index for line in headline.lines}
    if headline.line is not None:
        facts.title_element = headline.line.element
    _read_subtitle(page, data, facts, headline.lines[-1] if headline.lines else None)
    return headline.line


def _read_subtitle(page: Page, data: StructuredData, facts: Metadata, last: Line | None) -> None:
    if (given := data.first("subtitle")) and title.key(given.value) not in title.key(facts.title or ""):
        facts.subtitle = " ".join(given.value.split())
        facts.evidence["subtitle"] = Evidence(given.method, given.where, given.value)
    elif last is not None:
        for line in page.lines[last.index + 1 : last.index + 5]:
            if any(name in line.block.name for name in _SUBTITLE) and len(line.text) > 3 and not line.linked:
                facts.subtitle = line.text
                facts.lines_used.add(line.index)
                facts.evidence["subtitle"] = Evidence("displayed line", page.selector(line.element), line.text)
                return


def _read_language(page: Page, data: StructuredData, facts: Metadata, body: list[Line]) -> None:
    learned = page.known.layout.language if page.known else None
    given = data.first("language")
    declared = [page.rules.language or "", _html_language(page), *(given.value for given in data.all("language")), learned or ""]
    sample = " ".join(line.text for line in body if not line.level)[:1200] or (facts.title or "")
    facts.language, method = language.read([tag for tag in declared if tag], sample)
    if not facts.language:
        return
    if method != "declared":
        facts.evidence["language"] = Evidence(method, page.selector(body[0].element) if body else None, sample[:60])
    elif language.primary(_html_language(page)) == facts.language:
        facts.evidence["language"] = Evidence(method, "html[lang]" if page.tree.get("lang") else "html", _html_language(page))
    elif given and language.primary(given.value) == facts.language:
        facts.evidence["language"] = Evidence(given.method, given.where, given.value)
    else:
        facts.evidence["language"] = Evidence("site rules" if page.rules.language else "site profile", None, facts.language)


def _html_language(page: Page) -> str:
    return page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang") or page.tree.get("xml:lang") or ""


def _zone(page: Page, data: StructuredData, spoken: str | None) -> times.Zone:
    if page.rules.timezone:
        return times.Zone(page.rules.timezone, zones.zone(page.rules.timezone), False)
    locale = data.first("language")
    tags = [tag for tag in (_html_language(page), locale.value if locale else "") if language.primary(tag) == spoken]
    name = zones.assumed(page.url, max(tags, key=len, default=spoken))
    return times.Zone(name, zones.zone(name), True)


def _read_times(page: Page, data: StructuredData, facts: Metadata, dateline: datelines.Dateline, zone: times.Zone) -> None:
    if found := times.published(page, data, dateline.published, zone, facts.language == "zh"):
        facts.published_at, facts.evidence["published_at"] = found.value, found.evidence
    if changed := times.modified(page, data, dateline.modified, zone, facts.published_at):
        facts.modified_at, facts.evidence["modified_at"] = changed.value, changed.evidence


def _read_people(
    page: Page, data: StructuredData, facts: Metadata, dateline: datelines.Dateline, own: list[str], story: layout.Layout
) -> None:
    found = people.read(page, data, dateline, facts.language or "", own)
    facts.credits = found.credits
    facts.lines_out |= people.lines_about(found, story)
    if found.evidence:
        facts.evidence["credits"] = found.evidence


def _read_source(page: Page, data: StructuredData, facts: Metadata, dateline: datelines.Dateline, own: list[str]) -> None:
    if shown := dateline.source:
        facts.source = shown.value
        facts.source_url = page.absolute(shown.element.get("href")) if shown.element is not None else None
        facts.evidence["source"] = Evidence("dateline", page.selector(shown.line.element), shown.line.text[:200])
    elif given := next((given for given in data.all("source") if 1 < len(given.value) <= 40 and "://" not in given.value), None):
        facts.source = given.value
        facts.evidence["source"] = Evidence(given.method, given.where, given.value)
    if named := origin.publisher(page, data):
        facts.publisher, facts.evidence["publisher"] = named.snippet, named
    facts.origin = origin.origin(facts.source, own)
    if facts.source:
        facts.evidence["origin"] = replace(facts.evidence["source"], method="source compared with the site's names")


def _read_place(page: Page, data: StructuredData, facts: Metadata, headline: Line | None) -> None:
    """The section, the tags and the picture."""
    if found := section.section(data, page.lines, facts.title):
        facts.section = found.name
        where = page.selector(found.line.element) if found.line else found.where
        facts.evidence["section"] = Evidence(found.method, where, found.name)
        if found.line is not None:
            facts.lines_used.add(found.line.index)
    facts.tags = section.tags(data, facts.title)
    if facts.tags and (given := data.first("tags")):
        facts.evidence["tags"] = Evidence(given.method, given.where, given.value[:200])
    if headline is not None:
        _read_topics(page, facts, headline)
    if (given := data.first("image")) and (url := page.absolute(given.value)):
        facts.image = url
        facts.evidence["image"] = Evidence(given.method, given.where, given.value[:300])


def _read_topics(page: Page, facts: Metadata, headline: Line) -> None:
    """What is linked as the story's category and tags, where nothing told them."""
    if not facts.section and (found := topics.category(page, headline)).texts:
        facts.section = found.texts[0]
        _note_topics(page, facts, "section", found)
    if not facts.tags and (found := topics.tags(page, headline)).texts:
        facts.tags = list(dict.fromkeys(found.texts))[: section.MAX_TAGS]
        _note_topics(page, facts, "tags", found)


def _note_topics(page: Page, facts: Metadata, name: str, found: topics.Linked) -> None:
    facts.evidence[name] = Evidence("links", page.selector(found.lines[0].element), ", ".join(found.texts)[:200])
    facts.lines_used |= {line.index for line in found.lines}


def _read_rights(page: Page, data: StructuredData, facts: Metadata) -> None:
    facts.rights, said = rights.read(page, data)
    if said:
        facts.evidence["rights"] = said
    if data.canonical_evidence:
        facts.evidence["canonical_url"] = data.canonical_evidence
