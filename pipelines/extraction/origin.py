"""Who publishes a page, and whether the story is its own: from the site's names and the source that the story gives."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

from pipelines.article import Evidence, Origin
from pipelines.extraction.lines import HEADINGS
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import StructuredData
from pipelines.extraction.title import key

_SEGMENT = re.compile(r"\s+[-–—|:·•»]\s+|\s*[|｜_丨]\s*|\s*--\s*|(?<=[\u3000-\u9fff])\s?[-－]\s?")
_PAREN = re.compile(r"\s*\([^)]*\)")
_GENERIC = re.compile(r"^(?:home(?:page)?|news|website|wordpress|index|首页|新闻|资讯|正文)$", re.I)
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "edu", "ac", "gob", "gouv", "or", "ne", "go", "in", "web"))
_SELF = re.compile(r"^(?:本站|本网|本報|本报|本刊|本網|本台|原创|原創|本站原创|综合|网络|網絡|互联网)$")


def names(page: Page, data: StructuredData) -> list[str]:
    """Every name that the site goes by on this page, the most trusted first."""
    found = [page.rules.title or "", *page.rules.own_names]
    found += [given.value for given in data.all("publisher") if _is_name(given.value)]
    found += [label for label in (host_label(page.host), page.host) if label]
    found += [_PAREN.sub("", name) for name in found if "(" in name]
    return list(dict.fromkeys(" ".join(name.split()) for name in found if name and not _GENERIC.match(name)))


def publisher(page: Page, data: StructuredData) -> Evidence | None:
    """The publication's name (the snippet) and how it was found: site rules, else the claim that others on the page agree with."""
    if page.rules.title:
        return Evidence("site rules", None, page.rules.title)
    claims = [
        Evidence(given.method, given.where, " ".join(given.value.split())) for given in data.all("publisher") if _is_name(given.value)
    ]
    learned = page.known.layout.publisher if page.known else None
    for name in _title_segments(page):
        if claims or (learned != "" and _is_echoed(page, name)):
            claims.append(Evidence("title element", "title", name))
    if not claims:
        return Evidence("site profile", None, learned) if learned else None
    weights: Counter[str] = Counter()
    said = [claim.snippet or "" for claim in claims]
    for rank, name in enumerate(said):
        agreeing = sum(_same(name, other) for other in said) + _same(name, host_label(page.host))
        weights[name] = max(weights[name], 10 * agreeing - rank)
    return claims[said.index(max(weights, key=lambda name: weights[name]))]


def _is_name(value: str) -> bool:
    return 1 < len(value) <= 60 and not _GENERIC.match(value) and "://" not in value and not value.startswith("@")


def origin(source: str | None, own: list[str]) -> Origin:
    """Republished when the source is another's, original when it begins with one of the site's own names."""
    if not source:
        return "unknown"
    if _SELF.match(source):
        return "original" if source.startswith("本") or "原" in source else "unknown"
    plain = key(source)
    if any(_begins(plain, key(name)) for name in own):
        return "original"
    return "republished"


def host_label(host: str) -> str:
    """The label of a host that people know it by: `bbc` of www.bbc.co.uk."""
    labels = host.split(".")
    if len(labels) < 2:
        return host
    return labels[-3] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else labels[-2]


def _begins(source: str, name: str) -> bool:
    return len(name) > 1 and (source.startswith(name) or (len(source) > 2 and name.startswith(source)))


def _same(name: str, other: str) -> bool:
    plain, rival = key(name), key(other)
    return bool(plain and rival) and (plain == rival or (min(len(plain), len(rival)) > 2 and (plain in rival or rival in plain)))


def _is_echoed(page: Page, name: str) -> bool:
    """Whether the page's head or foot repeats a name: the rest of a headline is not repeated there."""
    plain = key(name)
    if plain and plain in key(page.host):
        return True
    edge = [*page.lines[:25], *page.lines[-25:]] if len(page.lines) > 50 else page.lines
    shown = (line.text for line in edge if not line.level)
    unread = (text for text, tag in page.known.unread() if tag not in HEADINGS) if page.known else ()
    return any(plain in key(text) for text in chain(shown, unread) if len(text) < 200)


def _title_segments(page: Page) -> list[str]:
    """The last parts of the title element, where sites put their names."""
    parts = [part.strip() for part in _SEGMENT.split(" ".join(page.title.split())) if part.strip()]
    return [part for part in reversed(parts[1:]) if 1 < len(part) <= 30 and not _GENERIC.match(part)][:2]
