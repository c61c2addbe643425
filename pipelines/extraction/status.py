"""Whether a page is an article, and if not why, in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipelines.article import Article, Status
from pipelines.capture import Capture
from pipelines.extraction.decode import is_binary
from pipelines.extraction.main_text import Body
from pipelines.extraction.metadata import Metadata
from pipelines.extraction.page import Page
from pipelines.extraction.worded import worded

HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"))
_SUCCESS = (200, 203, 206)
# Bytes of prose (see container.weight): less than a short news item has, and than any full one.
_LITTLE, _SOME = 400.0, 1500.0

_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access denied|access to this page has been denied|pardon our interruption|are you a (?:robot|human)|robot check|verify you are|"
    r"checking your browser|security (?:check|verification)|ddos.?(?:guard|protection)|request unsuccessful|403 forbidden|too many requests|please wait\W*$|"
    r"zugriff verweigert|accès refusé|acceso denegado|доступ ограничен|проверка браузера|(?:安全|访问|訪問|人机|人機|滑动|身份)(?:验证|驗證|检查|檢查)|访问(?:过于频繁|被拒绝)|アクセスが拒否",
    re.IGNORECASE,
)
# What stands in the source of challenges alone; nearly no page has any, and plain words are found faster than by a pattern.
_CHALLENGE_MARKS = (
    *("cdn-cgi/challenge-platform", "cf-chl", "cf_chl", "_Incapsula_Resource", "px-captcha", "captcha-delivery.com"),
    *("awsWafCookieDomainList", "g-recaptcha", "h-captcha", "geetest", "sec-if-cpt", "/_sec/verify"),
)
_ERROR_TITLE = re.compile(
    r"(?:\b(?:404|410|500|502|503)\b.{0,40}(?:error|not found|页|頁|gone|unavailable|fehler|erreur)|(?:error|fehler|erreur|错误|錯誤)\W{0,3}(?:404|410|500|502|503)\b|^\W*(?:404|500|502|503)\W*$|"
    r"(?:page|site|article|file|document|story) (?:was |could |can |is |has )?(?:not|no longer|cannot) (?:be )?(?:found|available|exist)|page (?:not found|missing)|not found\W*$|"
    r"seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|página não encontrada|страница не найдена|"
    r"pàgina no trobada|pagina niet gevonden|sidan (?:kunde inte hittas|hittades inte|finns inte)|siden (?:ble ikke funnet|finnes ikke|blev ikke fundet|findes ikke|kunne ikke findes)|"
    r"sivua ei (?:löydy|löytynyt)|nie znaleziono strony|strona nie (?:została znaleziona|istnieje)|stránka (?:nenalezena|nebyla nalezena|neexistuje|sa nenašla|nebola nájdená)|"
    r"az oldal nem található|pagina nu (?:a fost găsită|există)|stranica nije pronađena|strani ni (?:bilo )?mogoče najti|puslapis nerastas|lapa nav atrasta|lehte ei leitud|faqja nuk u gjet|"
    r"страницата не (?:е намерена|съществува)|сторінк[уа] не (?:знайдено|існує)|страница није пронађена|страницата не е пронајдена|η σελίδα δεν βρέθηκε|sayfa bulunamadı|səhifə tapılmadı|"
    r"الصفحة غير موجودة|لم يتم العثور على الصفحة|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|(?:העמוד|הדף) (?:לא נמצא|אינו קיים)|(?:पेज|पृष्ठ) नहीं मिला|صفحہ نہیں ملا|"
    r"পৃষ্ঠাটি (?:খুঁজে )?পাওয়া যায়নি|ไม่พบหน้า|không tìm thấy trang|trang không tồn tại|halaman tidak (?:ditemukan|dijumpai)|გვერდი ვერ მოიძებნა|"
    r"(?:页面|頁面|网页|網頁|文章).{0,8}(?:不存在|未找到|找不到|已删除|已刪除|无法访问)|ページが見つかりません|페이지를 찾을 수 없|service (?:temporarily )?unavailable|internal server error)",
    re.IGNORECASE,
)
_PAYWALL_WORDS = worded(
    "subscri|log in|sign in|continue reading|unlock|start your|jetzt |lesen|abonn|réservé|il vous reste|suscr|abbonati|assin|"
    "prenumer|会員|předplatitel|predplatiteľ|subskrybent|zaloguj|tilaajille|előfizető|abone|abona|logg|log ind|"
    "абонат|передплатник|συνδρομητ|للمشتركين|מנויים|tellija|pelanggan|"
    "有料|残り|유료|付费|订阅|訂閱|доступно",
    r"subscribe (?:now |today )?(?:to|for) (?:continue|read|keep|unlock|get (?:full|unlimited))|subscribers? only|(?:for|to) subscribers\b|(?:log|sign) in to (?:continue|read)|"
    r"already a subscriber|continue reading (?:this|with|for|by)|unlock (?:this|the|more) (?:article|story|articles)|create an account or sign in|start your (?:free )?(?:trial|subscription)|"
    r"jetzt (?:weiterlesen|abonnieren|testen)|weiterlesen mit|(?:artikel|inhalt) ist (?:nur )?für abonnenten|mit \w*(?:\+|plus|abo) (?:weiter)?lesen|bereits abonnent|"
    r"réservé(?:e)? (?:à nos|aux) abonnés|article réservé|il vous reste .{0,20}à lire|déjà abonné|suscríbete (?:para|y)|(?:exclusiv[oa]|contenido) para suscriptores|ya eres suscriptor|"
    r"(?:contenuto|articolo) (?:riservato|per) (?:agli |gli )?abbonati|conteúdo exclusivo para assinantes|assine (?:para|e)|voor abonnees|för prenumeranter|for abonnenter|"
    r"log in om (?:verder )?te lezen|logga in för att (?:fortsätta )?läsa|logg inn for å (?:fortsette å )?lese|log ind for at læse|(?:vain )?tilaajille|"
    r"dla (?:prenumeratorów|subskrybentów)|zaloguj się,? (?:aby|żeby|by) (?:czytać|przeczytać|kontynuować)|(?:pro|jen) předplatitel[eů]|pre predplatiteľov|"
    r"(?:csak )?előfizetőink(?:nek)?|(?:csak )?előfizetőknek|(?:doar |exclusiv )?pentru abonați|abonelere özel|sadece aboneler|tellijale\b|prenumeratoriams|abonentiem|khusus pelanggan|"
    r"(?:само |тільки |лише )?(?:за абонати|для передплатників)|(?:μόνο )?για συνδρομητές|للمشتركين فقط|למנויים בלבד|"
    r"(?:この記事は)?(?:有料)?会員(?:限定|の方のみ)|有料(?:記事|会員)|残り\s*\d+\s*文字|유료 ?(?:회원|구독)|付费(?:阅读|会员|订阅)|(?:订阅|訂閱).{0,6}(?:阅读|閱讀)全文|доступно (?:только )?(?:по подписке|подписчикам)",
)
# Characters of a prompt; a sentence of a story that speaks of subscribers may have more.
_PROMPT = 120
# Types of schema.org in lower case, as `Metadata.schema_types` has them.
_VIDEO = frozenset(("videoobject", "clip", "broadcastevent", "tvepisode"))
_LISTING = frozenset(("collectionpage", "searchresultspage", "itemlist", "profilepage"))
_ROOT = re.compile(r"/?(?:index\.\w{2,5}|home/?|default\.\w{3,4})?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, and the reason in a line if it is not an article."""

    status: Status = "ok"
    reason: str | None = None

    @property
    def keeps_text(self) -> bool:
        """True if the text found belongs to an article."""
        return self.status in ("ok", "paywalled")


