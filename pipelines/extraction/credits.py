"""Credits in a line of a page: who reported, wrote, edited, and which outlet it came from.

The grammar of three habits: `责任编辑：陈梦楠` (label and colon or slash), `新京报记者 陆一夫 / 编辑 刘晓阳` (a line of roles and names)
and `（记者 陈曦）` (in brackets, within a sentence). A tab in the text stands where one element of the page ends and another begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from pipelines.extraction import japanese_names, names, spaced_credits
from pipelines.extraction.credit_words import JOINED_LABELS, NEUTRAL_LABELS, PERSON_LABELS, SLASH_LABELS, SOURCE_LABELS
from pipelines.extraction.found import Found
from pipelines.extraction.surnames import HAN, SURNAMES


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _set_wide(words: Iterable[str]) -> str:
    """The same with a blank allowed between two characters, by which short labels are made as wide as others: 编　辑."""
    return "|".join(re.sub(rf"\A({HAN})({HAN})\Z", r"\1 ?\2", word) for word in _either(words).split("|"))


_COLON = re.compile(
    rf"(?P<label>(?P<person>{_set_wide(PERSON_LABELS)})|(?P<source>{_set_wide(SOURCE_LABELS)})|(?P<neutral>{_either(NEUTRAL_LABELS)}))"
    rf"(?:人员|人員|人)?(?:[/／、]{HAN}{{2,4}})?[\s\t]*"
    r"(?:[:：∶]|(?<=[来來][源自])\s?[|｜丨/／]|(?<=来源于)(?:\s|(?=《))|(?<=转载自)\s|[(（](?=[^)）]{2,20}[)）]$))[\s\t]*"
)
_SLASH = re.compile(
    rf"(?:(?<=^)|(?<=[\s【（(\[〔、，,|｜]))(?:(?P<both>[文图圖][/／、&]?[文图圖])[\s\t:：/／]+|"
    rf"(?P<label>{_set_wide(SLASH_LABELS)})[\s\t]?[/／丨｜|=＝◎●︱]\s?)(?=\S)"
)
_LABEL = rf"(?P<label>{_either(JOINED_LABELS)})"
_LABEL_AHEAD = rf"(?!{_either(JOINED_LABELS)})"
_NAME = rf"{HAN}{{1,4}}(?:[·•]{HAN}{{1,8}})?(?:_[A-Za-z]+\d*)?"
_SEGMENT = re.compile(
    rf"[\s|｜丨/／,，;；、]*(?:[^\s:：、，。；（）()0-9]{{1,8}}(?:[报報网網社刊]|新闻|新聞|客户端|在线)\s)?(?P<prefix>(?:\d{{2,4}})?[^\s:：、，。；（）()|｜/／0-9]{{0,12}}?){_LABEL}(?P<gap>[\s\t]*[:：/／丨｜|]?[\s\t]*)"
    rf"(?P<names>{_LABEL_AHEAD}{_NAME}(?:[\s、,，/／&＆和与与]{{1,2}}(?!\S{{0,10}}?(?:{_either(JOINED_LABELS)})){_NAME})*)(?P<suffix>[\s/／]?(?:摄影|"
    rf"摄|攝影|攝|图|圖))?"
)
_ENCLOSED = re.compile(
    rf"[【\[［](?P<label>{_either(label for label in PERSON_LABELS if len(label) > 1)})[】\]］]\s?"
    rf"(?P<names>{_NAME}(?:[\s、;；,，]{{1,2}}{_NAME}){{0,5}})\s*(?=$|[【\[［])"
)
_ENCLOSED_SOURCE = re.compile(
    rf"[【\[［](?:{_either(label for label in SOURCE_LABELS if len(label) > 1)})[】\]］]\s?(?P<name>[^【】\[\]\s]{{2,40}})\s*(?=$|[【\[［])"
)
# 罗晓鸣/文 张立柱/图: the role behind the names.
_ROLE_BEHIND = re.compile(
    rf"(?:(?<=^)|(?<=[\s、，（(]))(?P<names>{HAN}{{2,4}}(?:[\s、]{HAN}{{2,4}}){{0,3}})\s?[/／]\s?(?:(?P<author>文字?|撰文)|图片?|圖片?|摄影?|攝影?)(?=$|[\s，。；;）)】])"
)
# Who wrote also took the pictures: 本报记者 罗晓鸣 文/图.
_BOTH = re.compile(r"[\s\t]?[文图圖][/／、并][文图圖摄攝]影?$")
_BOTH_ENDS = frozenset("文图圖摄攝影")
# 本报记者 张三 北京报道: where from; a word of three characters may be another name.
_FROM = re.compile(r"(?<=[^者員员生辑輯])\s(?P<place>\S{2,8})(?:报道|报导|報導)$")
# The whole line is one where it names roles throughout: a bar may part a date and a source from them.
_FIELD = re.compile(r"(?:(?![|｜]\s*(?:本报|本网|特约|见习)?(?:记者|記者|通讯员|編輯|编辑)\s).)+")
# 记者：您好 is said by one; only a surname makes it a credit.
_SPEAKERS = frozenset(("记者", "記者"))
_NO_SOURCE = frozenset(("未知", "不详", "不詳", "佚名", "无", "無", "其他", "其它", "admin", "null", "undefined", "-", "--"))
_BULLETS = "（）()【】〔〕[] ■□▲△●○◎◆◇★☆⊙·•▌▍|"
# 记者张三 is a credit without a blank between; 编辑计划表 is none.
_GLUED = frozenset(("记者", "記者", "讯员", "訊員", "习生", "習生"))
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BRACKETS = re.compile(r"[（(【\[〔]([^（()）【】\[\]〔〕]{3,70})[)）】\]〕]")
_WIRE = re.compile(
    r"\s?[/／]?\s?(?:(?:(?<=[\s/／])[^\s/／、，]{0,8}?)?\d{1,2}日)?\s?(?:外電|专电|電|电|讯|訊|专稿)$|\s?[／/]\s?\S{1,12}$|"
    r"\s?(?:综合|整合|整理|編譯|编译)?(?:报道|报导|報導|報道)$|\s(?:综合|整合|整理|摄影报道)$"
)
_CITY = re.compile(
    r"(?<=\S\S)(?:台北|新北|桃園|台中|台南|高雄|基隆|新竹|嘉義|屏東|花蓮|宜蘭|台東|彰化|北京|上海|广州|香港|澳門|东京|東京|首爾|紐約|華盛頓|洛杉磯|倫敦|巴黎|新加坡|曼谷)$"
)
_THANKS = re.compile(r"(?:对此文|對此文|对本文|對本文|亦有贡献|有贡献|亦有貢獻).*$")
_TAIWAN = re.compile(
    rf"^[〔（(\[【]?(?:\S{{0,8}}?\s?[／/]\s?)?(?P<desk>\S{{0,8}}?)(?:記者|記者)\s?(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}})*)\s?[／/]\s?\S{{2,16}}[〕）)\]】]?$"
)
_NAME_REPORT = re.compile(rf"^(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}})*)\s?[／/]\s?\S{{1,6}}(?:報導|报道|電)$")
_KOREAN = re.compile(
    r"(?<![가-힣])(?P<names>[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4})*)\s?(?:선임|인턴|객원|수습|전문|대)?(?P<role>기자|특파원|논설위원|통신원)(?![가-힣])"
)
_KOREAN_LEAD = re.compile(r"[\[(][^\])]{2,24}[\])]\s?(?P<names>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*)\s?(?:선임|인턴)?기자\s?=")
_WIRE_LEAD = re.compile(rf"\S{{2,10}}\d日[电電讯訊]\s?[（(](?P<names>{HAN}{{2,4}}(?:[\s、]{HAN}{{2,4}}){{0,4}})[)）]")
_SIGNED = re.compile(rf"[（(](?P<names>{HAN}{{2,3}}(?:[、\s]{HAN}{{2,3}})*)[）)]$")
_JAPANESE_NAME = r"(?:[一-龥々ヶ]{1,5}(?:[\s　]?[一-龥々ヶ]{1,4})?[ぁ-んァ-ー]{0,4}|[ァ-ー・＝]{3,14})"
_JAPANESE = re.compile(
    r"(?:（|【|\()(?:文|取材|聞き手|記者|共同|ライター|構成|[一-龥]{0,6}(?:委員|支局長|特派員)(?=[・\s]))?[・＝=/／:：]?\s?"
    rf"(?P<names>{_JAPANESE_NAME}(?:[、・，]\s?{_JAPANESE_NAME})*)(?:）|】|\))$"
)
_UNSIGNED = re.compile(
    r"撮影|提供|写真|より|付$|参照|時点|当時|電子版|共同|時事|敬称|終わり|おわり|完|图|摄|文|篇|终|转|待续|来源|综合|注|略|社$"
)
_JAPANESE_LABEL = re.compile(
    r"(?:^|[\s（(【■◆])(?P<label>文|取材・文|取材|構成|聞き手|執筆|ライター|写真|撮影|翻訳|編集|監修)[=＝・/／:：]\s?(?P<names>[^\s/／（）()【】]{2,12}(?:\s[一-龥ぁ-んァ-ー]{1,4}(?![=＝・/／:：一-龥ぁ-んァ-ー]))?)"
)
_JAPANESE_ROLES = {"写真": "photographer", "撮影": "photographer", "翻訳": "translator", "編集": "editor", "監修": "contributor"}
_CUT = re.compile(r"[|｜丨┃【】\[\]<>。；;！？!?\x1f]|\s{2,}|[，,](?=[系现])|[(（](?=[^)）]*$)|(?<=\S)[)）](?![^(（]*[(（])")
_OPEN = re.compile(r"[(（](?=[^)）]*$)")
_QUOTED = re.compile(r"[“\"「『‘]\s?$|(?:注明|註明|标注|标明|明确|本网|本站)\S{0,3}$")


def read(text: str, language: str = "") -> list[Found]:
    """Every labelled credit and source in a line, in the order of the line."""
    items: Iterator[Found]
    text = _BOTH.sub("", text) if text[-1:] in _BOTH_ENDS else text
    if text.isascii() or not _EAST_ASIAN.search(text):
        items = spaced_credits.read(text, language)
    else:
        items = chain.from_iterable(habit(text, language) for habit in (_labelled, _suffixed, _slashed, _enclosed, _joined, _national))
    found: list[Found] = []
    for item in items:
        if not _overlaps(item, found):
            found.append(item)
    return sorted([item for item in found if item.names], key=_start) if found else found


def read_all(text: str, language: str = "") -> list[Found]:
    """The labelled credits of a line and those in its brackets."""
    found = read(text, language)
    inside = [item for item in bracketed(text, language) if not _overlaps(item, found)]
    return sorted(found + inside, key=_start) if inside else found


def _overlaps(item: Found, found: list[Found]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in found)


def _start(item: Found) -> int:
    return item.start


def bracketed(text: str, language: str = "") -> list[Found]:
    """The credits in brackets within a sentence: （记者 陈曦）, （实习生王金茹对此文亦有贡献）, 【文/王文】."""
    if text.isascii() and "(" not in text and "[" not in text:
        return []
    found = []
    for match in _BRACKETS.finditer(text):
        inside = match[1]
        if thanks := _THANKS.search(inside):
            items = [Found("contributor", item.names, item.start, item.end) for item in _segments(inside[: thanks.start()], strict=False)]
        else:
            items = read(inside, language) or list(_segments(_trimmed(inside), strict=False))
        found += [Found(item.role, item.names, match.start(1) + item.start, match.start(1) + item.end) for item in items]
    return [item for item in found if item.names and item.role != "source"]


def signed(text: str, language: str) -> Found | None:
    """The bare names in brackets that end a Chinese or Japanese story: （张巨峰）, 【山田太郎、鈴木花子】."""
    match = _JAPANESE.search(text) if language.startswith("ja") else _SIGNED.search(text) if language.startswith("zh") else None
    if match is None or _UNSIGNED.search(match["names"]):
        return None
    people = _names(match["names"], language)
    if language.startswith("zh") and not all(name[0] in SURNAMES for name in people):
        return None
    return Found("reporter", people, match.start("names"), match.end("names")) if people else None


def covers(text: str, found: list[Found]) -> bool:
    """Whether a line says nothing besides its credits, so that it is no part of the story."""
    rest = text
    for item in reversed(found):
        start = max(rest.rfind(mark, 0, item.start) for mark in ("\t", "|", "】", "。")) + 1
        rest = rest[: start if item.start - start < 24 else item.start] + rest[item.end :]
    return len(re.sub(r"[\W\d_]+", "", rest)) <= max(4, len(text) // 5)


def _labelled(text: str, language: str) -> Iterator[Found]:
    """Labels with a colon; a value ends where the next label begins, even one that names nothing of ours."""
    if ":" not in text and "：" not in text and "∶" not in text and "来" not in text and "（" not in text:
        return
    matches = list(_COLON.finditer(text))
    slashes = [match.start() for match in _SLASH.finditer(text)]
    for match, following in zip_longest(matches, matches[1:]):
        if match["neutral"] or _QUOTED.search(text, 0, match.start()):
            continue
        limit = min([following.start() if following else len(text), *(place for place in slashes if place > match.end())])
        if match["source"]:
            value, end = _source_value(text, match.end(), limit)
            yield Found("source", (value,) if value else (), match.start(), end)
            rest = text[end:limit].lstrip() if text[end:limit].startswith(" ") else ""
            offset = limit - len(rest)
            for item in _segments(rest, strict=True):
                yield replace(item, start=item.start + offset, end=item.end + offset)
        else:
            value, end = _person_value(text, match.end(), limit)
            people = _names(value, language)
            label = match["person"].replace(" ", "")
            if label in _SPEAKERS:
                people = tuple(name for name in people if _is_surname(name, language) or not re.match(HAN, name))
            yield Found(PERSON_LABELS[label], people, match.start(), end)


def _is_surname(name: str, language: str) -> bool:
    """Whether a name begins with a surname."""
    return japanese_names.are_names([name]) if language.startswith("ja") else name[0] in SURNAMES


def _source_value(text: str, start: int, limit: int) -> tuple[str, int]:
    """The outlet behind a source label: to the next blank in Chinese, to the next break elsewhere."""
    value = text[start:limit].lstrip("\t ")
    start += limit - start - len(value)
    if cut := _CUT.search(value):
        value = value[: cut.start()]
    blank = re.search(r"[\s\t]", value)
    if blank and re.match(HAN, value):
        value = _OPEN.split(value[: blank.start()])[0]
    value = value.split("\t")[0].rstrip("　 ,，、:：|-—·/")
    good = value and value not in _NO_SOURCE and len(value) <= 40 and not re.fullmatch(r"[\W\d_]+|[xX×]+.*", value) and "http" not in value
    plain = value.strip('“”"「」')
    return ((plain[1:-1] if plain[:1] == "《" and plain[-1:] == "》" else plain) if good else "", start + len(value))


def _person_value(text: str, start: int, limit: int) -> tuple[str, int]:
    value = text[start:limit]
    lead = len(value) - len(value.lstrip("\t 【"))
    value = value[lead:]
    if cut := _CUT.search(value):
        # 记者：为什么？ opens an interview.
        value = "" if cut[0] in "？?！!" else value[: cut.start()]
    pieces = value.split("\t")
    kept = pieces[0]
    for piece in pieces[1:]:
        # Several authors as several links: 张三</a> <a>李四.
        if not (
            kept.rstrip().endswith(("、", "，", ",", "和", "/"))
            or (re.fullmatch(rf"\s*[、,，]?\s*{_NAME}\s*", piece) and piece.strip()[:1] in SURNAMES)
        ):
            break
        kept += "\t" + piece
    return kept.replace("\t", " "), start + lead + len(kept)


def _slashed(text: str, language: str) -> Iterator[Found]:
    matches = list(_SLASH.finditer(text))
    for match, following in zip_longest(matches, matches[1:]):
        label = _COLON.search(text, match.end())
        limit = min(following.start() if following else len(text), label.start() if label else len(text))
        value, end = _person_value(text, match.end(), limit)
        if len(value) <= 40:
            role = SLASH_LABELS[match["label"].replace(" ", "")] if match["label"] else "author"
            yield Found(role, _names(value, language), match.start(), end)


def _suffixed(text: str, language: str) -> Iterator[Found]:
    if "/" in text or "／" in text:
        for match in _ROLE_BEHIND.finditer(text):
            people = _names(match["names"], language)
            if all(name[0] in SURNAMES for name in people):
                yield Found("author" if match["author"] else "photographer", people, match.start(), match.end())


def _enclosed(text: str, language: str) -> Iterator[Found]:
    """A role in brackets before its names: 【记者】张志军."""
    for match in _ENCLOSED.finditer(text):
        people = _names(match["names"].replace("\t", " "), language)
        if people and all(name[0] in SURNAMES for name in people):
            yield Found(PERSON_LABELS[match["label"]], people, match.start(), match.end())
    if "】" in text or "]" in text:
        for match in _ENCLOSED_SOURCE.finditer(text):
            yield Found("source", (match["name"],), match.start(), match.end())


def _joined(text: str, language: str) -> Iterator[Found]:
    """A line that consists of roles and names: `新京报记者 陆一夫 / 编辑 刘晓阳 校对 李铭`."""
    if len(text) > 90:
        return
    start = 0
    for piece in text.split("\t"):
        if match := _TAIWAN.match(piece.strip()) or _NAME_REPORT.match(piece.strip()):
            yield Found("reporter", _names(match["names"], language), start, start + len(piece))
            return
        start += len(piece) + 1
    if any(label in text for label in JOINED_LABELS):
        for field in _FIELD.finditer(text):
            lead = field.start() + len(field[0]) - len(field[0].lstrip(_BULLETS))
            for item in _segments(_trimmed(field[0].strip(_BULLETS)), strict=True):
                yield Found(item.role, item.names, lead + item.start, lead + item.end)


def _segments(text: str, strict: bool) -> Iterator[Found]:
    """Roles and names one after the other from the beginning; `strict` gives nothing when the text holds anything else."""
    found: list[Found] = []
    position = 0
    while match := _SEGMENT.match(text, position):
        people = tuple(name for name in names.split(_CITY.sub("", match["names"]), "zh") if name[0] in SURNAMES or "·" in name)
        if not people or (strict and not match["gap"] and match["label"][-2:] not in _GLUED):
            break
        took = match["suffix"] or (match["names"][-1] in "摄攝" and len(match["names"]) > 2)
        people = tuple(name.rstrip("摄攝") for name in people) if took else people
        role = "photographer" if took else JOINED_LABELS[match["label"]]
        found.append(Found(role, tuple(_shortened(name, match.end() == len(text)) for name in people), match.start(), match.end()))
        position = match.end()
    if found and (not strict or not text[position:].strip(" \t)）】|/,，、.。")):
        yield from found


def _shortened(name: str, is_last: bool) -> str:
    """A name that ran into the word behind it, cut at three characters unless the surname has two."""
    return name if len(name) < 4 or is_last or "·" in name or "_" in name else name[:3]


def _trimmed(text: str) -> str:
    """Bracketed words without the wire's tail: 王小明台北19日電 → 王小明."""
    text = text.strip().removesuffix("。")
    if (place := _FROM.search(text)) and not (len(place[1]) == 3 and place[1][0] in SURNAMES):
        return text[: place.start()]
    return _CITY.sub("", _WIRE.sub("", text))


