"""What the captures of one site taught: its layouts, and for each where the text stands, what recurs and what is never needed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from pipelines.errors import UsageError
from pipelines.extraction.cuts import Cut

FORMAT = 3
# The blocks that templates are made of; their classes and ids are a layout's words.
_PARTS = ("body", "div", "section", "article", "main", "table", "td", "ul", "form", "center")
_SIZED = frozenset(("table", "td"))
_MOST_MARKS = 4096
_LONGEST, _LONGEST_WORD = 400, 60
# Templates tell themselves apart long before the page ends.
_MOST_PARTS = 150
_FIGURES = ("fitted", "text", "fields")


class OutdatedProfile(UsageError):
    """A profile that an older version learned, which knew less of what a page needs."""


# Tag, class, id; of tables and cells width and colour too.
Key = tuple[str | None, ...]
# The end of a path that leads to what is skipped.
SKIP = -1


@dataclass(slots=True)
class Way:
    """A step of paths: what ends here, SKIP or a place among the containers, and the steps below by their tags and then their marks."""

    end: int | None = None
    below: dict[str, dict[str, Way]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """One template of a site, as it stood for some time.

    `words` are the classes and ids that its pages share. A path is the marks of the elements from the root down,
    joined by ">": `containers` lead to the block that holds the text, the most usual first, `skipped` to blocks that never
    held anything of a story. `recurring` are digests of lines that most stories repeat, `expected` the fields that stories
    never lack, `language` and `publisher` what all have in common ("" for no publisher), `scripted` whether the time of
    some stands in a script alone, `beside` the most prose that stood beside a text, as a share of it. `cuts` are what of
    the skipped need not even be parsed, in the order of the source. `figures` say how readings with it agreed with full
    ones on captures held out.
    """

    words: frozenset[str]
    containers: tuple[str, ...]
    skipped: frozenset[str] = frozenset()
    recurring: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    language: str | None = None
    publisher: str | None = None
    beside: float = 0.0
    scripted: bool = False
    cuts: tuple[Cut, ...] = ()
    captures: int = 0
    since: str | None = None
    until: str | None = None
    figures: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def ways(self) -> Way:
        """The paths as a tree."""
        root = Way()
        for path, end in [*((path, SKIP) for path in self.skipped), *((path, place) for place, path in enumerate(self.containers))]:
            way = root
            for mark in path.split(">"):
                way = way.below.setdefault(mark.partition(".")[0], {}).setdefault(mark, Way())
            way.end = end
        return root

    def mark_of(self, key: Key) -> str:
        """What elements with this key are in a path: their tag and those of their words that the layout's pages share, `div.story-body`."""
        mark = self._marks.get(key)
        if mark is None:
            if len(self._marks) > _MOST_MARKS:
                self._marks.clear()
            mark = self._marks[key] = ".".join((key[0] or "", *sorted(_words_of(key) & self.words)))
        return mark

    @cached_property
    def _marks(self) -> dict[Key, str]:
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`; sets are sorted."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["cuts"] = [{name: getattr(each, name) for name in Cut.__dataclass_fields__} for each in self.cuts]
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


@dataclass(frozen=True)
class SiteProfile:
    """All that was learned of one site. `captures` is how many were looked at, `stories` how many told different ones."""

    site: str
    layouts: tuple[Layout, ...] = ()
    captures: int = 0
    stories: int = 0

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits over all that was learned; part of the extractor's fingerprint."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The profile as text: equal profiles give equal bytes."""
        layouts = [layout.to_dict() for layout in self.layouts]
        values = {"format": FORMAT, "site": self.site, "captures": self.captures, "stories": self.stories, "layouts": layouts}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    @property
    def agreement(self) -> dict[str, float]:
        """The figures of all layouts together, each by the stories that it was tried on."""
        tried = sum(each.figures.get("tried", 0) for each in self.layouts)
        means = {name: sum(e.figures.get(name, 0) * e.figures.get("tried", 0) for e in self.layouts) for name in _FIGURES}
        return {"tried": tried, **{name: round(total / tried, 4) if tried else 0.0 for name, total in means.items()}}

    def describe(self) -> dict[str, Any]:
        """The profile in figures, for people."""
        shown = ("captures", "since", "until", "language", "publisher", "figures", "containers")
        layouts = [{name: getattr(each, name) for name in shown} for each in self.layouts]
        counts = [{name: len(getattr(each, name)) for name in ("skipped", "cuts", "recurring")} for each in self.layouts]
        layouts = [{**layout, **count} for layout, count in zip(layouts, counts, strict=True)]
        figures = {"captures": self.captures, "stories": self.stories, "agreement": self.agreement}
        return {"digest": self.digest, **figures, "layouts": layouts}

    @classmethod
    def from_json(cls, text: str, name: str = "profile") -> SiteProfile:
        """The inverse of `to_json`; raises UsageError naming `name` for anything else, OutdatedProfile for what was once one."""
        try:
            values = json.loads(text)
            if values["format"] in range(1, FORMAT):
                raise OutdatedProfile(f"{name} was learned by an older version", "make it again with `morgue learn`")
            if values["format"] != FORMAT:
                raise ValueError(f"format {values['format']} is not {FORMAT}")  # noqa: TRY301 - the same advice holds for all of these
            layouts = tuple(_layout(each) for each in values["layouts"])
            return cls(str(values["site"]), layouts, int(values["captures"]), int(values["stories"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{name} is no site profile: {type(error).__name__}: {error}", "make it again with `morgue learn`") from error


def read_profile(path: Path) -> SiteProfile:
    """The profile in a file; raises UsageError for one that cannot be read."""
    try:
        return SiteProfile.from_json(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "name a file that `morgue learn` wrote") from error


def page_words(tree: etree._Element) -> frozenset[str]:
    """The words in the classes and ids of a page's first blocks; old tables have widths and colours instead."""
    return words_of(first_keys(tree).values())


def first_keys(tree: etree._Element) -> dict[etree._Element, Key]:
    """A page's first blocks with what each can be known by."""
    return {each: key_of(each) for each in islice(tree.iter(*_PARTS), _MOST_PARTS)}


def words_of(keys: Iterable[Key]) -> frozenset[str]:
    """The words of blocks, all together."""
    return frozenset().union(*map(_words_of, set(keys)))


def key_of(element: etree._Element) -> Key:
    """What of an element a layout can know it by; all of it that is longer than any template's is left out."""
    tag, css, name = element.tag, element.get("class"), element.get("id")
    if (css is not None and len(css) > _LONGEST) or (name is not None and len(name) > _LONGEST):
        css = name = None
    if tag not in _SIZED:
        return (tag, css, name)
    width, colour = element.get("width"), element.get("bgcolor")
    return (tag, css, name, width and width[:_LONGEST_WORD], colour and colour[:_LONGEST_WORD])


def line_digest(text: str) -> str:
    """Twelve hexadecimal digits that are equal for lines of equal words."""
    return hashlib.sha256("".join(text.split()).casefold().encode("utf-8", "replace")).hexdigest()[:12]


@lru_cache(maxsize=8192)
def _words_of(key: Key) -> frozenset[str]:
    """The words of a key. Those that hold a digit are generated and left out; ">" and "." separate in paths."""
    _, css, name, width, colour = (*key, None, None)[:5]
    plain = " ".join(filter(None, (css, name))).lower().replace(">", " ").replace(".", " ").split()
    sizes = (f"{key}={value.strip().lower()}" for key, value in (("width", width), ("bgcolor", colour)) if value)
    return frozenset(
        (
            *(word for word in plain if len(word) <= _LONGEST_WORD and not any(map(str.isdigit, word))),
            *(size.replace(">", "").replace(".", "") for size in sizes),
        )
    )


def _layout(values: dict[str, Any]) -> Layout:
    sets = {name: frozenset(map(str, values[name])) for name in ("words", "skipped", "recurring", "expected")}
    texts = {name: values[name] and str(values[name]) for name in ("language", "publisher", "since", "until")}
    numbers = {"beside": float(values["beside"]), "captures": int(values["captures"]), "scripted": bool(values["scripted"])}
    figures = {str(name): float(value) for name, value in values["figures"].items()}
    cuts = tuple(Cut(str(each["start"]), str(each["end"]), str(each["seam"]), int(each["most"])) for each in values["cuts"])
    paths = {"containers": tuple(map(str, values["containers"]))}
    return Layout(**{**values, **sets, **texts, **numbers, **paths, "figures": figures, "cuts": cuts})