def of_response(capture: Capture, payload: bytes) -> Verdict | None:
    """What can be said before the page is read: errors of the server, other file types, nothing at all. None: read it."""
    if capture.status in (401, 403, 429) or (capture.status == 503 and _challenge_mark(payload[:100_000].decode("latin-1"))):
        return Verdict("blocked", f"the server answered {capture.status}")
    if capture.status not in _SUCCESS:
        return Verdict("error", f"the server answered {capture.status}")
    if not payload.strip():
        return Verdict("empty", "the response has no content")
    if capture.mime is not None and capture.mime not in HTML_TYPES:
        return Verdict("error", f"the content is {capture.mime}, not HTML")
    if is_binary(payload) and not payload.startswith((b"\xff\xfe", b"\xfe\xff")) and payload[:200].count(0) < 60:
        return Verdict("error", "the content is binary, not HTML")
    return None


def of_page(page: Page, article: Article, facts: Metadata, body: Body) -> Verdict:
    """What the page read is. Every sign but a challenge or a paywall needs that there is little or no prose."""
    mass = body.mass
    if mass < _SOME and (why := _challenge(page)):
        return Verdict("blocked", why)
    if mass < _LITTLE and (why := next(_not_article(page, facts, mass), None)):
        return Verdict("not_article", why)
    if why := _front_page(page, facts, body):
        return Verdict("not_article", why)
    if why := _paywall(page, facts, mass):
        return Verdict("paywalled", why)
    if not article.text:
        return Verdict("empty", "no text was found")
    return Verdict()


