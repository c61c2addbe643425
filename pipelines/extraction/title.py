"""The headline: as displayed on the page where that agrees with what the page says of itself, without the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from pipelines.extraction import dates, spaced_credits
from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import Line, name_of, width
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import StructuredData

_SEPARATOR = re.compile(r"(\s+(?:[-–—|:·•»«/‹›>~→←∙⋆★*+¦●■◆]|//)\s+|\s*[|｜_丨│┃]\s*|\s*(?:--|——|::)\s*|(?<=[\u3000-\u9fff])\s?[-－]\s?)")
_is_title_name = name_test(r"(?:^|[\s_-])(?:art(?:icle)?[_-]?)?(?:title|headline|tit|h1|heading|biaoti)(?:$|[\s_-])")
_is_crumb_name = name_test(r"crumb|seo-?title")
_KICKER = re.compile(
    r"kicker|overline|topline|roofline|dachzeile|spitzmarke|pretitle|supertitle|"
    r"antetitulo|eyebrow|offscreen|visually-?hidden|sr-only"
)
# Lines between a menu and the story below it.
_FAR = 20
# What is no h1 heads a story from no further above.
_NEAR, _NEXT = 12, 6
# A top heading of as many letters needs less in common with a claim.
_LONG = 24
_SHORTEST = 6
MAX_LONE = 200
MAX_KICKER = 60
MAX_TITLE = 500
_BLANK = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:www|the|der|die|das|le|la|les|el|los|il|lo|o|a|de|het)(?=\w{3})")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, the line that shows it (if one does), the subtitle and how the title was found."""

    text: str
    method: str
    where: str
    line: Line | None = None
    lines: tuple[Line, ...] = ()


def read(page: Page, data: StructuredData, names: list[str], body: list[Line]) -> Headline | None:
    """The page's headline; `names` are the names the site goes by, `body` the lines of the story."""
    claims = claimed(page, data, names)
    wanted = [(claim, key(claim)) for claim in claims][:6]
    start = body[0].index if body else len(page.lines)
    found = _displayed(page, wanted, start, names) or (_lone(page, data, claims, start, names) if body else None)
    if found is not None:
        bare = strip_site(found.text, names)
        return _with_agreed_kicker(replace(found, text=bare) if bare in claims else found, data, names)
    for text, (method, where) in claims.items():
        return Headline(text, method, where)
    return None


def _with_agreed_kicker(found: Headline, data: StructuredData, names: list[str]) -> Headline:
    """The headline with its kicker when JSON-LD and OpenGraph both claim it so: `Rückbau von Atomkraftwerk: Kühltürme gesprengt`."""
    shown = key(found.text)
    longer: dict[str, dict[str, str]] = {}
    for given in data.all("title"):
        form = "json-ld" if given.method.startswith("json-ld") else "og" if "og:" in given.method else ""
        if form and len(given.value) < MAX_TITLE and shown in key(given.value):
            text = strip_site(_flat(given.value), names)
            longer.setdefault(key(text), {})[form] = text
    for plain, texts in longer.items():
        if plain != shown and plain.endswith(shown) and len(texts) == 2 and len(plain) - len(shown) <= MAX_KICKER:
            return replace(found, text=texts["og"])
    return found


def claimed(page: Page, data: StructuredData, names: list[str]) -> dict[str, tuple[str, str]]:
    """What the page says its headline is, without site names: text → (method, selector), the best first."""
    claims: dict[str, tuple[str, str]] = {}
    for given in data.all("title"):
        if text := strip_site(_flat(given.value[:MAX_TITLE]), names):
            claims.setdefault(text, (given.method, given.where))
    if text := strip_site(_flat(page.title[:MAX_TITLE]), names):
        claims.setdefault(text, ("title element", "title"))
    known = {key(name) for name in names if name}
    return dict(sorted(claims.items(), key=lambda claim: _is_name_of_site(claim[0], known)))


