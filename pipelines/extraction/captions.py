"""Lines that belong to a picture. Most pages mark them; this is for those that do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from pipelines.extraction.container import PARAGRAPHS
from pipelines.extraction.lines import Block, Line

SENTENCE_ENDS = frozenset(".!?。！？…”\"»’:：;；」』'।؟")
# Point at the picture above or below.
_POINTERS = frozenset("▲▼△▽↑↓◁▷◀▶")
_SHORT = 240
_SHORTER = 140
_CREDITED = re.compile(
    r"(?:摄|攝|供[图圖]|[资資]料[图圖]|[图圖][/／]|（[图圖][）源]|[图圖]片?[来來]源|截[图圖]。?|[记記]者.{2,10}[图圖]|(?:[Pp]hotos?|[Ff]otos?|[Ii]mage|[Pp]icture|[Bb]ild|[Cc]r[eé]dit|[Kk]uva|[Zz]djęcie|[Фф]ото)\s?[:/©].{2,40}|(?:[图圖]|摄影|攝影|写真|提供|사진)[^（()）]{0,12}[）)]|(?:AFP|AP|Reuters|Getty(?: Images)?|dpa|EPA|EFE)\W*)\Z"
)
# Whose picture it is: so no paragraph of a story ends, wherever the line stands.
_OWNED = re.compile(
    r"[(（\[](?:[A-Z][\w.]{0,15} )?(?:Photos?|Fotos?|Images?|Pictures?|Bild(?:er)?)\s?(?:[:/：]|by |courtesy of ).{2,90}[)）\]]\Z|"
    r"（[^（）]{0,12}撮影）\Z|[.。] (?:Photos?|Fotos?): [^.!?]{3,60}\Z"
)
_LONGEST, _TAIL = 700, 120
_TWO_SENTENCES = re.compile(r"[。！？](?=.)|[.!?] [A-ZÄÖÜÉ]")
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(?:h[1-6]|sub-?(?:title|head|heading)|heading|title)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Habits:
    """How one article is written: whether its lines end in full stops, and whether a short line below a picture is a caption."""

    punctuated: bool
    captioned: bool

    @classmethod
    def of(cls, lines: list[Line]) -> Habits:
        """The habits of an article's own lines."""
        prose = [line for line in lines if not line.level and line.link_density < 0.5]
        sizes = {line.index: line.size for line in prose}
        under = [line for line in prose if line.pictured]
        short = [line for line in under if sizes[line.index] < _SHORTER]
        others = [sizes[line.index] for line in prose if not line.pictured]
        return cls(
            punctuated=sum(line.text[-1] in SENTENCE_ENDS for line in prose) > 0.6 * len(prose),
            captioned=len(under) > 1 and len(short) >= 0.6 * len(under) and bool(others) and median(others) > _SHORTER + 40,
        )


def is_caption(line: Line, home: Block, habits: Habits) -> bool:
    """True for a line below or beside a picture that says what is on it."""
    if line.text[0] in _POINTERS and len(line.text) < _SHORT and (line.pictured or _CREDITED.search(line.text)):
        return True
    if _says_whose(line.text):
        return True
    block, size = line.block, line.size
    in_paragraph = block.tag in PARAGRAPHS and block.tag != "center"
    if line.level or (in_paragraph and not line.pictured) or _is_listed(block) or _looks_like_heading(line):
        return False
    if in_paragraph:
        if block.images and size < _SHORT and block.end - block.first <= 2 and block.tag != "li":
            is_short = size < _SHORTER or line.text[-1] not in SENTENCE_ENDS
            return (is_short and _TWO_SENTENCES.search(line.text) is None) or _CREDITED.search(line.text) is not None
        return size < _SHORT and _reads_as_caption(line, size, habits)
    if size < _SHORT and (
        (line.pictured and _reads_as_caption(line, size, habits)) or (block.tag == "center" and line.text[-1] not in SENTENCE_ENDS)
    ):
        return True
    return block is not home and beside_picture(block, home) and len(line.text) < 400


def _is_listed(block: Block) -> bool:
    """Whether a block is an item of a list without pictures: the one above the list is another matter."""
    around = block.parent
    return block.tag == "li" and around is not None and not around.images and around.end - around.first > 1


def _says_whose(text: str) -> bool:
    """Whether a line ends with whose picture it is; most end otherwise, which is quickly told."""
    tail = text[-_TAIL:]
    return len(text) < _LONGEST and (text[-1] in ")）]" or "oto" in tail) and _OWNED.search(tail) is not None


def beside_picture(block: Block, limit: Block) -> bool:
    """True if a block of a few lines around, below `limit`, also holds a picture."""
    for each in block.path():
        if each is limit or each.end - each.first > 4:
            return False
        if each.images:
            return True
    return False


def _reads_as_caption(line: Line, size: int, habits: Habits) -> bool:
    parent = line.block.parent
    if line.block.centred or (parent is not None and parent.tag == "center") or _CREDITED.search(line.text):
        return True
    if habits.captioned and size < _SHORTER:
        return True
    # In Chinese and Japanese a short line without a full stop is as often a sub-heading.
    return habits.punctuated and line.text[-1] not in SENTENCE_ENDS and size < 1.5 * len(line.text)


def _looks_like_heading(line: Line) -> bool:
    if line.bold >= 0.9 * len(line.text) and line.block.tag != "center" and not line.block.centred:
        return True
    element, is_tail = line.nodes[0]
    return not is_tail and bool(_HEADING_CLASS.search(element.get("class") or ""))
