"""Lines that stand among an article's paragraphs and are not its text: prompts, cross references, labels, original titles."""

from __future__ import annotations

import re
from collections import defaultdict

from pipelines.extraction import prompt_words as words

# What opens sentences too: a prompt only where the line is no sentence, or a link.
_AMBIGUOUS = re.compile(
    r"also on\b|more (?:from|on)\b|don.t miss\b|recommended\b|trending\b|(?:sign|log) ?(?:up|in)\b|register\b|follow (?:me|him|her)\b|join us\b|advertisement\b|sponsored\b|promoted\b|"
    r"share your\b|loading\b|(?:posted|published|updated|last updated)\b.{0,60}$|zum thema\b|mehr aus\b|weitere (?:artikel|meldungen|themen|nachrichten|informationen zum)|passend dazu|"
    r"interview:|ich möchte\b|sigue (?:a|en)\b|assine\b|siga (?:o|a|nos)\b|receba (?:em|as|no)\b"
)
_SENTENCE_ENDS = frozenset('.!?。！？…”"»')
_HEADS = re.compile("|".join((*words.REFERENCES, *words.PROMPTS, *words.MANNERS, *words.INTERRUPTIONS, *words.SITES)))
# By their first characters, among which few of them are.
_OPENINGS: dict[str, list[str]] = defaultdict(list)
for _opening in words.OPENINGS:
    _OPENINGS[_opening[:2]].append(_opening)
_OTHER_HEADS = re.compile("|".join((*words.OTHER_REFERENCES, *words.OTHER_PROMPTS)))
# A heading that opens what stands below an article.
_SECTIONS = re.compile(
    "(?:"
    + "|".join((*words.REFERENCES, *words.OTHER_REFERENCES))
    + r"|comments?\b|\d+ comments?\b|leave a (?:reply|comment)|kommentare?\b|commentaires?\b|comentarios\b|"
    r"about the author|most (?:read|popular|viewed)|latest (?:news|stories|videos)|popular\b|top stories|newsletter|lo más (?:leído|visto)|los más leídos|meistgelesen|les plus lus|"
    r"i più letti|mais lidas|weitere themen|tags?$|topics$|share this|(?:作者|小编)最近文章|(?:本文)?责任?编辑\s*[:：]|热门|最新(?:新闻|文章|资讯)|网友评论|评论|我要评论|留言|标签|ランキング|人気記事|댓글|많이 본)"
)
# A heading of readers' comments, with how many there are.
_COMMENTS = re.compile(
    r"(?:\d+ )?(?:(?:all|top|latest|reader|user|recent) )?comments?(?: section)?\W*\d*\W*|(?:leave|post|add) (?:a|your) (?:reply|comment)\W*|join the (?:conversation|discussion)\W*|"
    r"(?:\d+ )?(?:(?:leser)?kommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|комментари(?:и|ев|я)|yorumlar|komentar)\W*\d*\W*|"
    r"(?:热门|最新|全部|网友|精彩|我要|用户|读者|文章|发表|熱門|網友|讀者)?(?:评论|評論|留言|跟[帖贴])[区區]?\W*\d*\s*[条條则則]?\W*|コメント(?:一覧|欄)?\W*\d*\s*件?\W*|댓글\W*\d*\s*개?\W*"
)
# A label above a list that sums the story up.
_SUMMARIES = re.compile(
    r"(?:story |article |key )?highlights|key (?:points|takeaways|facts|findings)|(?:the )?takeaways|at a glance|in (?:brief|short)|summary|tl;?dr|what (?:we know|to know)|"
    r"das wichtigste(?: in kürze)?|auf einen blick|in kürze|darum geht.s|kurz (?:zusammengefasst|& knapp)|zusammenfassung|en bref|l.essentiel|en resumen|lo más importante|claves|"
    r"in breve|in sintesi|resumo|kort fortalt|in het kort|kortversjonen|saken oppsummert|sammanfattning|tiivistelmä|w skrócie|najważniejsze informacje|stručně|özetle|samenvatting|összefoglaló|pe scurt|главное|коротко|划重点|劃重點|要点|要點|核心提示|摘要|本文要点|内容提要|ポイント|要約|요약"
)
LONGEST_PROMPT = 260
_BULLETS = " •·-–—>»▪■●★☆*#"
_PICTOGRAMS = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\\s]+")
_ENDS = " .:!»>…0123456789()"
_RULER = re.compile(r"[-–—_=*•·|/\\<>»«▶►◆■□●○★☆~＊…\s]*\Z")


def is_furniture(text: str, linked: int = 0) -> bool:
    """True for a line that is about the page or another page, not the story; `linked` characters of it are links."""
    if len(text) > LONGEST_PROMPT:
        return False
    folded = _folded(text)
    if len(text) < 200 and (_is_telling(text, folded) or (linked and words.LINKED.search(folded))):
        return True
    start = folded.lstrip(_BULLETS)
    if start[:1] >= "\u2190" and (signs := _PICTOGRAMS.match(start)) and signs.end() < len(start):
        start = start[signs.end() :]
    if _HEADS.match(start) or _RULER.match(start) or (not start.isascii() and _OTHER_HEADS.match(start)) or _opens(start):
        return True
    is_sentence = len(start) > 40 and start[-1] in _SENTENCE_ENDS and not linked
    return not is_sentence and _AMBIGUOUS.match(start) is not None


def _opens(start: str) -> bool:
    """Whether a line begins with an opening, or is one that has to be the whole line."""
    if (some := _OPENINGS.get(start[:2])) is None:
        return False
    bare = start.strip(_ENDS)
    return any(bare == each[:-1] if each[-1] == "." else start.startswith(each) for each in some)


def _folded(text: str) -> str:
    """Text in lower case as the patterns are, with i for the Turkish İ and ı: re.IGNORECASE takes several times as long."""
    return text.replace("İ", "i").lower().replace("ı", "i")


def _is_telling(text: str, folded: str) -> bool:
    return words.ANYWHERE.search(folded) is not None or (len(text) < 120 and any(map(text.__contains__, words.TELLING)))


def opens_rest(text: str) -> bool:
    """True for a heading under which other stories or comments stand: "Related stories", 相关阅读."""
    return len(text) < 60 and _SECTIONS.match(_folded(text.lstrip(_BULLETS))) is not None


def opens_comments(text: str) -> bool:
    """True for a heading under which readers speak: "Comments (12)", 热门评论 10条."""
    return len(text) < 40 and _COMMENTS.fullmatch(_folded(text.strip(_BULLETS))) is not None


def opens_summary(text: str) -> bool:
    """True for a label such as "Story highlights": the list below it repeats the story."""
    return len(text) < 40 and _SUMMARIES.fullmatch(_folded(text.strip(" :：-–—•|"))) is not None