def strip_site(text: str, names: list[str]) -> str:
    """A title without the site's name before or behind it; segments behind `_` are always the site's."""
    known = {key(name) for name in names if name}
    pieces = _SEPARATOR.split(text)
    parts, marks = pieces[::2], pieces[1::2]
    while (
        len(parts) > 1
        and _is_site(parts[-1], known, marks[-1])
        and len(key("".join(parts[:-1]))) >= 4
        and not all(_is_name_of_site(part, known) for part in parts[:-1])
    ):
        parts.pop()
        marks.pop()
    while len(parts) > 1 and _is_name_of_site(parts[0], known):
        parts.pop(0)
        marks.pop(0)
    kept = "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True)).strip()
    front, colon, rest = kept.partition(": ")
    return rest if colon and _is_name_of_site(front, known) else kept


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A text by which two renderings of one headline are equal: letters and digits alone, in lower case."""
    return _BLANK.sub("", text).lower()


def main_key(text: str) -> str:
    """The key of the longest part of a title: what a page displays of "Paper - Section - Headline"."""
    return key(max(_SEPARATOR.split(text)[::2], key=len))


def _is_name_of_site(text: str, known: set[str]) -> bool:
    """Whether a text is one of the site's names, with an article or without."""
    plain = key(text)
    return plain in known or _ARTICLE.sub("", plain) in known


def _is_site(part: str, known: set[str], mark: str) -> bool:
    plain = key(part)
    if not plain or plain in known:
        return True
    if any(plain.startswith(name) and len(name) > 2 and len(part.split()) <= 4 for name in known):
        return True
    if any(len(name) > 2 and (name in plain or (plain in name and len(plain) > 3)) and len(plain) < 2.2 * len(name) + 12 for name in known):
        return True
    return (
        "_" in mark
        or ("--" in mark and len(plain) < 12)
        or bool(re.search(r"(?:网|网站|新闻|频道|资讯|日报|在线|門戶|门户)$", part) and len(part) < 14)
    )


