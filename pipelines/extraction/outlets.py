"""Outlets that a Chinese dateline names without a label: `2018年12月28日 19:55 新京报`, an account's name beside the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipelines.extraction import credits as grammar
from pipelines.extraction.bylines import AUTHOR_CLASS, Candidate, class_names
from pipelines.extraction.lines import Line
from pipelines.extraction.surnames import HAN, SURNAMES

_SOURCE_CLASS = re.compile(r"source|(?:^|[\s_-])(?:ly|laiyuan|media|from|copyfrom|sitename|js_name|mp-?name)(?:$|[\s_-])")
_NOISE = re.compile(
    r"举报|舉報|分享|评论|評論|收藏|打印|字号|字號|原创|原創|优质\S*作者|官方\S*[账帐]号|关注|訂閱|订阅|阅读|閱讀|"
    r"点击|浏览|人气|扫|手机|客户端|微信|微博|复制|大中小|^[大中小A+\-\s\[\]]+$|我要|纠错|来自|听|下载|首页|"
    r"正文|^[发發][布佈]$|^更新$|"
    r"\d|^\W*$|更多|登录|返回|推荐|编辑|作者|记者|来源|时间|日期|标签|投稿|(?:综合|记者|特约)报道$|文章$|https?:"
)
_HAN_WORD = re.compile(r"[\u3400-\u9fff]")
_DATED = re.compile(r"\d{1,4}\D\d{1,2}|[昨前今]天|前$")
_ALL_HAN = re.compile(rf"{HAN}+")
# Papers, places and offices of three characters end so.
_NO_PERSON = "报報网網社台刊省市县縣区區州部局委院校村镇鎮厅廳版圈图圖片号號讯訊"
_PLACE = "省市县縣区區州村镇鎮"
_EDGE = "|·•-—/ "
_LINK_RANK = 0.5
# A Japanese or Korean outlet by the end of its name, alone in a field of the dateline.
_PRESS = re.compile(
    r"(?:^|[\s\x1f（(|｜])(?P<name>(?:[^\s\x1f（()）|｜、。]{1,12}(?:新聞|通信|放送|テレビ|タイムズ|日報|新報|時報|プレス)(?:社|デジタル|オンライン|電子版)?|ロイター)"
    r"(?:\s[^\s（()）|｜]{1,4}部)?|[가-힣A-Z]{1,8}(?:신문|일보|뉴스|통신|방송|경제|타임스|저널|투데이))(?=$|[\s\x1f（()）|｜])"
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A name in the dateline: an outlet, or by its class and form the author. The highest `rank` is the likeliest."""

    name: str
    line: Line
    rank: float
    is_author: bool = False
    link: etree._Element | None = None


def find(candidates: list[Candidate], has_source: bool) -> list[Outlet]:
    """What lines below the headline name: in the line of the date, by class, or beside it; authors alone when a label gives the source."""
    found = [outlet for candidate in candidates for outlet in _in_line(candidate)]
    if has_source or not any(not outlet.is_author for outlet in found):
        found += _beside_the_date(candidates)
    return [outlet for outlet in found if outlet.is_author or not has_source]


def press(candidates: list[Candidate]) -> Iterator[tuple[Candidate, str]]:
    """What Japanese and Korean lines name as an outlet: the dated ones, then those right beside a dated one."""
    dated = {candidate.line.index for candidate in candidates if candidate.has_date}
    beside = [each for each in candidates if not each.has_date and {each.line.index - 1, each.line.index + 1} & dated]
    for candidate in [*(each for each in candidates if each.has_date), *beside]:
        text = candidate.text.replace("\t", " ")
        if len(text) < 80 and (match := _PRESS.search(text)) and (candidate.has_date or match["name"] == text.strip()):
            yield candidate, match["name"]


def _in_line(candidate: Candidate) -> Iterator[Outlet]:
    line = candidate.line
    if line.width > 90:
        return
    texts = [" ".join(((element.tail if tail else element.text) or "").split()).strip(_EDGE) for element, tail in line.nodes]
    dated = next((place for place, text in enumerate(texts) if _DATED.search(text)), 0)
    if candidate.has_date and len(texts) == 1:
        texts = [candidate.text.replace("\x1f", " ")]
    for place, (element, tail) in enumerate(line.nodes[: len(texts)]):
        words = texts[place]
        classes = "" if tail else class_names(element) + (f" {line.block.name}" if len(line.nodes) < 3 else "")
        marked = bool(AUTHOR_CLASS.search(classes) or _SOURCE_CLASS.search(classes))
        if not words or len(words) > 40 or "：" in words or ":" in words or not (candidate.has_date or marked):
            continue
        for word in words.split() if candidate.has_date else [words]:
            if outlet := _outlet(word.strip(_EDGE), classes, line, element):
                yield replace(outlet, rank=outlet.rank - 0.3 * abs(place - dated))


def _outlet(word: str, classes: str, line: Line, element: etree._Element) -> Outlet | None:
    is_author, is_source = bool(AUTHOR_CLASS.search(classes)), bool(_SOURCE_CLASS.search(classes))
    link = element if element.tag == "a" else None
    if len(word) > 20 or not _is_word(word) or not (_HAN_WORD.search(word) or link is not None or is_source or is_author):
        return None
    if word[-1] in _PLACE and len(word) < 5 and not is_source:
        return None
    if (_is_person(word) and not is_source) or (word.isascii() and is_author):
        # Two characters are as often a section's name as a person's.
        return Outlet(word, line, 0, True) if is_author or len(word) == 3 or link is not None else None
    return Outlet(word, line, 1.0 + 2.0 * is_source + is_author + _LINK_RANK * (link is not None), False, link)


def _is_person(word: str) -> bool:
    """Whether two or three characters can be a Chinese person's name."""
    return 2 <= len(word) <= 3 and word[0] in SURNAMES and word[-1] not in _NO_PERSON and _ALL_HAN.fullmatch(word) is not None


def _is_word(word: str) -> bool:
    """Whether a word may be an outlet's name: no button, no label, no person's credit."""
    return len(word) > 1 and not _NOISE.search(word) and not grammar.read(word, "zh")


def _beside_the_date(candidates: list[Candidate]) -> Iterator[Outlet]:
    """The short line right above or below the first dated one: an account's name, or the names of the authors."""
    dated = next((candidate.line.index for candidate in candidates if candidate.has_date), None)
    if dated is None:
        return
    for candidate in candidates:
        line = candidate.line
        if abs(line.index - dated) != 1 or candidate.has_date or len(line.nodes) != 1 or 0 < line.level < 3 or len(line.text) > 24:
            continue
        words = line.text.split()
        if all(map(_is_person, words)) and (len(words) > 1 or len(line.text) == 3):
            yield from (Outlet(word, line, 0, True) for word in words)
            return
        if 4 <= len(line.text) <= 12 and _is_word(line.text) and _HAN_WORD.search(line.text):
            yield Outlet(line.text, line, 0.5)
            return
