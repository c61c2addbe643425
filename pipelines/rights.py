"""What a page asks of archives (`noarchive`, in X-Robots-Tag or in a robots meta element), and what may be done with an article.

Classes of rights, from what an article itself says. They sort; they are no legal advice:

opted-out       TDM reserved (TDMRep), or robots directives against use by AI; stronger than any licence beside it
open            CC0, public domain, PDDL, dl-de/zero
attribution     CC BY, ODC-By, Open Government Licence, dl-de/by
sharealike      CC BY-SA, ODbL
noncommercial   CC with NC
noderivatives   CC with ND, with NC or without
other-license   a licence that is none of these
reserved        a copyright notice and no licence
unknown         nothing is said
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import urlsplit

from pipelines.article import Rights
from pipelines.capture import Capture
from pipelines.storage.database import MorgueDatabase
from pipelines.warc.content import decoded_pieces

RightsClass = Literal[
    "open", "attribution", "sharealike", "noncommercial", "noderivatives", "other-license", "opted-out", "reserved", "unknown"
]
RIGHTS_CLASSES: tuple[RightsClass, ...] = get_args(RightsClass)

PRODUCT = "newsmorgue"
PAGES = frozenset({"article", "page"})  # roles of captures that an article is read from
# The head of a page, and what stands after it in the same piece; nobody puts robots elements later.
_HEAD_BYTES, _PIECE = 256 * 1024, 64 * 1024
_END_OF_HEAD = (b"</head", b"<body")
_META = re.compile(rb"<meta\b[^>]{0,500}>")
_NAME = re.compile(rb"""\bname\s*=\s*["']?\s*(?:robots|archive|newsmorgue)\b""")
_CONTENT = re.compile(rb"""\bcontent\s*=\s*["']?[^"'>]*\b(?:noarchive|none)\b""")


_SIGNAL_HEADERS = frozenset({"x-robots-tag", "tdm-reservation", "tdm-policy"})
_SIGNAL_METAS = frozenset({"robots", "tdm-reservation", "tdm-policy"})
_SIGNAL = re.compile(rb"robots|tdm-|license")
_SIGNAL_TAG = re.compile(rb"<(?:meta|link)\b[^>]{0,500}>")
_ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_LICENSE_LINK = re.compile(r"<([^<>]{1,500})>[^,<]{0,200};\s{0,9}rel\s{0,9}=\s{0,9}\"?license\b")
_SIGNAL_LENGTH = 300
_SIGNALS_AT_MOST = 20


def wants_no_archive(robots_tags: Iterable[str], body: bytes, content_encoding: str | None = None) -> bool:
    """Whether a response asks not to be archived; `robots_tags` are its X-Robots-Tag headers, `body` as received.

    A directive for another robot ("otherbot: noarchive") does not count.
    """
    if any(_is_noarchive(value) for value in robots_tags):
        return True
    return any(_NAME.search(tag) and _CONTENT.search(tag) for tag in _META.findall(_head(body, content_encoding)))


def rights_signals(headers: Iterable[tuple[str, str]], body: bytes, content_encoding: str | None = None) -> tuple[tuple[str, str], ...]:
    """What a response says of its use, in lower case, for the metadata of its capture: ("rights-robots", "noindex, noai").

    From the headers and the head of the page: robots directives, TDM reservation and policy (TDMRep), licence.
    """
    found: list[tuple[str, str]] = []
    for name, value in headers:
        if name.lower() in _SIGNAL_HEADERS:
            found.append((name.lower().removeprefix("x-").removesuffix("-tag"), value.lower()))
        elif name.lower() == "link" and (match := _LICENSE_LINK.search(value.lower())):
            found.append(("license", match[1]))
    head = _head(body, content_encoding)
    for tag in filter(_SIGNAL.search, _SIGNAL_TAG.findall(head)):
        values = {match[1]: match[2] or match[3] or match[4] for match in _ATTRIBUTE.finditer(tag)}
        name = values.get(b"name", b"").decode("latin-1").strip()
        if name in _SIGNAL_METAS:
            found.append((name, values.get(b"content", b"").decode("utf-8", "replace")))
        elif b"license" in values.get(b"rel", b"").split():
            found.append(("license", values.get(b"href", b"").decode("utf-8", "replace")))
    return tuple((f"rights-{name}", " ".join(value.split())[:_SIGNAL_LENGTH]) for name, value in dict.fromkeys(found[:_SIGNALS_AT_MOST]))


