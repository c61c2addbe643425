"""JSON-LD as pages really carry it: graphs, arrays, references, several articles, and JSON that is broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

Node = dict[str, Any]
# Finds the scripts again.
SELECTOR = 'script[type*="ld+json"]'

# The most telling first: what a page calls news is preferred to what it calls a page.
ARTICLE_TYPES = (
    *("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle", "reviewnewsarticle"),
    *(
        "asknewsarticle",
        "advertisercontentarticle",
        "liveblogposting",
        "article",
        "blogposting",
        "report",
        "scholarlyarticle",
        "techarticle",
    ),
    *("socialmediaposting", "discussionforumposting", "claimreview", "review", "recipe", "creativework"),
)
PAGE_TYPES = ("webpage", "itempage", "videoobject", "mediaobject", "podcastepisode", "photograph", "imagegallery")
_RANK = {name: rank for rank, name in enumerate(ARTICLE_TYPES)}

MAX_NODES = 3000
MAX_DEPTH = 12
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|"
    r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)?[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'([}\]"])(\s*\n\s*")(?=\w+"\s*:)')
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'\w/])//[^\n\"]*$", re.S | re.M)
_OPENER = re.compile(r"[{\[]")
_BACKSLASH = re.compile(r'\\(?!["\\/bfnrtu])')
# What stands behind the quote that ends a string; a comma is followed by the next string, which begins with a quote, or by another value.
_AFTER_STRING = re.compile(r"\s*(?:[:}\]]|,\s*(?:\Z|[{\[\d-]|true|false|null))")
_MARKUP = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>|(</?[a-z][^<>]*>)", re.I)
_PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|isAccessibleForFree|@type|author|publisher)"\s*:\s*'
    r'("(?:[^"\\\n]|\\.)*"|true|false|\{[^{}]{0,600}\})'
)


def read(scripts: list[etree._Element]) -> list[Node]:
    """Every object of a page's JSON-LD in document order, `@graph` and arrays opened, references by `@id` followed."""
    nodes: list[Node] = []
    for script in scripts:
        if "ld+json" in (script.get("type") or "") and script.text:
            for value in loads(script.text):
                _collect(value, nodes, 0)
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    for node in nodes:
        _resolve(node, known)
    return nodes


def loads(text: str) -> list[Any]:
    """What a script holds, repaired as far as its author's mistakes are usual ones; an empty list when it is beyond repair."""
    if (value := _parsed(text)) is not None:
        return [value]
    text = _WRAPPING.sub("", text.strip())
    for repair in _REPAIRS:
        if (value := _parsed(repair(text))) is not None:
            return [value]
    return _concatenated(text) or _pairs(text)


def types(node: Node) -> list[str]:
    """The node's types in lower case, without a schema.org prefix."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [str(item).rpartition("/")[2].rpartition(":")[2].lower() for item in values if isinstance(item, str)]


def article(nodes: list[Node], urls: set[str], titles: set[str]) -> Node | None:
    """The article that the page is about: among several the one whose address or headline is the page's own."""
    paths = {_path(url) for url in urls if url}
    best, best_score = None, 0.0
    for position, node in enumerate(nodes):
        rank = min((_RANK[name] for name in types(node) if name in _RANK), default=None)
        if rank is None:
            continue
        score = 10 - rank * 0.3 - min(position, 50) * 0.02 - node.get("_depth", 0) * 0.5 + _about(node, paths, titles)
        score += sum(bool(node.get(key)) for key in ("headline", "datePublished", "author"))
        if score > best_score:
            best, best_score = node, score
    return best


