"""An article: what one capture says, one field a column, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["ok", "empty", "not_article", "paywalled", "blocked", "error", "timeout"]
Origin = Literal["original", "republished", "unknown"]

# The roles that a credit line can give. reporter and author both count as `authors`.
ROLES = (
    "reporter",
    "author",
    "correspondent",
    "editor",
    "responsible_editor",
    "proofreader",
    "photographer",
    "translator",
    "intern",
    "contributor",
)
AUTHOR_ROLES = frozenset({"reporter", "author", "correspondent", "intern"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value came from: the method, a selector that finds it again, and the words on the page."""

    method: str
    where: str | None = None
    snippet: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A person or desk and what they did, the name as displayed."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article; `url` is absolute."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What the page and its headers say about use. `tdm_reservation` is 0 or 1 (TDMRep), None if unsaid."""

    holder: str | None = None
    license_url: str | None = None
    statement: str | None = None
    tdm_reservation: int | None = None
    robots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extractor:
    """What made the values: name, version and the digests of the rules in force and of the site's profile, if one was learned.

    `version` names our own code and trafilatura's, so that another of either is another extractor.
    """

    name: str
    version: str
    rules: str
    profile: str | None = None

    @property
    def fingerprint(self) -> str:
        """The key of an extraction beside its capture: equal fingerprints give equal articles."""
        return "/".join(filter(None, (self.name, self.version, self.rules, self.profile)))


@dataclass(slots=True)
class Article:
    """The result of extraction. `text` has a paragraph a line; times are ISO 8601 with an offset.

    `status` is "ok" only when title or text were found on a page that is an article; `reason` says in a line why it is
    anything else, or what could not be read of its file. Fields that the page does not give are None or empty, never guessed. An article
    on several pages names those that its text is from (`pages`) and those that it links and that were not to be had (`missing_pages`).
    """

    url: str
    status: Status = "ok"
    reason: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    subtitle: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    responsible_editors: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    source: str | None = None
    source_url: str | None = None
    origin: Origin = "unknown"
    publisher: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    image: str | None = None
    images: list[Image] = field(default_factory=list)
    text: str = ""
    pages: list[str] = field(default_factory=list)
    missing_pages: list[str] = field(default_factory=list)
    notice: str | None = None
    rights: Rights = field(default_factory=Rights)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    extractor: Extractor | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`; `from_dict` gives the article back."""
        values = _plain(self)
        for name in ("credits", "images"):
            values[name] = [_plain(item) for item in values[name]]
        for name in ("authors", "editors", "responsible_editors", "tags", "pages", "missing_pages"):
            values[name] = list(values[name])
        values["rights"] = _plain(self.rights)
        values["evidence"] = {key: _plain(item) for key, item in self.evidence.items()}
        values["extractor"] = _plain(self.extractor) if self.extractor else None
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Article:
        """The inverse of `to_dict`; raises TypeError for keys that are no fields."""
        values = dict(values)
        values["credits"] = [Credit(**credit) for credit in values.get("credits", ())]
        values["images"] = [Image(**image) for image in values.get("images", ())]
        rights = dict(values.get("rights") or {})
        rights["robots"] = tuple(rights.get("robots") or ())
        values["rights"] = Rights(**rights)
        values["evidence"] = {key: Evidence(**item) for key, item in (values.get("evidence") or {}).items()}
        if values.get("extractor"):
            values["extractor"] = Extractor(**values["extractor"])
        return cls(**values)


def _plain(item: Any) -> dict[str, Any]:
    """The fields of a dataclass with slots, not copied: asdict is ten times slower, and every page passes here."""
    return {name: getattr(item, name) for name in item.__slots__}