@lru_cache(maxsize=1)  # two ask for that of the same page, one after the other
def _head(body: bytes, content_encoding: str | None) -> bytes:
    """In lower case: patterns that do not mind the case take several times as long, on every page of a crawl."""
    head = b""
    for piece in decoded_pieces(body, content_encoding, _HEAD_BYTES, _PIECE):
        head += piece.lower()
        if any(end in head for end in _END_OF_HEAD):
            break
    return head


def _is_noarchive(value: str) -> bool:
    robot, colon, directives = value.partition(":")
    if not colon or robot.strip().lower() in ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"):
        directives = value
    elif robot.strip().lower() != PRODUCT:
        return False
    return any(directive.strip().lower() in ("noarchive", "none") for directive in directives.split(","))


def asks_privacy(capture: Capture, entity: bytes) -> bool:
    """Whether an archived page asks not to be archived: what a crawl saw on the wire, seen again in the record."""
    if capture.role not in PAGES or capture.status != 200:
        return False
    return wants_no_archive(capture.header_values("x-robots-tag"), entity, capture.header("content-encoding"))


def mark_private(db: MorgueDatabase, capture_id: int) -> None:
    """Keeps a capture, and the article that is read from it, out of what others are shown."""
    db.execute("UPDATE captures SET private = 1 WHERE id = ?", [capture_id])


def follow_capture(db: MorgueDatabase, article_id: int) -> None:
    """An article is private when a capture that it has its values from is."""
    # A row that need not change is not written again: it holds the text, and every page passes here.
    db.execute(
        """UPDATE articles SET private = now.private FROM (SELECT a.id, max(c.private) AS private FROM articles a JOIN captures c
             ON c.id = a.capture OR c.id IN (SELECT capture FROM article_pages WHERE extraction = a.extraction) WHERE a.id = ?) now
           WHERE articles.id = now.id AND articles.private IS NOT now.private""",
        [article_id],
    )


# Licences by the host of their steward and their path.
_STEWARDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("creativecommons.org", re.compile(r"/(?:licenses|publicdomain)/(?P<code>[a-z+-]+)")),
    ("opendatacommons.org", re.compile(r"/licenses/(?P<code>pddl|by|odbl)\b")),
    ("nationalarchives.gov.uk", re.compile(r"/doc/(?P<code>open-government-licence)\b")),
    ("govdata.de", re.compile(r"/dl-de/(?P<code>by|zero)\b")),
)
_CODES: dict[str, RightsClass] = {
    "zero": "open",
    "mark": "open",
    "publicdomain": "open",
    "pddl": "open",
    "odbl": "sharealike",
    "open-government-licence": "attribution",
}
# The strictest term of a Creative Commons licence first.
_TERMS: tuple[tuple[str, RightsClass], ...] = (
    ("nd", "noderivatives"),
    ("nc", "noncommercial"),
    ("sa", "sharealike"),
    ("by", "attribution"),
)
_AGAINST_AI = re.compile(r"^(?:[\w*-]+: )?(?:noai|notrain)$|^(?:gptbot|ccbot|google-extended|ai-robots): (?:noindex|none)$")
_CLAIM = re.compile(
    r"©|\(c\)\s?(?:19|20)\d\d|copyright|版[权權]|不得转载|不得轉載|转载请|rights reserved|permission|"
    r"alle rechte|tous droits|derechos reservados|diritti riservati|direitos reservados|無断転載|무단\s?전재",
    re.IGNORECASE,
)


def rights_class(rights: Rights, notices: Iterable[str] = ()) -> RightsClass:
    """The class of an article, from the rights that its page states and the notices that it carries."""
    if rights.tdm_reservation == 1 or any(_AGAINST_AI.match(directive) for directive in rights.robots):
        return "opted-out"
    if rights.license_url:
        return license_class(rights.license_url)
    if rights.statement or rights.holder or any(_CLAIM.search(notice) for notice in notices):
        return "reserved"
    return "unknown"


def license_class(url: str) -> RightsClass:
    """The class of a licence by its URL; "other-license" for one that is not known."""
    try:
        parts = urlsplit(url.strip().lower())
        host = parts.hostname or ""
    except ValueError:
        return "other-license"
    for steward, path in _STEWARDS:
        if (host == steward or host.endswith(f".{steward}")) and (match := path.match(parts.path)):
            code = match["code"]
            terms = re.split("[-+]", code)
            return _CODES.get(code, next((kind for term, kind in _TERMS if term in terms), "other-license"))
    return "other-license"
