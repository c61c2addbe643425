"""What notices say, in the languages of the news: ownership, reprint terms, opinion, risk, platform, image rights."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import accumulate, chain

from pipelines.extraction.notice_languages import OPENINGS, SAYINGS
from pipelines.extraction.worded import places

# Each alternative is one thing that a notice says; two of them in a line leave no doubt.
_WIDE_SAYINGS = (
    # Chinese, both scripts
    r"凡(?:是)?(?:本[网網站报報刊社]|注明|註明|标注|来源|來源|在本)",
    r"(?:未[经經]|未[获獲]|没有|沒有).{0,24}(?:授[权權]|[许許]可|同意|允[许許]|[协協][议議]).{0,36}(?:不得|禁止|[严嚴]禁|勿|[无無][权權]|均)",
    r"(?:不得|禁止|[严嚴]禁|[谢謝][绝絕]|[请請]勿).{0,12}(?:[转轉][载載贴貼]|摘[编編]|[复複][制製]|[镜鏡]像|翻印|改[编編]|使用)",
    r"[转轉](?:[载載]|[发發]).{0,4}(?:[请請]|[须須]|需|[时時]|[务務]必|[应應]).{0,10}(?:注明|註明|[标標]明|[联聯][系繫]|保留)",
    r"[转轉]自其[它他]媒[体體]|[转轉][载載]目的",
    r"(?:版[权權]|著作[权權]|知[识識][产產][权權]).{0,6}(?:[归歸]|[属屬]|[为為])",
    r"版[权權]所有|[复複][制製]必究|[违違]者必究|保留.{0,6}[追一]究?切?.{0,6}(?:[权權]利|[责責]任)",
    r"(?:侵[权權]|涉及.{0,8}[权權]|版[权權].{0,6}[问問][题題]).{0,30}(?:[联聯][系繫]|[删刪]除|告知|通知|[处處]理)",
    r"[代表]{2}.{0,6}(?:作者|[个個]人|本人|[发發]言者|[专專][栏欄]|[专專]家|[评評][论論]者).{0,10}(?:[观觀][点點]|立[场場]|看法|意[见見])",
    r"(?:[观觀][点點]|内容|文责)[仅僅]?[代表]{2}(?:作者|[发發]布者|本人|原作者)",
    r"不代表.{0,16}(?:立[场場]|[观觀][点點]|[赞贊]同|意[见見])",
    r"(?:免[责責]|版[权權]|法律|特[别別]|[郑鄭]重|重要|[转轉][载載]|侵[权權]|著作[权權]|本[网網站报報]|原[创創]|平[台臺]|[风風][险險]|[投]?[资資]?).{0,20}(?:[声聲]明|申明|[条條]款|[说說]明)\s*[:：】]",
    r"(?:免[责責]|版[权權]|[风風][险險]|法律)(?:[声聲]明|提示|申明)",
    r"不[构構]成.{0,12}(?:投[资資]|建[议議]|要[约約])|[风風][险險]自[担擔负負]|投[资資]有[风風][险險]|入市需[谨謹]慎|[谨謹]慎.{0,4}[决決]策",
    r"[图圖]片.{0,6}(?:[来來][自源]|取自).{0,4}[网網][络絡路]|[图圖]源[网網][络絡路]",
    r"[仅僅]提供.{0,4}(?:信息|[资資][讯訊]).{0,4}存[储儲]",
    r"追究.{0,14}[责責]任|法律手段|相[关關]法律[责責]任",
    r"[独獨]家授[权權]|授[权權][范範][围圍]|自有版[权權]|由.{0,20}(?:主[办辦]|[统統]一管理)",
    r"本文(?:[为為系]|[属屬於于]).{0,20}(?:原[创創]|[转轉][载載]|授[权權])|(?:本文|文章|内容|作品|稿件).{0,12}(?:版[权權]|均[为為]|[仅僅]供[参參]考)",
    r"如(?:因|有|需|涉及).{0,24}(?:版[权權]|作品|[转轉][载載]|侵[权權]).{0,40}(?:[联聯][系繫]|[请請])",
    r"使用[了过過]?您的(?:[图圖]片|文章|作品|[稿内內][件容])|[索领領支][取付]?稿酬|(?:撤下|[删刪]除)您的作品",
    r"尊重知[识識][产產][权權]|支持[独獨]立[网網]站",
    # Japanese, Korean
    r"無断.{0,6}(?:転載|複製|使用|引用|掲載|転用)",
    r"転載.{0,8}(?:禁じ|禁止|お断り|ご遠慮)",
    r"著作権は.{0,30}(?:帰属|所有)|掲載の(?:記事|写真|文章)",
    r"(?:本|この)(?:記事|コラム|サイト).{0,20}(?:見解|転載|投資勧誘|目的としたもの)",
    r"저작권(?:자|은)",
    r"무단.{0,6}(?:전재|복제|배포|사용|수집)|재배포\s*(?:및.{0,10})?금지|(?:학습|활용)\s*금지",
)
# The same for languages with Latin and Cyrillic letters, in lower case, each after words without which it cannot match. The longer
# a word the faster it is found, and one that several share is looked for once.
_OTHER_SAYINGS = (
    # English
    (
        "rights|copyright|©|(c)",
        r"all rights (?:are )?reserved|copyright (?:©|\(c\)|\d{4}|of\b|by\b|belongs)|(?:©|\(c\))\s*(?:copyright\s*)?(?:19|20)\d\d\b",
    ),
    (
        "not be",
        r"(?:may|must|can|should) ?not be (?:\w+,? ){0,4}(?:published|reproduced|broadcast|rewritten|redistributed|copied|used|republished|reprinted)",
    ),
    (
        "reprodu|republi|redistribut|reprint|copying|any use|use of this",
        r"(?:reproduc|republi|redistribut|reprint|copying|any use|use of this)\w*.{0,60}(?:without|prohibited|forbidden|permission|not permitted|strictly)",
    ),
    ("without ", r"without (?:the |our |prior |express |explicit )*(?:written )*(?:permission|consent|authori[sz]ation)"),
    (
        "expressed|reflect|represent",
        r"(?:views|opinions|thoughts) (?:and \w+ )?expressed\b|(?:do|does) not (?:necessarily )?(?:reflect|represent)",
    ),
    (
        "advice|recommendation|offer|solicitation|purposes only",
        r"not (?:constitute|be construed as|intended (?:as|to be)|an offer|provide).{0,30}(?:advice|recommendation|offer|solicitation)|for (?:general )?information(?:al)? purposes only",
    ),
    (
        "creative commons|ed under ",
        r"(?:licen[sc]ed|published|republished) under (?:a|the) (?:creative commons|cc)|creative commons (?:attribution|licen)",
    ),
    (
        "disclaimer|notice|storage",
        r"^\W*(?:legal |copyright |important )?(?:disclaimer|notice|copyright notice|legal notice)\s*[:：.–—-]|only provides information storage",
    ),
    (" owner", r"(?:property|trademark)s? of (?:\w+ ){0,3}(?:respective|its|their) owners?"),
    # German
    ("vorbehalten|urheberrecht", r"alle rechte vorbehalten|urheberrecht"),
    (
        "nachdruck|vervielfältigung|weiterv|verbreitung|wiedergabe|verwertung",
        r"(?:nachdruck|vervielfältigung|weiterverwendung|weiterverbreitung|verbreitung|wiedergabe|verwertung)\b.{0,90}"
        r"(?:nur mit|ohne|untersagt|verboten|genehmigung|zustimmung|gestattet|nicht erlaubt)",
    ),
    ("meinung|ansicht", r"(?:gibt|geben|spiegelt|spiegeln).{0,40}(?:meinung|ansicht)"),
    ("beratung|haftung|hinweis", r"keine (?:anlage|rechts)beratung|haftungsausschluss|^\W*(?:rechtlicher |rechtliche )?hinweise?\s*:"),
    ("ohne ", r"ohne (?:vorherige |ausdrückliche |schriftliche ){1,3}(?:genehmigung|zustimmung|einwilligung)"),
    # French
    ("réservés", r"tous droits (?:de reproduction |de diffusion )?(?:et de \w+ )?réservés"),
    ("reprodu", r"reproduction.{0,60}(?:interdite|autorisation|réservée)"),
    ("sans |engage|légale|droits d", r"sans (?:l.)?(?:autorisation|accord)|n.engagent? que|mentions? légales?\s*:|droits d.auteur"),
    # Spanish
    ("derechos|aviso", r"(?:todos los )?derechos reservados|derechos de autor|aviso legal\s*:"),
    ("reprodu", r"prohibid[ao]s?.{0,30}reproducci|reproducci.{0,60}(?:prohibid|sin|autoriza)"),
    (
        "autorizaci|opiniones|refleja|represent",
        r"sin (?:la )?(?:previa )?autorizaci|opiniones (?:aquí )?expresadas|no (?:refleja|representa)n? (?:necesariamente )?",
    ),
    # Italian, Portuguese, Dutch
    ("riproduzione", r"riproduzione (?:è )?(?:riservata|vietata)|vietata la riproduzione"),
    ("diritti|direitos|rechten", r"tutti i diritti|diritti riservati|todos os direitos reservados|alle rechten voorbehouden"),
    (
        "reprodu|proibid|overname",
        r"reprodução.{0,40}(?:proibida|autoriza)|proibida a reprodu|é proibid|overname.{0,40}(?:toestemming|verboden)",
    ),
    # Russian
    ("права ", r"все права (?:защищены|принадлежат)"),
    (
        "перепечатк|копировани|использовани|воспроизведение",
        r"(?:(?:перепечатк|копировани)\w*|использовани\w* (?:\w+ ){0,3}(?:материал|текст|информаци|контент|фото|стат|публикац)).{0,80}(?:запрещ|разреш|только|ссылк)|воспроизведение.{0,40}(?:запрещ|без)",
    ),
    # Opinion, in the languages above that say it otherwise
    (
        "notwendigerweise|unbedingt|zwingend",
        r"nicht (?:notwendigerweise|unbedingt|zwingend) (?:\w+ ){0,3}(?:redaktion|meinung|verlag|herausgeber)",
    ),
    ("niet noodzakelijk", r"niet noodzakelijk (?:\w+ ){0,2}mening"),
    ("opiniões|opinião", r"opini(?:ões|ão) (?:\w+ )?express[ao]s?"),
    ("não reflete|não representa", r"não (?:refletem?|representam?)"),
    ("opinioni", r"opinioni (?:\w+ )?espress[eo]"),
    (
        "non riflett|non rispecchia|non rappresenta",
        r"non (?:riflett\w+|rispecchia\w*|rappresenta\w*) (?:necessariamente|la (?:posizione|linea))",
    ),
    # Indonesian, Malay, Catalan: no letter tells them
    ("hak cipta", r"hak cipta (?:dilindungi|terpelihara|©)"),
    ("dilarang", r"dilarang (?:keras )?(?:mengutip|menyalin|mengambil konten|memperbanyak|menyebarluaskan|mencetak|menerbitkan)"),
    ("tanpa izin|tanpa kebenaran", r"tanpa (?:izin|kebenaran)"),
    ("penulis", r"(?:merupakan|adalah) (?:opini|pandangan|pendapat) (?:pribadi |peribadi )?penulis"),
    ("tidak mewakili|tidak mencerminkan|tidak semestinya", r"tidak (?:mewakili|mencerminkan|semestinya)"),
    ("drets reservats", r"drets reservats"),
)
_WIDE = tuple(re.compile(saying) for saying in _WIDE_SAYINGS)
_EAST_ASIAN = re.compile("[\u2e80-\ud7a3]")
_ANY_WIDE = re.compile("|".join(f"(?:{saying})" for saying in _WIDE_SAYINGS))
_Sayings = dict[str, list[re.Pattern[str]]]


def _by_word(sayings: tuple[tuple[str, str], ...]) -> _Sayings:
    found: _Sayings = defaultdict(list)
    for words, saying in sayings:
        for word in words.split("|"):
            found[word].append(re.compile(saying))
    return found


_BY_WORD = _by_word(_OTHER_SAYINGS)
_BY_LETTER = [(frozenset(letters), _by_word(sayings)) for letters, sayings in SAYINGS.items()]
_ASCII = bytes(range(128))
# Letters of a page beyond ASCII; a language shows its own among as many.
_LETTERS = 2000


# How a notice begins; a paragraph of a story that only mentions such words begins otherwise.
OPENING = re.compile(
    r"\W*(?:\d{1,2}\W+)?(?:凡|未[经經]|[转轉][载載发發]|本文|本[网網站报報刊]|本新[闻聞]|本(?:篇|稿|内容)|[该該]文|[图圖]片|文章|以上|[声聲]明|免[责責]|版[权權]|著作|特[别別]|[郑鄭]重|重要|法律|投[资資]|注[:：]|"
    r"[风風][险險]|如(?:因|有|需|涉)|任何|[欢歡]迎[转轉]|[请請](?:支持|尊重|勿)|[严嚴]禁|原[创創]|作者[声聲]|部分|所有|"
    r"無断|本記事|本紙|この記事|著作権|当サイト|掲載|©|\(c\)|copyright|all rights|the (?:views|opinions|content|article|information|materials?)|views|opinions|disclaimer|notice|legal|this "
    r"(?:article|material|content|story|report|column|work|website|document)|no part|any (?:use|reprod)|reproduc|republi|licen|unauthori|"
    r"저작권|무단|ⓒ|<|이 기사|alle rechte|urheber|nachdruck|hinweis|haftung|rechtlich|die (?:auf|in|hier|verwendung|weiter|verviel)|der (?:inhalt|beitrag|kommentar|text)|dieser|"
    r"jede|vervielfält|weiter|das kopieren|tous droits|toute|reproduction|les (?:opinions|propos|articles|contenus)|cet article|ce texte|mention|todos|queda|prohibid|las opiniones|"
    r"derechos|este (?:art|contenido|texto)|aviso|riproduzione|vietat|tutti|reprodu|proibid|é proibid|все права|перепечатк|копирован|использован|при |"
    rf"{'|'.join(OPENINGS)})",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"(?:[声聲]明|申明|版[权權][说說]明|免[责責][条條]款|disclaimer|(?:copyright|legal)(?: notice)?|notice|haftungsausschluss|(?:rechtliche[rs]? )?hinweise?|"
    r"mentions? légales?|avertissement|aviso legal|avviso|avvertenza|zastrzeżenie|upozornění|avertisment|yasal uyarı|إخلاء مسؤولية|अस्वीकरण|डिस्क्लेमर|descargo de responsabilidad|免責事項|著作権について|저작권 안내)\s*[:：】\])）]*\Z",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）]|[①-⑳⑴-⒇•·▪■●]|第[一二三四五六七八九十\d]+[条條项項])")
# A bare line of ownership is the site's, not the article's.
OWNERSHIP = re.compile(
    r"(?:©|\(c\)|ⓒ|copyright|版[权權]所有|all rights|alle rechte|tous droits|todos los derechos|tutti i diritti|riproduzione riservata|(?:direitos|derechos|drets) reserva|alla rättig|alle rettighe|kaikki oikeudet|"
    r"wszelkie prawa|všechna práva|všetky práva|minden jog|toate drepturile|sva prava|vse pravice|tüm hak|visos teisės|visas tiesības|kõik õigused|hak cipta|"
    r"все права|всички права|ус[іи] права|всі права|сва права|επιφύλαξη παντός|حقوق .{0,30}محفوظ|הזכויות שמורות|सर्वाधिकार|সর্বস্বত্ব|สงวนลิขสิทธิ์|giữ bản quyền|icp|公网安备|[网網]站?[备備]案|[许許]可[证證])",
    re.IGNORECASE,
)


def hits_in(texts: list[str]) -> Counter[int]:
    """How many different things each line says that only notices say, by its index; the words are looked for in all lines together."""
    counts: Counter[int] = Counter()
    for index, text in enumerate(texts):
        if not text.isascii() and (wide := _wide_hits(text)):
            counts[index] = wide
    lowered = [text.lower() for text in texts]
    for saying, indices in _with_words(lowered).items():
        counts.update(index for index in indices if saying.search(lowered[index]))
    return counts


def _with_words(lowered: list[str]) -> dict[re.Pattern[str], set[int]]:
    """The sayings whose words stand anywhere, with the indices of the texts that hold them."""
    ends = list(accumulate(len(text) + 1 for text in lowered))
    whole = "\n".join(lowered)
    found: dict[re.Pattern[str], set[int]] = defaultdict(set)
    present = frozenset(whole.encode("utf-8", "replace").translate(None, _ASCII).decode()[:_LETTERS])
    spoken = (words for letters, words in _BY_LETTER if not letters.isdisjoint(present))
    for word, sayings in chain(_BY_WORD.items(), *(words.items() for words in spoken)):
        if word in whole:
            indices = {bisect_right(ends, place) for place in places(whole, word)}
            for saying in sayings:
                found[saying] |= indices
    return found


def _wide_hits(text: str) -> int:
    if len(text.encode()) <= 1.2 * len(text) or not _EAST_ASIAN.search(text) or not _ANY_WIDE.search(text):
        return 0
    return sum(1 for saying in _WIDE if saying.search(text))
