"""Names in bylines: lists of people taken apart, wrappings removed, agencies and desks told from persons."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extraction.agencies import AGENCIES

_DESK = re.compile(
    r"(?:redakti?on|ressort|redactie|redacción|redaccion|redaç[aã]o|redazione|rédaction|"
    r"redakcja|redakce|redaksi|toimitus|newsroom|news ?desk|\bdesk\b|\bstaff\b"
    r"|\bteam\b|editorial|correspondents?$|reporters?$|\bonline\b|\bnews\b|news$|"
    r"nachrichten|\bweb\b|\bdigital\b|\bmagazine?\b|zeitung|\btv\b|\bradio\b|"
    r"\bpress\b"
    r"|presse|\btimes\b|\bpost\b|\bherald\b|journal|\bmedia\b|agen[cz]|editors?$|"
    r"contributors?$|\badmin|webmaster|haber|servisi|merkezi|редакци|редакція"
    r"|編集部|編集局|编辑部|編輯部|取材班|新聞|新聞社|报社|报道组|日报|晚报|时报|晨报|周刊|新闻网|网站|编委会|研究院|委员会|公司|集团|中心|デジタル|編輯台|综合|整理|デスク|편집국|뉴스|온라인|팀$|(?:일보|신문|방송|타임스|저널)$|^(?:네이버|다음)$)"
    r"|\.(?:com|de|net|org|be|nl|cn|fr|it|es|tv|at|ch)$|www\.|"
    r"@",
    re.I,
)
# Initials of an outlet, alone or before other words; a name that is all in capitals is none, unless a word of it has no vowel.
_INITIALS = re.compile(r"(?:[A-Z]{2}|[A-Z]{3,5}(?:[\s-]+\S*[a-zß-ÿ].*)?|[B-DF-HJ-NP-TV-XZ]{3,5}\s.+)\Z")
_JOB = re.compile(
    r"^(?:(?:the|an?|our|la|le|el|il|der|die|nossa?)\s)?(?:\w+[\s-]){0,4}(?:editor|"
    r"editor-in-chief|correspondent|reporter|writer|columnist|journalist|"
    r"contributor|producer|critic"
    r"|nachrichtenagentur|photographer|analyst|professor|staff|fellow|author|"
    r"redakteur(?:in)?|redaktorin?|journaliste?|journalistin|chef(?:in)?|"
    r"korrespondent(?:in)?|volont[äa]r(?:in)?"
    r"|autorin?|kolumnist(?:in)?|reporterin|leiter(?:in)?|periodista|corresponsal|"
    r"redactora?|colaboradora?|envoyée? spéciale?|correspondante?|chroniqueu(?:r|"
    r"se)"
    r"|inviat[oa]|corrispondente|giornalista|muhabir[i]?|yazar[ıi]?|journalisten?|"
    r"verslaggever|redacteur|correspondenten?|chief|bureau|deputy|head)\b"
    r"|^(?:editor|reporter|correspondent|writer|head|chief|director|senior|"
    r"deputy|managing|special|staff|freelance|contributing|political|foreign)\s.*|"
    r".*\b(?:editor|correspondent|reporter|writer)$",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:written |reported |posted |published |words |text |story |analysis "
    r"|opinion )?by|from|von|vom|de la part de|par|por|di|da|door|av|af|"
    r"autore?|autor(?:in|en|es)?|auteurs?|text|texte|texto"
    r"|testo|текст|автор[ыи]?|yazar|oleh|penulis|theo|reporter|bởi|przez|"
    r"od|szerző|autors?|author|بقلم|كتب|كتبت|लेखक|글|文|取材・文)\s*[:：/／=＝|]\s*"
    r"|^(?:(?:written |reported |posted |published |words |text |story )?by|from|von|par|por|oleh|door|av|af|"
    r"oprac(?:\.|ował[ai]?)|opr\.)\s+(?=\S)",
    re.I,
)
# The outlet before one of its people: CNN's Jane Roe.
_WHOSE = re.compile(r"^[A-Z]{2,6}['’]s\s+(?=[A-ZÀ-Þ])")
_WRAP = " \t\r\n\u00a0\u3000\u200b\u200e\u200f\ufeff¿¡,，、;；:：|｜•·*–—-_/／\"“”„'‘’«»<>《》【】[]"
_MAIL = re.compile(r"[(<（]?\s*(?:mailto:)?[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)*\s*[)>）]?")
_URL = re.compile(r"\w+://\S+")
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_SLASHED = re.compile(r"\s*(?:[、，;；｜|•&＆/／\n]|·(?=\s)|\s[-–—]\s)\s*")
_COMMA = re.compile(r"\s*,\s+|\s*,(?=[^\d\s])")
_WORD_AND = re.compile(
    r",?\s+(?:and|und|et|sowie|och|og|ja|ve|та|и|med|dan|и|eta|en|و|और|और|"
    r"with|mit|avec|con|và|na|oraz)\s+|(?<=\w\w)(?:和|与|與|及|以及)(?=\w\w)|\s+(?:y|"
    r"e|i|a|és|și|&)\s+(?=[A-ZÀ-ÞА-ЯŁŚŻČŠŽ])",
    re.I,
)
_PAREN = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_WRAPPED = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_PLACE = re.compile(r"(?<=[^\W\d_]{2})\s+(?:in|aus|desde)\s+[A-ZÀ-Þ][^\s,]+(?:\s[A-ZÀ-Þ][^\s,]+)?$")
_TAIL = re.compile(
    r"\s+(?:updated|published|posted|follow(?:ing)?|subscribe|suivre|folgen|seguir|view profile|see profile|read more|bio|email|twitter)$",
    re.I,
)
# Jane Roe from The Post, JANE ROE FOR POST.COM: for whom somebody writes.
_FOR_WHOM = re.compile(r"(?<=\w\s)([^\s,]+)\s(?:(?i:from|at)\s(?=[A-ZÀ-Þ])|(?i:for)\s(?=(?i:the)\s|\S+\.\w{2,}$)).*$")
# The number of an affiliation or a footnote, right behind a name.
_FOOTNOTE = re.compile(r"(?<=\s[^\W\d_]\w)(\w*?[^\W\d_])\d{1,2}$")
_NO_LETTER = re.compile(r"[\d:/|@<>()\[\]#!?=+*]")
_PARTICLES = frozenset("de da do dos das di del della la le van von der den ten ter zu af al bin ibn el y e i".split())
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff·•]{2,4}")
_KANA = re.compile(r"[\u3040-\u30ff]")
_TITLED = re.compile(
    r"^(?:本报|本網|本网|本刊|本社|见习|見習|实习|實習|特约|特約|特派|首席|资深|资深|专栏|專欄|专职|驻\S{1,4}|全媒体|全媒體|融媒体)+(?=记者|記者|作者|编辑|通讯员)"
)
_CJK_ROLE = re.compile(
    r"^(?:\S{0,8}?)(?:记者|記者|作者|撰文|文字|摄影|编辑|編輯|通讯员|通訊員|特约撰稿人?|评论员|实习生)\s*[:：/]?\s*(?=\S{2,})"
)
_ENDS_IN_ROLE = re.compile(r"\S(?:记者|記者|实习生|實習生|通讯员|通訊員|编辑|編輯|撰稿人?)$")
_KOREAN_ROLE = re.compile(r"(?:기자|특파원|논설위원|선임기자|인턴기자|객원기자|통신원|PD|앵커|에디터)(?:\s*=.*)?$")
_JAPANESE_ROLE = re.compile(r"(?:記者|論説委員|編集委員|特派員|客員論説委員|支局長|専門記者)$")
_NO_NAME = re.compile(
    r"^(?:网络|網絡|网络整理|佚名|匿名|未知|不详|不詳|无|無|原创|原創|本站|本网|本網|关注|關注|返回\S*|查看\S*|订阅|分享|点赞|举报|转载|轉載|\S*[授][权權]\S*|name|author|"
    r"email|by|von|par|por|di|subscribe|follow|share|read more|view|see "
    r"more|newsletter|sign up|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?|admin|administrator|unknown|"
    r"none|null|undefined|"
    r"n/a|anonymous|about|follow|share|contact|-+|作者|记者|来源|array|object object|true|false|root|super ?user|webmaster|mwandishi|"
    r"(?:written|reported|posted|published|submitted|edited|story|words|text) by|"
    r"(?:related|more|latest|popular|top|trending|hot) (?:topics?|stories|articles|news|content|posts)|download(?: \S+)?|"
    r"(?:save|print|gift|bookmark|copy|listen|watch|play)(?: (?:this|to|the|article|story|link|page|audio|video|now))*|"
    r"topics?|tags?|menu|search|comments?|log ?in|sign (?:in|up)|register)$|^\W*$|^\d+$|"
    r"[{}<>%]|https?:|date\s?:",
    re.I,
)


def split(text: str, language: str | None = None) -> list[str]:
    """The names in a byline or a structured value, each as displayed, in order and once."""
    names: list[str] = []
    for part in _parts(clean(text), language or ""):
        name = _without_agency(clean(part))
        if name and is_name(name) and name not in names:
            names.append(name)
    return names


def clean(text: str) -> str:
    """A name without `By`, e-mail, handle, role and the punctuation around it."""
    text = _HANDLE.sub(" ", _MAIL.sub(" ", text)) if "@" in text else text
    text = _URL.sub(" ", text) if "://" in text else text
    text = text if text.isascii() else _EMOJI.sub(" ", text)
    text = _WHOSE.sub("", _LEAD.sub("", " ".join(text.split()).strip(_WRAP)))
    text = _KOREAN_ROLE.sub("", _JAPANESE_ROLE.sub("", text).rstrip()).rstrip()
    while text.endswith((")", "）", "]")) and (match := _PAREN.search(text)) and match.start():
        text = text[: match.start()]
    if match := _WRAPPED.fullmatch(text):
        text = match[1]
    text = _FOR_WHOM.sub(r"\1", _TAIL.sub("", _PLACE.sub("", text)).strip(_WRAP))
    text = _FOOTNOTE.sub(r"\1", text) if text[-1:].isdigit() else text
    half = len(text) // 2
    # The name as the text of a picture and again beside it.
    return text[:half] if text[half:].strip() == text[:half].strip() and " " in text[:half] else text


def _without_agency(text: str) -> str:
    """`JANE ROE The Associated Press`: a full name without the agency that stands right behind it."""
    words = text.split()
    sizes = (n for n in (4, 3, 2, 1) if len(words) - n >= 2 and " ".join(words[-n:]).lower().removeprefix("the ") in AGENCIES)
    return " ".join(words[: -next(sizes, len(words))] or words)


def is_name(text: str) -> bool:
    """Whether words can be the name of a person, desk or agency: neither a sentence nor a stand-in such as 佚名."""
    if _NO_NAME.search(text) or len(text) > (16 if _HAN.match(text) else 60):
        return False
    return len(text.split()) <= 7 and not _JOB.match(text) and not text.endswith(("。", "！", "？", "!", "?", "…"))


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether a name is a person's rather than an agency's, a desk's or an outlet's."""
    lowered = name.lower().strip()
    if (
        lowered in AGENCIES
        or lowered.startswith("the ")
        or _DESK.search(lowered)
        or _INITIALS.match(name)
        or (name == lowered and name.isascii())
    ):
        return False
    return not all(part in AGENCIES for part in re.split(r"[/,\s]+", lowered) if part)


