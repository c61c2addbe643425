"""How news sites call the next page of an article, a page by its number, and the view that shows all pages at once."""

from __future__ import annotations

import re

# The whole of a link's text, in lower case, decorations off.
NEXT = re.compile(
    r"(?:点击|點擊)?(?:进入|進入|阅读|閱讀)?下一?[页頁]|[后後]一[页頁]|次の?(?:ページ|頁)?へ?|다음(?: ?페이지)?|"
    r"next(?: page)?|continued|weiter(?:lesen)?|nächste(?: seite)?|suite|lire la suite|(?:page )?suivante?|(?:página )?siguiente|"
    r"(?:próxima|página seguinte|próxima página|seguinte)|(?:pagina )?successiva|avanti|volgende(?: pagina)?|nästa(?: sida)?|"
    r"neste(?: side)?|næste(?: side)?|seuraava(?: sivu)?|следующая(?: страница)?|далее|вперед|далі|наступна|sonraki(?: sayfa)?|"
    r"następna(?: strona)?|dalej|další(?: strana)?|következő(?: oldal)?|trang sau|(?:halaman )?(?:berikutnya|selanjutnya)|"
    r"التالي|الصفحة التالية|הבא"
)
# A page named by its number: 第2页, page 2, Seite 2, 2ページ目; and 2/5.
NUMBERED = re.compile(
    r"(?:第|page|seite|página|pagina|sida|side|sivu|strona|strana|stranica|страница|стр|trang|halaman|sayfa|oldal|صفحة)\.?\s*(\d{1,3})(?!\d)|"
    r"^(\d{1,3})(?:\s*/\s*\d{1,3}|\s*(?:[页頁]|ページ目?|페이지))?$"
)
WHOLE = re.compile(
    r"(?:阅读|閱讀|查看|显示|顯示|余下|展开|浏览|在本页阅读|单页阅读)?全文(?:阅读|閱讀|浏览|表示)?|不分[页頁]|单页(?:阅读|显示)|全部显示|"
    r"single page(?: view)?|view (?:as )?(?:all|single page|on one page)|show all|all pages|(?:read )?on one page|(?:read )?full (?:article|story|text)|"
    r"(?:alles )?auf einer seite(?: lesen| anzeigen)?|gesamten artikel(?: lesen)?|einseitenansicht|komplett(?:ansicht|er artikel)?|"
    r"(?:lire |afficher )?(?:l'article )?(?:sur une (?:seule )?page|complet|en entier)|(?:ver |leer )?(?:todo|en una (?:sola )?página|artículo completo)|"
    r"pagina unica|(?:leggi )?tutto|ver tudo|(?:1|一)ページで(?:読む|表示)|全ページ(?:表示)?|ページ分割なし|전체 ?보기|한 ?페이지로 ?보기|на одной странице|вся статья|op één pagina"
)
# What pagers leave in a text: a line of nothing but page numbers and such words.
PAGER_LINE = re.compile(
    r"(?:\s|[\d|/.,:·•\[\]()（）【】<>«»‹›…＜＞-]|上一?[页頁]|下一?[页頁]|首[页頁]|尾[页頁]|末[页頁]|前一[页頁]|[后後]一[页頁]|共|第|[页頁]|ページ|前へ|次へ|"
    r"이전|다음|(?:page|seite|página|pagina|sida|strona|страница)\b|\b(?:of|von|sur|de|di|av|z|из)\b|"
    r"\b(?:next|previous|prev|weiter|zurück|suivante?|précédente?|siguiente|anterior|successiva|precedente|volgende|vorige|single|view|all)\b)+",
    re.IGNORECASE,
)
# A page's number at the end, or in front, of its title.
TITLE_MARK = re.compile(
    r"\s*[-–—_|:,(（\[]*\s*(?:第\s*[\d一二三四五六七八九十]{1,3}\s*[页頁]|(?:page|seite|página|pagina|sida|side|strona|страница|part|teil)\s*\d{1,2}(?:\s*(?:/|of|von|sur|de|di)\s*\d{1,2})?|"
    r"\d{1,2}\s*/\s*\d{1,2}|[(（\[]\s*\d{1,2}\s*[)）\]]|_\d{1,2})\s*[)）\]]*\s*$|"
    r"^\s*(?:page|seite|página|pagina|sida)\s*\d{1,2}\s*[-–—:|]\s*",
    re.IGNORECASE,
)
# Parameters of an address that hold a page's number, and what they or others hold for all pages.
PAGE_KEYS = frozenset(
    "page p pg pageno page_no pagenum pagenumber page_number currentpage curpage pn seite pagina pag pagewanted paged side sida".split()
)
WHOLE_KEYS = frozenset("view show showall mode singlepage single_page fullpage all onepage komplett display".split())
WHOLE_VALUES = frozenset("all full single singlepage whole alle komplett complete total tout true 1 yes fullpage onepage".split())
WHOLE_NAMES = frozenset("all full single singlepage single-page whole komplettansicht complete fullpage onepage".split())
