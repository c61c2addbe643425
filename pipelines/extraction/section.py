"""The section a story stands in and its tags."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipelines.extraction import json_ld
from pipelines.extraction.layout import name_test
from pipelines.extraction.lines import Line
from pipelines.extraction.structured_data import StructuredData

_is_crumbs_name = name_test(
    r"crumb|breadcrumb|topic-?path|pankuzu|ariane|brotkrume|"
    r"(?:^|[\s_-])(?:crumbs|cru|path|position|weizhi|location|dqwz|curpos|channel-?path)(?:$|[\s_-])"
)
_is_trail_name = name_test(r"crumb|topic-?path|pankuzu|brotkrume|(?:^|[\s_-])(?:ariane|crumbs)(?:$|[\s_-])")
_CRUMB_LINE = re.compile(
    r"(?:当前位置|當前位置|您的位置|您现在的位置|所在位置|位置|首页|首頁|home|startseite|accueil|inicio)\s?[:：]?\s?.{0,60}?[>＞»›→/·]",
    re.I,
)
_SEPARATOR = re.compile(r"\s*(?:>+|＞|»|›|→|/|\||·|&gt;|»|-{1,2}(?=\s))\s*|\t+")
_NOT_SECTION = re.compile(
    r"^(?:正文|内容|內容|文章|详情|詳情|阅读|全文|浏览|查看|首页|首頁|主页|您?(?:现在|當前|当前)?(?:所在)?的?位置|"
    r"article|home(?:page)?|start(?:seite)?|accueil|inicio|início|hjem|hem|"
    r"etusivu|ana ?sayfa|главная|الرئيسية|トップ|ホーム|홈|news detail|you are here|posts?|story|"
    r"direkt zum inhalt|skip to .*|log ?in.*|sign in.*|subscribe.*|your location.*|standort|trending|what.s this|記事|"
    r"homepage|blog|all|.*\d.*|.* ago|[\w-]+\.(?:com|org|net|de|fr|cn))\W*$",
    re.I,
)
MAX_TAGS = 30


class Section(NamedTuple):
    """The section with its method, and where it stands: a selector, or the line of the breadcrumbs."""

    name: str
    method: str
    where: str | None = None
    line: Line | None = None


def section(data: StructuredData, lines: list[Line], title: str | None) -> Section | None:
    """The section of a story: the last link of the breadcrumbs that is neither the story nor 正文."""
    if name := _crumbs(data, title):
        return Section(name, "json-ld BreadcrumbList", json_ld.SELECTOR)
    for line in lines[:200]:
        if trail := _in_trail(line, lines, title):
            return trail
        if ((line.block.tag != "body" and _is_crumbs_name(line.block.name)) or _CRUMB_LINE.match(line.text)) and (
            found := _last_crumb(line, title)
        ):
            return Section(found, "breadcrumbs", None, line)
    given = next((given for given in data.all("section") if 1 < len(given.value) <= 60 and not _NOT_SECTION.match(given.value)), None)
    return Section(_leaf(given.value), given.method, given.where) if given else None


def tags(data: StructuredData, title: str | None) -> list[str]:
    """The keywords of the page, each once, in their order; the title among them is no tag."""
    best = data.first("tags")
    values = [given.value for given in data.all("tags") if best and given.method == best.method]
    words: list[str] = []
    for value in values:
        words += re.split(r"[,，;；、|\n]+", value) if len(values) == 1 or "," in value else [value]
    if len(words) == 1 and len(words[0].split()) > 2 and not words[0].isascii():
        words = words[0].split()
    clean = [" ".join(word.split()) for word in words]
    return [word for word in dict.fromkeys(clean) if len(word) <= 60 and word != title and any(map(str.isalnum, word))][:MAX_TAGS]


def _leaf(value: str) -> str:
    return " ".join(re.split(r"[/;>,]", value.strip("/;>, "))[-1 if "/" in value or ">" in value else 0].split())


def _crumbs(data: StructuredData, title: str | None) -> str | None:
    for node in data.nodes:
        if "breadcrumblist" in json_ld.types(node):
            items: Any = node.get("itemListElement")
            names = [
                name for item in (items if isinstance(items, list) else [items]) if isinstance(item, dict) and (name := _crumb_name(item))
            ]
            return _pick(names, title)
    return None


def _crumb_name(item: json_ld.Node) -> str:
    inner = item.get("item")
    return next(json_ld.texts(item.get("name")), "") or next(json_ld.texts(inner if isinstance(inner, dict) else None), "")


def _in_trail(line: Line, lines: list[Line], title: str | None) -> Section | None:
    """The section in breadcrumbs of which each is a line of its own, as list items are."""
    around = line.block.parent
    for block in (around, around.parent) if around is not None and around.first == line.index else ():
        if block is not None and block.first == line.index and 1 < block.end - block.first < 10 and _is_trail_name(block.name):
            trail = lines[block.first : block.end]
            if name := _pick([piece for each in trail for piece in _SEPARATOR.split(each.text)], title):
                return Section(name, "breadcrumbs", None, next(each for each in reversed(trail) if name in each.text))
    return None


def _last_crumb(line: Line, title: str | None) -> str | None:
    linked = [" ".join((element.text or "").split()) for element, tail in line.nodes if not tail and element.tag == "a"]
    return _pick([text for text in linked if text] or _SEPARATOR.split(line.text), title)


def _pick(names: list[str], title: str | None) -> str | None:
    names = [name.strip(" >›»/|·") for name in names]
    good = [name.strip() for name in names if name.strip() and not _NOT_SECTION.match(name.strip()) and len(name) <= 40]
    good = [name for name in good if not title or (name[:20] not in title or len(name) < 6)]
    return good[-1] if good else None
