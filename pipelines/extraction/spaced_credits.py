"""Credits in languages that part words by blanks: `Von Erika Muster, dpa`, `Text: Anna Svensson Foto: Per Lind`, `Editing by …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipelines.extraction import names
from pipelines.extraction.agencies import AGENCIES
from pipelines.extraction.byline_words import LEADS, OWN_LEADS
from pipelines.extraction.found import Found
from pipelines.extraction.names import is_personal
from pipelines.extraction.worded import folded, worded


def _by_label(roles: dict[str, str]) -> dict[str, str]:
    return {folded(label.replace("_", " ")): role for role, labels in roles.items() for label in labels.split()}


# With a colon these mean a person (or desk) in that role.
_LABELS = _by_label(
    {
        "author": (
            "autor autorin autoren autores autora autori autoři autorzy autorius author authors auteur auteure auteurs autore text texte "
            "texto testo tekst teksti words reporter reporters writer skribent yazar muhabir muhabiri penulis szerző автор авторы автори "
            "текст συντάκτης συντάκτρια συντακτική_ομάδα συντακτης autorka autorky autorė autore аутор авторка avtor avtorica müəllif "
            "tác_giả redacción redação redazione kirjoittaja toimittaja írta piše пише opracowanie opracował opracowała "
            "recherche reportage verfasst_von geschrieben_von written_by reported_by skrivet_av skrevet_av autor:in "
            "autor/in autor*in autorin/autor redaktion"
        ),
        "editor": (
            "editor editors editora edited_by editing_by redakteur redakteurin redacteur redaktor redaktör redaktør editör редактор "
            "penyunting szerkesztő"
        ),
        "photographer": (
            "foto fotos fotograf fotógrafo photo photos photographer photographs bild bilder kuva kuvat фото zdjęcia zdjęcie fotografie "
            "fotoğraf φωτογραφία"
        ),
        "translator": "übersetzung übersetzt_von traduction traducción traduzione tradução translation translated_by перевод tłumaczenie",
        "contributor": "published_by contributing contributors video videos grafik grafiken infografik illustration kamera видео",
    }
)
# These name persons alone: Foto: Archiv, Video: 2 Minuten.
_PERSONAL = frozenset({"photographer", "contributor", "translator"})


def _either(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_LABEL = re.compile(rf"(?<![^\s|•·,;(/\x1f–—-])(?P<label>{_either(_LABELS)})(?:\s?[:：]\s*|(?P<tab>\t\s*))(?=[^\s:])", re.I)
# Names in elements of their own: A und, <a>B</a>.
_CONJOINED = re.compile(r"\t(?:(?<=[,&]\t)|(?<=\b[yeи]\t)|(?<=\b(?:et|og|en|ja)\t)|(?<=\b(?:and|und|och)\t))")
_N = r"([^:;|()\t\x1f]{3,120})"
# Foot lines; what a pattern's group holds is names.
_PHRASES = (
    (
        worded(
            "reporting|contribut|assistance",
            r"(?:^|[.;(\s])(?:additional reporting|with (?:additional )?reporting|contribut(?:ed|ions)|with assistance)"
            rf" (?:from|by):?\s{_N}",
        ),
        "contributor",
    ),
    (worded("reporting by|compiled by", rf"(?:^|[.;(])\s?(?:reporting|compiled) by:?\s{_N}"), "reporter"),
    (worded(" by", rf"(?:^|[.;(])\s?(?:written|writing|story|words|text) by:?\s{_N}"), "author"),
    (worded("edited by|editing by", rf"(?:^|[.;)\s])(?:edited|editing) by:?\s{_N}"), "editor"),
    (worded("translat", rf"(?:^|[.;(\s])(?:translated|translation) (?:from \w+ )?by:?\s{_N}"), "translator"),
    (
        worded(
            "aus dem |übersetz|tradu",
            r"^\(?(?:aus dem \S+ (?:übersetzt )?von|übersetzung|übersetzt von|traduit (?:de l['’]\w+ |du \w+ )?par|traduction|"
            rf"traduction|traducción|traducido por|traduzione di|tradução):?\s{_N}",
        ),
        "translator",
    ),
    (
        worded(
            "gespräch|interv|recueillis|entrevista",
            rf"(?:das (?:gespräch|interview) führten?|interview (?:conducted )?by|propos recueillis par|intervista di|entrevista de)\s{_N}",
        ),
        "author",
    ),
    (worded("بقلم|كتب|إعداد|نویسنده|מאת", rf"^(?:بقلم|كتبت?|إعداد|نویسنده|מאת)\s?[:：]?\s{_N}$"), "author"),
    (worded("लेखक|লেখক|تحریر|گزارش|خبرنگار|כתב", rf"^(?:लेखक|লেখক|تحریر|گزارش|خبرنگار|כתבת?)\s?[:：]\s{_N}$"), "author"),
    (worded("โดย|เรื่อง", r"^(?:โดย|เรื่อง)(?:\s?[:：])?\s?([^\s:]{2,16}(?:\s[^\s:]{2,20}){1,2})$"), "author"),
)
# Nearly no line has one of all these.
_PHRASE_WORDS = tuple(word for phrase, _ in _PHRASES for word in phrase.words)
_CONTRIBUTED = re.compile(
    r"^[\W_]*(?P<names>[^;:]{3,400}?)\s(?:also )?contributed (?:(?:\w+ ){0,3}?(?:to|for) (?:this|the|these) (?:\w+ )?"
    r"(?:reports?|story|stories|article|piece)\b.{0,40}|(?:reporting|research)\W*)$",
    re.I,
)
_OF_STAFF = re.compile(
    r"^.*\b(?:writers?|reporters?|correspondents?|producers?|editors?|journalists?|chiefs?|staff|press|times|news)\s+", re.I
)
_SOURCE = re.compile(
    r"(?:^|[\s(\t|])(?:sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|kilder?|källa|källor|kaynak|źródło|zdroj|источник|джерело|"
    r"източник|извор|vir|font|avots|burimi|mənbə|heimild|iturria|дереккөз|эх сурвалж|წყარო|աղբյուր|pinagmulan|chanzo|"
    r"منبع|ماخذ|بشکریہ|সূত্র|ஆதாரம்|நன்றி|ที่มา|"
    r"forrás|sursa|lähde|allikas|šaltinis|izvor|πηγή|المصدر|nguồn|sumber|מקור|स्रोत)\s?[:：]\s*([^\n]{2,80})",
    re.I,
)
# Von A (Text) und B (Fotos): the role behind the name.
_ROLES_AFTER = _by_label(
    {
        "photographer": "foto fotos photo photos bild bilder fotografie fotografía photographie kuva kuvat zdjęcia фото",
        "author": "text texte texto testo words tekst teksti текст",
        "translator": "übersetzung traduction traducción translation",
    }
)
_ROLE_AFTER = re.compile(rf"(?P<name>[A-ZÀ-Þ][\w.'’-]*(?:\s[\w.'’-]+){{1,3}})[\s\t]*\((?P<role>(?i:{_either(_ROLES_AFTER)}))\)")
_FIELD = re.compile(r"[^|•\x1f]+")
_IN_PLACE = re.compile(r",?\sin\s[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}")
_CUT = re.compile(
    r"\s*(?:\b(?-i:[a-zà-ÿа-я]{1,3})\s*(?=\x1f)|[|｜;•\x1f\t]|"
    r"\s[-–—]\s|(?<!\b[A-Za-z])(?<!Jr)(?<!St)\.(?:\s|$)|\bfor\s|,?\s+in\s|\bexclusively\b"
    r"|,?\s(?:on|el|le|am|il|op|em|den|dne|dnia)(?:\s\w{2,10}[,.]?)?\s*$)",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:(?:written|reported|posted|published|story|words|text|analysis|opinion|interview|ein(?:e)?|kommentar|analyse|bericht|reportage|essay|kolumne|"
    r"gastbeitrag|glosse|porträt|protokoll|leitartikel|rezension|une?|entretien|reportage|commentaire|una?|análisis|entrevista|opinión|intervista)\s){0,2}"
    r"(?:by|von|vom|par|por|de|di|door|av|af|oleh|przez)(?:\s?:)?[\s\t]+(?P<names>[A-ZÀ-ÞŁŚŻČŠŽĐİΑ-ΩА-Я\"][^:;!?]{2,110})$",
    re.I,
)
_NAMES_FOLLOW = r"(?:\s?[:：]\s*|\s+)(?P<names>[^:;!?]{3,110})$"
_LED = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(LEADS, key=len, reverse=True)))}|aus \S+(?: \S+)? berichte[nt]){_NAMES_FOLLOW}", re.I
)
_FIRST_WORDS = frozenset(folded(lead.partition(" ")[0]) for lead in (*LEADS, "aus"))
_OWN_LED = {language: re.compile(rf"(?:{words}){_NAMES_FOLLOW}", re.I) for language, words in OWN_LEADS.items()}


def read(text: str, language: str) -> Iterator[Found]:
    """Every labelled credit and source in a line."""
    if len(text) > 300 and "contributed" not in text[-70:]:
        return
    if "(" in text:
        for match in _ROLE_AFTER.finditer(text):
            yield Found(_ROLES_AFTER[folded(match["role"])], tuple(names.split(match["name"], language)), match.start(), match.end())
    has_colon = ":" in text or "：" in text
    if has_colon or "\t" in text:
        yield from _labelled(text, language)
    if has_colon:
        yield from _source(text)
    yield from _phrased(text, language)


def byline(text: str, language: str = "") -> Found | None:
    """`By Jane Doe and John Smith`, `Von Erika Muster, dpa`, `Escrito por Ana Ruiz`: a line that is nothing but a byline."""
    text = text.strip()
    for match in (_BYLINE.match(text), _led(text, language)):
        people = names.split(_CUT.split(match["names"])[0], language) if match else []
        people = [name for name in people if is_personal(name) or (match and match.re is _BYLINE and _is_signature(name))]
        if match and 0 < len(people) < 9:
            return Found("author", tuple(people), match.start("names"), match.end("names"))
    return None


def _led(text: str, language: str) -> re.Match[str] | None:
    """A byline in the words of its language; nearly no line begins with the first of these."""
    first = folded(text.partition(" ")[0].rstrip(":："))
    match = _LED.match(text) if first in _FIRST_WORDS else None
    return match or (_OWN_LED[language].match(text) if language in _OWN_LED else None)


def _labelled(text: str, language: str) -> Iterator[Found]:
    text = _CONJOINED.sub(" ", text)
    matches = _labels(text)
    for match, following in zip_longest(matches, matches[1:]):
        value = _CUT.split(text[match.end() : following.start() if following else len(text)])[0].split("(")[0].rstrip(" ,")
        people = names.split(value, language) if 2 < len(value) <= 120 else []
        role = _LABELS[folded(match["label"])]
        if people and all(_fits(name, role, not match.start()) for name in people):
            yield Found(role, tuple(people), match.start(), match.end() + len(value))


def _labels(text: str) -> list[re.Match[str]]:
    """The labels with a colon, and the one that opens the line and has its value in the next element."""
    if ":" not in text and "：" not in text:
        return [match] if (match := _LABEL.match(text)) else []
    return [match for match in _LABEL.finditer(text) if not match["tab"] or not match.start()]


def _fits(name: str, role: str, opens: bool) -> bool:
    """Whether a value is a name in this role; a label that opens the line may name a desk."""
    return is_personal(name) or (role not in _PERSONAL and (name.lower() in AGENCIES or (opens and len(name.split()) < 5)))


def _phrased(text: str, language: str) -> Iterator[Found]:
    lowered = text.lower()
    if not any(map(lowered.__contains__, _PHRASE_WORDS)):
        return
    likely = [(phrase.pattern, role) for phrase, role in _PHRASES if phrase.may_match(lowered)]
    for piece in _FIELD.finditer(text) if likely else ():
        for pattern, role in likely:
            for match in pattern.finditer(piece[0].strip()):
                people = tuple(names.split(_CUT.split(_IN_PLACE.sub("", match[1]))[0], language))
                yield Found(role, people, piece.start() + match.start(), piece.start() + match.end())
    if "contributed" in text and (thanks := _CONTRIBUTED.match(text)):
        people = tuple(_OF_STAFF.sub("", name) for name in names.split(_OF_STAFF.sub("", _IN_PLACE.sub("", thanks["names"])), language))
        yield Found("contributor", tuple(filter(is_personal, people)), thanks.start(), thanks.end())


def _source(text: str) -> Iterator[Found]:
    if len(text) <= 160 and (named := _SOURCE.search(text)):
        value = _CUT.split(named[1])[0].strip(' .,:()[]"')
        if value and len(value) <= 60 and "http" not in value:
            yield Found("source", (value,), named.start(), named.start(1) + len(value))


def _is_signature(name: str) -> bool:
    """Whether a name signs as agencies and desks do: dpa, REUTERS, Redaktion Politik."""
    if name.lower().startswith("the "):
        return name.lower() in AGENCIES
    return name.lower() in AGENCIES or name.isupper() or (name != name.lower() and not names.is_person(name))