def texts(value: Any, depth: int = 0) -> Iterator[str]:
    """The strings in a value, those of an object being its names."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        if text := plain(value):
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, depth + 1)
    elif isinstance(value, dict):
        names = (value.get(key) for key in ("name", "@value", "alternateName", "headline"))
        yield from texts(next(filter(None, names), None) or _parts_of_name(value), depth + 1)


def plain(value: str) -> str:
    """A value without the entities and the markup that some pages have in it."""
    text = html.unescape(value) if "&" in value else value
    return (_MARKUP.sub(lambda match: "" if match[1] else " ", text) if "<" in text else text).strip()


def _parts_of_name(person: Node) -> str:
    parts = (person.get(key) for key in ("givenName", "additionalName", "familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def address(value: Any, depth: int = 0) -> str | None:
    """The first URL of an image, page or publisher, in whatever it is wrapped."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return next((found for item in value if (found := address(item, depth + 1))), None)
    if isinstance(value, dict):
        return address(value.get("url") or value.get("contentUrl") or value.get("@id"), depth + 1)
    return value if isinstance(value, str) and value else None


def _about(node: Node, paths: set[str], titles: set[str]) -> float:
    score = 0.0
    own = [address(node.get(key)) for key in ("mainEntityOfPage", "url", "@id")]
    if any(_path(url) in paths for url in own if url):
        score += 3
    elif any(url and urlsplit(url).path.strip("/") for url in own[:2]):
        score -= 1
    headline = " ".join(next(texts(node.get("headline") or node.get("name")), "").split()).lower()
    if headline:
        score += 3 if any(headline in title or title in headline for title in titles) else -1
    return score


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return unquote(parts.path).rstrip("/") + ("?" + parts.query if parts.query and len(parts.path) < 12 else "")


def _tidy(text: str) -> str:
    text = _COMMENT.sub("", text).strip().rstrip(";")
    return _BACKSLASH.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _unescaped(text: str) -> str:
    return _tidy(html.unescape(text))


def _with_commas(text: str) -> str:
    return _MISSING_COMMA.sub(r"\1,\2", _tidy(text))


def _quoted(text: str) -> str:
    """With a backslash before the quotes that end no string, as in `"headline": "The "old" bridge"`."""
    pieces = _tidy(text).split('"')
    repaired, inside = pieces[:1], False
    for before, after in pairwise(pieces):
        is_escaped = inside and (len(before) - len(before.rstrip("\\"))) % 2 == 1
        ends = not inside or bool(_AFTER_STRING.match(after))
        inside = inside if is_escaped or not ends else not inside
        repaired += ['"' if is_escaped or ends else '\\"', after]
    return "".join(repaired)


_REPAIRS = (str, _tidy, _unescaped, _with_commas, _quoted)


def _parsed(text: str) -> Any:
    """The value of a JSON text, None when it is none."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _concatenated(text: str) -> list[Any]:
    """Several objects one after the other, or one with something behind it."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    start = _OPENER.search(text)
    while start and len(found) < 20:
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            break
        found.append(value)
        start = _OPENER.search(text, end)
    return found


def _pairs(text: str) -> list[Any]:
    """The telling pairs of JSON that no repair makes whole."""
    node: Node = {}
    for match in _PAIR.finditer(text):
        if (value := _parsed(_TRAILING_COMMA.sub(r"\1", match[2]))) is not None:
            node.setdefault(match[1], value)
    return [node] if node else []


def _collect(value: Any, nodes: list[Node], depth: int) -> None:
    if len(nodes) >= MAX_NODES or depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            _collect(item, nodes, depth + isinstance(item, list))
    elif isinstance(value, dict):
        if value.get("@type") or value.get("headline"):
            value["_depth"] = depth
            nodes.append(value)
        for key, item in value.items():
            if isinstance(item, (dict, list)):
                _collect(item, nodes, depth if key == "@graph" else depth + 1)


def _resolve(node: Node, known: dict[str, Node]) -> None:
    """Puts the object in the place of `{"@id": …}` where the page defines it elsewhere."""
    for key in ("author", "creator", "publisher", "editor", "image", "mainEntity"):
        value = node.get(key)
        if isinstance(value, list):
            node[key] = [_target(item, known) for item in value]
        elif value is not None:
            node[key] = _target(value, known)


def _target(value: Any, known: dict[str, Node]) -> Any:
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value