def _challenge(page: Page) -> str | None:
    title = _page_title(page)
    if _CHALLENGE_TITLE.search(title):
        return f"a challenge page: {title[:80]}"
    words = sum(len(line.text) for line in page.lines)
    if words < 1200 and (mark := _challenge_mark(page.text)):
        return f"a challenge page: {mark}"
    return None


def _challenge_mark(source: str) -> str | None:
    """The first of the marks of challenges that a source holds."""
    return min(filter(source.__contains__, _CHALLENGE_MARKS), key=source.find, default=None)


def _not_article(page: Page, facts: Metadata, mass: float) -> Iterator[str]:
    title = _page_title(page)
    headline = next((line.text for line in page.lines if line.level), "")
    for text in (title, headline):
        if _ERROR_TITLE.search(text[:120]):
            yield f"an error page: {text[:80]}"
    if any(element.get("type", "").lower() == "password" for element in page.elements("input")):
        yield "a page to log in"
    if _VIDEO & set(facts.schema_types) and not any("article" in kind for kind in facts.schema_types):
        yield "a page of a video"
    linked = sum(line.linked for line in page.lines)
    if mass < _LITTLE / 2 and linked > 1500 and not facts.published_at:
        yield "a list of links"


def _front_page(page: Page, facts: Metadata, body: Body) -> str | None:
    """A front, section or search page: it says so, or stands at the root, and holds far more links than prose."""
    if any("article" in kind or "posting" in kind for kind in facts.schema_types):
        return None
    try:
        address = urlsplit(page.url)
    except ValueError:
        return None
    at_root = bool(address.netloc) and _ROOT.match(address.path) is not None and not address.query
    if facts.published_at or not (at_root or _LISTING & set(facts.schema_types)):
        return None
    linked = sum(line.linked for line in page.lines)
    return "a front or section page" if linked > len(body.text) else None


def _paywall(page: Page, facts: Metadata, mass: float) -> str | None:
    """The page's own word that it is not free, borne out by what a reader sees; or by what is seen alone when hardly any text is."""
    if facts.is_free is not False and mass > _LITTLE:
        return None
    for line in page.lines:
        if words := says_paywall(line.text):
            said = "isAccessibleForFree is false and " if facts.is_free is False else ""
            return f"{said}the page says {words[:60]!r}"
    return None


def prompts_to_pay(page: Page, facts: Metadata) -> set[int]:
    """The indices of the short lines that ask a reader to pay, on a page that says it is not free."""
    return {line.index for line in page.lines if len(line.text) <= _PROMPT and says_paywall(line.text)} if facts.is_free is False else set()


def says_paywall(text: str) -> str | None:
    """The words in a line that ask a reader to pay, None if there are none."""
    words = _PAYWALL_WORDS.search(text) if len(text) < 300 else None
    return words.group() if words else None


def _page_title(page: Page) -> str:
    return " ".join(page.title.split())