def is_personal(name: str) -> bool:
    """Whether a name has the form of a European person's: two to five words, each with a capital but for particles."""
    words = name.split()
    if words[:1] and words[0].lower() == "the":
        return False
    own = [word for word in words if word.lower() not in _PARTICLES]
    capital = all(word[0].isupper() for word in own) and words[-1:] == own[-1:]
    return len(own) >= 2 and len(words) <= 5 and capital and not _NO_LETTER.search(name)


def _parts(text: str, language: str) -> list[str]:
    parts: list[str] = []
    for group in _SLASHED.split(text):
        for part in _without_places(_COMMA.split(group)):
            parts += _conjoined(part, language)
    return parts


def _without_places(parts: list[str]) -> list[str]:
    """`Monika Bolliger, Sweidah`: behind a full name or a desk a single word is the place it is written from."""
    first = parts[0].strip()
    if len(parts) < 2 or _HAN.search(first) or (is_person(clean(first)) and len(first.split()) < 2):
        return parts
    return [first, *(part for part in parts[1:] if len(part.split()) > 1 or part.strip().lower() in AGENCIES)]


def _conjoined(text: str, language: str) -> list[str]:
    """Names joined by a word; a one-letter `y` or `e` joins only full names, as `Ortega y Gasset` is one."""
    parts = [part for part in _WORD_AND.split(text) if part and part.strip()]
    if len(parts) > 1 and re.search(r"\s(?:y|e|i|a)\s", text) and any(len(part.split()) < 2 for part in parts):
        parts = [text]
    return [name for part in parts for name in _spaced(part, language)]


def _spaced(text: str, language: str) -> list[str]:
    """Chinese names parted by blanks; a Japanese name holds a blank itself, and so does a name of two characters set wide."""
    if not _HAN.search(text) or _KANA.search(text) or language.startswith("ja"):
        return [text]
    text = _CJK_ROLE.sub("", _TITLED.sub("", text))
    words = [word for word in text.split() if not _ENDS_IN_ROLE.search(word)] or text.split()
    if len(words) > 1 and all(len(word) == 1 for word in words) and len(words) <= 3:
        return ["".join(words)]
    return words if all(_HAN_NAME.fullmatch(word) or not word.isascii() for word in words) else [text]
