"""What a site says of rights beside its pages: tdmrep.json, License lines of robots.txt, pages of terms. Pure functions of saved bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.capture import Capture
from pipelines.extraction.decode import decode
from pipelines.extraction.page import parse, source_of

TDMREP = "/.well-known/tdmrep.json"
# Roles of captures that are read here.
ROLES = frozenset({"tdmrep", "robots", "terms", "home"})
MAX_BYTES = 1_000_000
_MOST_RULES, _MOST_LICENSES, _LONGEST = 1000, 20, 2000

_LICENSE_LINE = re.compile(r"^[ \t]*license[ \t]*:[ \t]*(https?://[^\s#]+)", re.IGNORECASE | re.MULTILINE)
_TERMS_REL = frozenset({"license", "terms-of-service"})
# The whole of a link's text, in lower case.
_TERMS_TEXT = re.compile(
    r"(?:terms(?: (?:and|&) conditions| of (?:use|service|sale))?|conditions of use|legal(?: notice| terms)?|"
    r"copyright(?: (?:notice|policy|statement))?|"
    r"(?:使用|服务|服務)(?:条款|條款)|(?:网站|網站)?(?:版权|版權)(?:声明|聲明)|法律(?:声明|聲明)|免责声明|免責聲明|"
    r"agb|(?:allgemeine )?(?:nutzungs|geschäfts)bedingungen|nutzungsrechte|"
    r"conditions (?:générales|d.utilisation)(?: (?:d.utilisation|de vente))?|cgu|mentions légales|"
    r"(?:términos|condiciones)(?: (?:y condiciones|de uso|del servicio))?|aviso legal|"
    r"termini(?: e condizioni| d.uso)?|note legali|termos(?: (?:de uso|e condições))?|"
    r"利用規約|著作権(?:について)?|이용 ?약관|저작권 ?(?:정책|규약)|(?:gebruiks|algemene )voorwaarden|"
    r"användarvillkor|brukervilkår|vilkår|regulamin|пользовательское соглашение|правила использования)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said: `kind` tdmrep (`value` 0 or 1 for addresses that match `pattern`), license (an address) or terms (a digest)."""

    kind: str
    value: str
    pattern: str = ""
    policy: str | None = None


class Unreadable(ValueError):
    """The bytes are not what they should be; what the site said before stands."""


def statements(capture: Capture, payload: bytes) -> list[Statement] | None:
    """What a capture of one of ROLES says; [] where the site says nothing, None where it could not be asked (5xx, broken off).

    Raises Unreadable for a tdmrep.json that is none.
    """
    if 400 <= capture.status < 500 and capture.status != 429:
        return []
    if capture.status != 200 or (capture.truncated and capture.role != "robots"):
        return None
    if capture.role == "tdmrep":
        return _tdmrep(payload)
    if capture.role == "robots":
        return _licenses(_LICENSE_LINE.findall(payload.decode("utf-8", "replace")))
    if capture.role == "home":
        return _licenses(url for rel, url in _links(capture, payload) if rel == "license")
    return [Statement("terms", f"sha256:{hashlib.sha256(_visible(capture, payload).encode()).hexdigest()}")]


def terms_links(capture: Capture, payload: bytes) -> list[str]:
    """The addresses of pages of terms that a page links, by rel or by what the link is called."""
    return list(dict.fromkeys(url for _, url in _links(capture, payload)))


def matches(pattern: str, path: str) -> bool:
    """Whether a path matches a pattern of tdmrep.json, which are those of robots.txt (RFC 9309 section 2.2.3): `*` and a final `$`."""
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return not pattern.endswith("$") or position == len(path) or (len(pieces) > 1 and path.endswith(pieces[-1]))


def _tdmrep(payload: bytes) -> list[Statement]:
    if len(payload) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES} bytes")
    start = payload[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):  # sites that answer everything with a page
        return []
    try:
        rules = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {error}"[:200]) from error
    if not isinstance(rules, list):
        raise Unreadable("not a list of rules")
    found = [_rule(rule) for rule in rules[:_MOST_RULES]]
    return [rule for rule in dict.fromkeys(found) if rule is not None]


def _rule(rule: object) -> Statement | None:
    """A rule that can be used; None for one with another reservation than 0 or 1, or without a pattern of a path."""
    if not isinstance(rule, dict):
        return None
    location, value, policy = rule.get("location"), rule.get("tdm-reservation"), rule.get("tdm-policy")
    if not isinstance(location, str) or not location.startswith(("/", "*")) or len(location) > _LONGEST:
        return None
    if isinstance(value, bool) or str(value).strip() not in ("0", "1") or location.count("*") > 20:
        return None
    known = isinstance(policy, str) and len(policy) <= _LONGEST and policy.startswith(("http://", "https://"))
    return Statement("tdmrep", str(value).strip(), location, policy if known else None)


def _licenses(urls: Iterable[str]) -> list[Statement]:
    return [Statement("license", url) for url in list(dict.fromkeys(url for url in urls if len(url) <= _LONGEST))[:_MOST_LICENSES]]


def _links(capture: Capture, payload: bytes) -> list[tuple[str, str]]:
    """Kind (license or terms) and address of each link of that sort."""
    tree = _tree(capture, payload)
    found = []
    for element in tree.iter("a", "link") if tree is not None else ():
        rels = _TERMS_REL & set((element.get("rel") or "").lower().split())
        text = " ".join("".join(str(part) for part in element.itertext()).split()).lower() if element.tag == "a" and not rels else ""
        if (rels or (len(text) <= 60 and _TERMS_TEXT.fullmatch(text))) and (url := _absolute(capture.url, element.get("href"))):
            found.append(("license" if "license" in rels else "terms", url))
    return found


def _visible(capture: Capture, payload: bytes) -> str:
    """The text of a page, or the bytes of what is none (an RSL licence, say) as characters; spaces do not count."""
    tree = _tree(capture, payload) if capture.mime is None or "html" in capture.mime else None
    if tree is None:
        return " ".join(payload.decode("utf-8", "replace").split())
    etree.strip_elements(tree, "script", "style", "noscript", "svg", "head", "nav", "header", "aside", "form", with_tail=False)
    return " ".join(" ".join(str(part) for part in tree.itertext()).split())


def _tree(capture: Capture, payload: bytes) -> etree._Element | None:
    decoded = decode(payload, capture.header("content-type"))
    return parse(source_of(decoded.text)) if decoded is not None else None


def _absolute(base: str, address: str | None) -> str | None:
    try:
        url = urljoin(base, (address or "").strip()).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and len(url) <= _LONGEST and url != base else None