def _national(text: str, language: str) -> Iterator[Found]:
    if language.startswith("ko") and len(text) < 120:
        for match in _KOREAN.finditer(text):
            people = tuple(
                name for part in re.split(r"[·,\s]+", match["names"]) if (name := part) and name not in ("본지", "담당", "취재", "소속")
            )
            yield Found("reporter" if match["role"] != "특파원" else "correspondent", people, match.start(), match.end())
    elif language.startswith("ja") and len(text) < 120:
        for match in _JAPANESE_LABEL.finditer(text):
            yield Found(_JAPANESE_ROLES.get(match["label"], "author"), _names(match["names"], language), match.start(), match.end())


def led(text: str, language: str) -> Found | None:
    """Who opens a wire story: (서울=연합뉴스) 홍길동 기자 = … and 中新网北京6月7日电 (张三 李四)."""
    match = _KOREAN_LEAD.match(text) if language == "ko" else _WIRE_LEAD.match(text) if language == "zh" else None
    people = tuple(re.split(r"[·,、\s]+", match["names"])) if match else ()
    if match is None or (language == "zh" and not all(name[0] in SURNAMES for name in people)):
        return None
    return Found("reporter", people, match.start("names"), match.end("names"))


def _names(value: str, language: str) -> tuple[str, ...]:
    """The names in a credit's value, none when it is too long to be names."""
    people = names.split(value, language)
    good = [name for name in people if len(name) <= (8 if re.match(HAN, name) and "_" not in name and " " not in name else 40)]
    return tuple(good) if len(good) == len(people) <= 15 else ()