def _flat(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _displayed(page: Page, wanted: list[tuple[str, str]], start: int, names: list[str]) -> Headline | None:
    """The line that shows the headline: the heading before the body that agrees best with a claim."""
    exact = {plain for _, plain in wanted} | {main_key(claim) for claim, _ in wanted}
    initials = {plain[0] for plain in exact if plain}
    known = {key(name) for name in names}
    rivals: list[tuple[bool, float, int, Line]] = []
    for line in page.lines[: start + 12]:
        if len(line.text) > 300 or _is_teaser(line, start):
            continue
        named = bool(line.level) or (len(line.text) > 7 and _is_title_name(line.block.name))
        if not named and (line.linked or len(line.text) < 8 or not _may_open(line.text[0], initials)):
            continue
        shown = key(line.text)
        if len(shown) < 2 or (not named and shown not in exact) or _is_name_of_site(line.text, known):
            continue
        agreement = max((_agreement(shown, claim) - 0.02 * rank for rank, (_, claim) in enumerate(wanted)), default=0.0)
        is_top = line.level == 1
        score = agreement + (0.3 if is_top else 0.15 if named and not line.linked else 0.0) - min(0.2, abs(start - line.index) * 0.002)
        if agreement >= (0.9 if line.index > start else 0.3 if is_top and len(shown) > _LONG else 0.5):
            rivals.append((not _is_crumb(line), score - 0.4 * (line.index > start), line.index, line))
    # The title among the breadcrumbs is the one written for search engines: it counts when no other line shows one.
    return _headline(page, max(rivals, key=lambda rival: rival[:3])[3], wanted) if rivals else None


def _is_teaser(line: Line, start: int) -> bool:
    """Whether a line is a link far above the story: menus link the newest stories, this one among them."""
    return bool(line.linked) and not line.level and start - line.index > _FAR


def _may_open(character: str, initials: set[str]) -> bool:
    """Whether the key of a text may begin with one of these: to make every paragraph's key costs more than all the rest."""
    return not character.isalnum() or character.lower()[0] in initials


def _is_crumb(line: Line) -> bool:
    return line.inside("nav", "footer") or any(
        _is_crumb_name(block.name) for block in (line.block, line.block.parent) if block is not None and block.name
    )


def _lone(page: Page, data: StructuredData, claims: dict[str, tuple[str, str]], start: int, names: list[str]) -> Headline | None:
    """What heads the story though nothing repeats its words: the h1, else the highest heading, else a line in bold or named title.

    What is no h1 counts only where the page claims no headline of the story, but its own name or that of a section.
    """
    known = {key(name) for name in names}
    near = [line for line in page.lines[max(0, start - 40) : start] if not line.linked and not line.inside("nav", "footer", "aside")]
    near = [
        line for line in near if len(key(line.text)) >= _SHORTEST and not _is_name_of_site(line.text, known) and not _is_date(line.text)
    ]
    long = [line for line in near if width(key(line.text)) > 12]
    tops = [line for line in long if line.level == 1]
    if tops or _is_sure(page, data, claims, known):
        best = tops[-1] if tops else None
    elif headings := [line for line in long if line.level and start - line.index <= _NEAR]:
        best = min(headings, key=lambda line: (line.level, -line.index))
    else:
        best = _in_bold(near, start)
    if best is None:
        return None
    parts = [line for line in page.lines[best.block.first : best.block.end] if line.block is best.block and line.level]
    if len(parts) < 2:
        return _headline(page, best, [(claim, key(claim)) for claim in claims])
    text = _flat(" ".join(line.text for line in parts))
    return Headline(text, "displayed heading", page.selector(best.element), parts[0], tuple(parts))


def _in_bold(lines: list[Line], start: int) -> Line | None:
    """The line right above the story, or above its byline, that is bold or named title."""
    bylines = [line.index for line in lines if start - line.index <= _NEAR and spaced_credits.byline(line.text)]
    end = max(bylines, default=start)
    bold = [line for line in lines if 0 < end - line.index <= _NEXT and len(line.text) < MAX_LONE and _looks_like_title(line)]
    return bold[-1] if bold else None


def _is_sure(page: Page, data: StructuredData, claims: dict[str, tuple[str, str]], known: set[str]) -> bool:
    """Whether a claim is surely the story's: by more than the title element, or by one that the page repeats far from the story."""
    told = {key(word) for given in data.all("tags") for word in (given.value, *given.value.split(","))}
    shown = {key(line.text) for line in page.lines} | told
    return any(
        not _is_name_of_site(text, known) and (method != "title element" or (len(key(text)) > 12 and key(text) in shown))
        for text, (method, _) in claims.items()
    )


def _is_date(text: str) -> bool:
    return any(moment.end - moment.start > len(text) / 2 for moment in dates.find(text, dates.Clock()))


def _looks_like_title(line: Line) -> bool:
    """Whether a line is bold, named title or what the CMS of many Chinese papers marks as one."""
    return (
        line.inside("founder-title") or line.bold >= 0.9 * len(line.text) or _is_title_name(f"{line.block.name} {_names(line.nodes[0][0])}")
    )


def _agreement(shown: str, claim: str) -> float:
    """1 for the same headline, less where one holds more words than the other, 0 for another."""
    if not shown or not claim:
        return 0.0
    if shown == claim:
        return 1.0
    short, long = sorted((shown, claim), key=len)
    if short in long and len(short) >= 6:
        return 0.6 + 0.39 * len(short) / len(long)
    if 3 * len(short) < len(long):
        return 0.0
    pairs, others = _trigrams(shown), _trigrams(claim)
    return len(pairs & others) / max(1, len(pairs | others))


@lru_cache(maxsize=64)
def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _headline(page: Page, line: Line, wanted: list[tuple[str, str]]) -> Headline:
    """The headline in a line, without a kicker in the same heading, with its other lines."""
    parts = [line]
    for other in page.lines[line.index + 1 : line.index + 4]:
        joined = key("".join(part.text for part in [*parts, other]))
        if not line.level or (other.block.parent is not line.block.parent and other.block is not line.block):
            break
        if any(claim.startswith(joined) for _, claim in wanted):
            parts.append(other)
    text = _flat(" ".join(part.text for part in parts))
    if len(line.nodes) > 1 or len(parts) > 1:
        whole = next((claim for claim, plain in wanted if plain == key(text)), None)
        bare = _without_kicker(line, parts, wanted)
        text = bare if bare and (whole is None or key(bare) in {plain for _, plain in wanted}) else whole or text
    return Headline(
        text.lstrip(":| "), "displayed heading" if line.level else "displayed line", page.selector(line.element), line, tuple(parts)
    )


def _without_kicker(line: Line, parts: list[Line], wanted: list[tuple[str, str]]) -> str | None:
    """`<h1><span class=kicker>…</span> headline</h1>`: the headline by class, or as the part that the page repeats elsewhere."""
    if len(parts) > 1:
        return None
    pieces = [
        ((element.tail if tail else element.text) or "", not tail and bool(_KICKER.search(_names(element)))) for element, tail in line.nodes
    ]
    rest = _flat("".join(text + " " for text, kicker in pieces if not kicker))
    if any(kicker for _, kicker in pieces) and len(key(rest)) >= 8:
        return next((claim for claim, plain in wanted if plain == key(rest)), rest)
    own = {key(text) for text, _ in pieces}
    return next((claim for claim, plain in wanted if plain in own and len(plain) >= 10), None)


def _names(element: etree._Element) -> str:
    """The names of an element and of the one around it, as a kicker's text often stands one level deeper."""
    parent = element.getparent()
    around = name_of(parent) if parent is not None and parent.tag == "span" else ""
    return f"{name_of(element)} {around}"
