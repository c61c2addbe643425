"""Where a page speaks of its own cookies, by what it says: windows that ask for consent and the lists behind them."""

from __future__ import annotations

import re
from collections import Counter

from pipelines.extraction.container import find_homes, weight
from pipelines.extraction.lines import Line

# The word in ASCII, and in lines of other letters.
_WORDS, _OTHER_WORDS = ("ookie", "kapsler"), ("kakor", "eväste", "çerez", "куки", "クッキー", "쿠키")
# How a site begins to say that it uses them, what its visitors agree to, or that without them a post of another site is not shown.
_ASKING = (
    r"(?:we|our (?:web ?)?sites?|this (?:web ?)?site|[\w-]+\.(?:com|org|net))\b.{0,60}?\b(?:uses?|using|stores?|places?) .{0,40}cookies",
    r"(?:by|if you) (?:continu|us|click|brows|clos|accept|visit)\w* .{0,90}cookies",
    r"(?:wir|diese (?:web)?seite|(?:unsere|diese) website)\b.{0,60}?\b(?:verwende|nutz|setz|speicher|einsatz).{0,60}cookies",
    r"mit (?:der nutzung|ihrer zustimmung).{0,60}cookies",
    r"(?:nous|ce site|notre site|nos partenaires)\b.{0,60}?\b(?:utilis|dépos|stock).{0,60}cookies",
    r"en (?:poursuivant|continuant|cliquant).{0,90}cookies",
    r"(?:utilizamos|usamos|est[ea] (?:sitio|web|página|site)|nosotros y|nuestr[oa] (?:sitio|web)|o nosso site)\b.{0,60}cookies",
    r"al (?:continuar|navegar)\b.{0,60}cookies",
    r"(?:utilizziamo|usiamo|questo sito|il nostro sito|noi e|proseguendo|continuando)\b.{0,60}cookie",
    r"(?:wij|we|deze (?:web)?site|onze (?:web)?site)\b.{0,40}(?:gebrui|plaats).{0,40}cookies",
    r"(?:vi|denne (?:hjemme)?siden?|denna (?:webb)?\w+|dette nettstedet)\b.{0,30}(?:bruk|använd|benytt).{0,40}(?:cookies|kakor|kapsler)",
    r"(?:używamy|korzystamy|ta strona|ten serwis|nasz[ae]? (?:strona|serwis))\b.{0,80}cookie",
    r"(?:používáme|tento web|tyto (?:webové )?stránky)\b.{0,60}cookie|(?:käytämme|tämä sivusto|sivustomme)\b.{0,40}eväste",
    r"(?:мы|этот сайт|наш сайт|продолжая)\b.{0,60}(?:cookie|куки)|(?:sitemiz|bu (?:web )?site|web sitemiz).{0,60}çerez",
    r"this (?:content|post|video) (?:is|was|could|cannot|can.t)\b.{0,90}cookies",
    r"to (?:show you|view|see|watch) this (?:content|post|video)\b.{0,90}cookies",
    r"you can (?:use|amend|change|manage)\b.{0,60}(?:preferences|settings|choices)\b.{0,60}cookies",
    r"um (?:diese|externe|eingebettete)\w* (?:inhalte?|videos?|beiträge?)\b.{0,90}cookies",
    r"(?:ce contenu|cette vidéo|pour (?:afficher|visionner) ce)\b.{0,90}cookies",
    r"(?:este contenido|este vídeo|para ver este|este conteúdo)\b.{0,90}cookies",
    r"(?:questo contenuto|per (?:visualizzare|vedere) quest)\w*\b.{0,90}cookie",
    r"(?:deze (?:inhoud|content|video|post)|det(?:ta|te|) (?:här )?(?:innehåll|innhold|indhold)\w*)\b.{0,90}(?:cookies|kakor|kapsler)",
    r".{0,30}(?:cookie|クッキー)(?:\s?（[^）]*）)?を(?:使用|利用)|(?:我们|本网站|本站|我們|本網站).{0,20}cookie|(?:이|본|저희|우리).{0,20}쿠키",
)
# How its lists begin to tell what each kind does; a story about cookies may say so, too.
_TELLING = (
    r"(?:this|the|these|some|such|other) (?:\w+ ){0,2}cookies?\b|set by .{0,40}this cookie|this is an? \w+ cookie",
    r"(?:(?:strictly )?necessary|essential|functional|performance|analytical|targeting|advertisement|marketing|preference) cookies?\b",
    r"cookies? (?:are|is|help|allow|enable)\b|(?:diese|manche|notwendige|funktionale) cookies\b|(?:ces|les) cookies\b",
    r"(?:estas|las|estes|os) cookies\b|(?:questi|i) cookie\b|deze cookies\b|te pliki cookie",
)
_ASKS = re.compile(r"[^\w\"'“”„«»「『‘]{0,3}(?:" + "|".join(_ASKING) + ")", re.IGNORECASE)
_TELLS = re.compile(r"\W{0,3}(?:" + "|".join(_TELLING) + ")", re.IGNORECASE)
# What else such a line speaks of, and a recipe does not.
_PRIVACY = re.compile(
    r"conten|inhoud|inhalt|innehåll|innhold|indhold|permission|"
    r"web ?site|\bsite\b|sito\b|sitio|seite\b|strona|serwis|stránk|sivusto|сайт|网站|網站|本站|サイト|사이트|privacy|privat|privad|consen|"
    r"browser|navega|person[ai]|publici|advert|werb|analy|anál|traffic|device|preferen|setting|einstell|param|polic|polit|"
    r"accept|akzept|acept|accett|plug-?in|visitor|besucher|user|utilis|log-?in|session|体验|體驗",
    re.IGNORECASE,
)
# Bytes of what is no sentence.
_SHORT = 40
# Entries of one make that make a list.
_LIST = 3


def lines_about(lines: list[Line]) -> set[int]:
    """The indices of the lines in which a site asks for its cookies, and of the lists that tell of them."""
    about = [line for line in lines if line.size > _SHORT and _names_cookies(line.text) and _PRIVACY.search(line.text)]
    asking = {line.index for line in about if _ASKS.match(line.text)}
    told = {line.index for line in about if asking and _TELLS.match(line.text)}
    return asking | _lists(lines, asking | told) if told else asking


def _names_cookies(text: str) -> bool:
    return any(word in text for word in _WORDS) or (not text.isascii() and any(word in text for word in _OTHER_WORDS))


def _lists(lines: list[Line], found: set[int]) -> set[int]:
    """The prose of homes that is mostly among those found, and of other homes if most of the same make are such."""
    homes = [home for home in find_homes(lines, frozenset()).values() if home.mass]
    mostly = {home.block for home in homes if 2 * sum(weight(line) for line in home.lines if line.index in found) > home.mass}
    made, told = Counter(home.shape for home in homes), Counter(home.shape for home in homes if home.block in mostly)
    listed = {shape for shape, count in told.items() if count >= _LIST and 2 * count > made[shape]}
    return {line.index for home in homes if home.block in mostly or home.shape in listed for line in home.lines if weight(line)}
