"""What a page says of itself to machines: JSON-LD, meta elements, microdata and `<time>`, ranked field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from lxml import etree

from pipelines.article import Evidence
from pipelines.extraction import json_ld
from pipelines.extraction.page import Page

MAX_CONTENT = 4000
# Of one field; more are no page's own words.
MAX_VALUES = 200
# Levels up to the part of the page in which all its authors stand.
_NEAR = 3
# meta names in lower case, the most trustworthy first.
META = {
    "title": "og:title twitter:title dc.title dcterms.title parsely-title cxenseparse:title "
    "sailthru.title citation_title headline articletitle title",
    "published": "article:published_time og:article:published_time article:published "
    "og:published_time datepublished parsely-pub-date sailthru.date"
    " cxenseparse:recs:publishtime cxenseparse:publishtime cxenseparse:recs:published_time weibo:article:create_at publishtime publish_time"
    " pubdate publishdate publish_date publication_date pub_date publish-date published_date published_time article.published"
    " dcterms.issued dc.date.issued dcterms.created dc.date.created citation_publication_date citation_date citation_online_date"
    " displaydate releasedate iso-8601-publish-date article_date_original originalpublicationdate firstpublished apub:time og:pubdate ptime"
    " shareaholic:article_published_time bytedance:published_time rnews:datepublished prism.publicationdate bt:pubdate firstpublicationdate"
    " publication-date publisheddate published-date published_at published article:post_date article:create_at article.created og:regdate"
    " og:release_date news:publication_date dcterms.available dc.date.available dc.issued dc.created issued created createdate created_at"
    " datecreated date.created creation_date post_date postdate article-date article:date articledate dc.date dcterms.date date",
    "modified": "article:modified_time og:article:modified_time og:updated_time article:modified datemodified weibo:article:update_at"
    " cxenseparse:recs:modifiedtime bytedance:updated_time rnews:datemodified prism.modificationdate dcterms.modified"
    " dc.date.modified dc.modified lastmod lastmodified last_modified last-modified modified date_modified dateupdate"
    " dateupdated lastupdate lastupdated last-updated last_updated article:updated_time article:updated updated_time"
    " updated_at updatetime update_time updated revised",
    "author": "parsely-author author article:author_name sailthru.author cxenseparse:author "
    "cxenseparse:recs:author og:article:author og:author article:author"
    " dc.creator dcterms.creator citation_author byl authors shareaholic:article_author_name twitter:data1",
    "editor": "editor contenteditor",
    "source": "mediaid contentsource article:source og:article:source copyrightfrom source",
    "publisher": "og:site_name sitename dc.publisher dcterms.publisher publisher organization application-name apple-mobile-web-app-title",
    "section": "article:section og:section og:article:section parsely-section articlesection "
    "section columnname cxenseparse:taxonomy mrf:sections",
    "tags": "article:tag og:article:tag news_keywords parsely-tags sailthru.tags mrf:tags keywords tags",
    "image": "og:image og:image:url og:image:secure_url twitter:image twitter:image:src thumbnailurl",
    "description": "og:description description twitter:description",
    "url": "og:url",
    "language": "og:locale dc.language dcterms.language language inlanguage",
}
_WANTED = {name: (key, rank) for key, names in META.items() for rank, name in enumerate(names.split())}
_JSON_KEYS = {
    "title": ("headline", "name"),
    "subtitle": ("alternativeHeadline", "alternateName"),
    "published": ("datePublished", "dateCreated", "uploadDate"),
    "modified": ("dateModified",),
    "author": ("author", "creator"),
    "editor": ("editor",),
    "publisher": ("publisher",),
    "section": ("articleSection",),
    "tags": ("keywords",),
    "language": ("inLanguage",),
    "source": ("sourceOrganization",),
}
_ITEMPROPS = {
    "headline": "title",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "author": "author",
    "creator": "author",
    "editor": "editor",
    "articlesection": "section",
    "publisher": "publisher",
}
_ITEMS = etree.XPath("descendant::*[@itemprop]")
# Whose name is the site's, where the story names no publisher.
SITE_TYPES = ("website", "newsmediaorganization", "organization")
# An item of these kinds is another story, a comment or a picture, not the article.
_FOREIGN_ITEMS = frozenset(
    "comment usercomments review imageobject videoobject breadcrumblist listitem sitenavigationelement wpsidebar wpheader wpfooter "
    "product".split()
)


@dataclass(frozen=True, slots=True)
class Given:
    """One value that the page gives for a field; `where` is a selector that finds it again. `kind` is a JSON-LD type."""

    value: str
    method: str
    where: str
    kind: str = ""


@dataclass(slots=True)
class StructuredData:
    """All values a field, the best first. `article` is the JSON-LD object of the page's story, `marked` hold its microdata."""

    given: dict[str, list[Given]] = field(default_factory=dict)
    nodes: list[json_ld.Node] = field(default_factory=list)
    article: json_ld.Node | None = None
    canonical: str | None = None
    canonical_evidence: Evidence | None = None
    meta: dict[str, list[str]] = field(default_factory=dict)
    marked: list[etree._Element] = field(default_factory=list)

    def first(self, key: str) -> Given | None:
        """The best value of a field."""
        return next(iter(self.given.get(key, ())), None)

    def all(self, key: str) -> list[Given]:
        """Every value of a field, the best first."""
        return self.given.get(key, [])

    @property
    def is_free(self) -> bool | None:
        """`isAccessibleForFree` of the story, None if unsaid."""
        values = (node.get("isAccessibleForFree") for node in ([self.article] if self.article else []) + self.nodes)
        value = next((value for value in values if value is not None), None)
        if value is None:
            return None
        return str(value).rpartition("/")[2].strip().lower() not in ("false", "no", "0")

    @property
    def schema_types(self) -> tuple[str, ...]:
        """The JSON-LD types of the page's top objects, in lower case."""
        return tuple(dict.fromkeys(name for node in self.nodes if node.get("_depth", 0) < 1 for name in json_ld.types(node)))


def read(page: Page) -> StructuredData:
    """The structured data of a page; values are raw, only white space and entities are settled."""
    data = StructuredData()
    _read_meta(page.elements("meta"), data)
    data.nodes = json_ld.read(page.elements("script"))
    _read_canonical(page, data)
    titles = {" ".join(given.value.split()).lower() for given in data.all("title")}
    if page.title:
        titles.add(" ".join(page.title.split()).lower())
    data.article = json_ld.article(data.nodes, {page.url, data.canonical or "", *(g.value for g in data.all("url"))}, titles)
    _read_article(data)
    _read_marked(page, data)
    _read_times([*page.elements("time"), *page.elements("abbr")], data)
    return data


def _add(data: StructuredData, key: str, given: Given) -> None:
    data.given.setdefault(key, []).append(given)


def _read_meta(elements: list[etree._Element], data: StructuredData) -> None:
    ranked: dict[str, list[tuple[int, Given]]] = {}
    for element in elements:
        content = element.get("content") or element.get("value") or element.get("datetime")
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if not content or not name or not (text := json_ld.plain(content[:MAX_CONTENT])):
            continue
        lowered = name.strip().lower().removeprefix("weibo: ").replace("dc:", "dc.").replace("dcterms:", "dcterms.")
        data.meta.setdefault(lowered, []).append(text)
        key, rank = _WANTED.get(lowered, (None, 0))
        if key:
            attribute = next(a for a in ("property", "name", "itemprop", "http-equiv") if element.get(a))
            ranked.setdefault(key, []).append((rank, Given(text, f"meta {name}", f'meta[{attribute}="{name}"]')))
    for key, values in ranked.items():
        data.given[key] = [given for _, given in sorted(values, key=lambda item: item[0])][:MAX_VALUES]
    if "author" in data.given and not any(
        "writ" in label.lower() or "auth" in label.lower() for label in data.meta.get("twitter:label1", [])
    ):
        data.given["author"] = [given for given in data.given["author"] if given.method != "meta twitter:data1"]


def _read_canonical(page: Page, data: StructuredData) -> None:
    for element in page.elements("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and (url := page.absolute(element.get("href"))):
            data.canonical, data.canonical_evidence = url, Evidence("link canonical", page.selector(element), element.get("href"))
            return
    if (own := data.first("url")) and (url := page.absolute(own.value)):
        data.canonical, data.canonical_evidence = url, Evidence(own.method, own.where, own.value)


def _read_article(data: StructuredData) -> None:
    """Puts what the story's JSON-LD object says before what meta elements say."""
    nodes = [data.article] if data.article else []
    pages = [node for node in data.nodes if set(json_ld.types(node)) & set(json_ld.PAGE_TYPES) and node.get("_depth", 0) < 2]
    for key, names in _JSON_KEYS.items():
        values = [given for node in nodes for given in _values(node, key, names)]
        later = (
            []
            if values or key in ("title", "publisher", "section")
            else [given for node in pages[:1] for given in _values(node, key, names[:1])]
        )
        if values or later:
            data.given[key] = values + data.given.get(key, []) + later
    for node in nodes:
        if image := json_ld.address(node.get("image")):
            data.given.setdefault("image", []).append(_from_json(node, "image", image))
    if "publisher" not in data.given:
        sites = (node for kind in SITE_TYPES for node in data.nodes if kind in json_ld.types(node) and node.get("_depth", 0) < 1)
        data.given["publisher"] = [given for node in sites for given in _values(node, "publisher", ("name",))][:MAX_VALUES]


def _values(node: json_ld.Node, key: str, names: tuple[str, ...]) -> list[Given]:
    for name in names:
        items = node.get(name)
        found = []
        for item in items if isinstance(items, list) else [items]:
            kind = ",".join(json_ld.types(item)) if isinstance(item, dict) else ""
            found += [_from_json(node, name, text, kind) for text in json_ld.texts(item)]
        if found and not (key == "title" and name == "name" and "headline" in node):
            return found
    return []


def _from_json(node: json_ld.Node, key: str, value: str, kind: str = "") -> Given:
    name: Any = node.get("@type") or "object"
    label = name[0] if isinstance(name, list) and name else name
    return Given(value, f"json-ld {label}.{key}", json_ld.SELECTOR, kind)


def _marked(page: Page) -> list[etree._Element]:
    """The elements with an itemprop, then the links to authors; the text is asked first, as looking at every element costs."""
    items = cast(list[etree._Element], _ITEMS(page.tree)) if "itemprop" in page.text else []
    return items + [element for element, _, rel in page.links if rel == "author" and element.tag == "a"]


def _read_marked(page: Page, data: StructuredData) -> None:
    """Microdata inside the page; each field's first value counts, for later ones belong to related stories."""
    seen: dict[str, tuple[etree._Element, etree._Element | None]] = {}
    for element in _marked(page):
        name = (element.get("itemprop") or "").lower().split(" ")[0]
        key = _ITEMPROPS.get(name) or ("author" if element.get("rel") == "author" else None)
        parent = element.getparent()
        if not key or (element.tag == "meta" and parent is not None and parent.tag == "head"):
            continue
        scope = _scope(element)
        if key in seen and not (key == "author" and _is_of_same_story(element, scope, *seen[key])):
            continue
        if (scope is not None and _is_foreign(scope)) or not (text := _marked_text(element)):
            continue
        seen.setdefault(key, (element, scope))
        data.marked.append(element)
        where = f'[itemprop="{element.get("itemprop")}"]' if name else '[rel="author"]'
        _add(data, key, Given(text, "microdata " + name if name else "rel author", f"{element.tag}{where}"))


def _scope(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and parent.get("itemscope") is None:
        parent = parent.getparent()
    return parent


def _is_of_same_story(
    element: etree._Element, scope: etree._Element | None, first: etree._Element, its_scope: etree._Element | None
) -> bool:
    """Whether an author stands in the same item as the first one; where no item is marked, in the same part of the page."""
    if scope is not its_scope:
        return False
    return scope is not None or not set(islice(element.iterancestors(), _NEAR)).isdisjoint(islice(first.iterancestors(), _NEAR))


def _is_foreign(scope: etree._Element) -> bool:
    kind = (scope.get("itemtype") or "").lower()
    return kind.rpartition("/")[2] in _FOREIGN_ITEMS or (scope.get("itemprop") or "").lower() in ("comment", "image", "video")


def _marked_text(element: etree._Element) -> str:
    if value := element.get("content") or element.get("datetime"):
        return value.strip()
    if element.get("itemscope") is not None:
        for child in element.iter():
            if (child.get("itemprop") or "").lower() == "name":
                return _marked_text(child) if child is not element else ""
    text = " ".join("".join(cast(Iterator[str], element.itertext())).split())[:200]
    # A time that a script displays.
    return text or next((each.get("datetime", "") for each in element.iter("time")), "")


def _read_times(elements: list[etree._Element], data: StructuredData) -> None:
    """`<time datetime>` and hAtom's `<abbr title>` that call themselves published or updated; plain ones are a dateline's matter."""
    for element in elements:
        kept = "datetime" if element.tag == "time" else "title"
        value = element.get(kept)
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}".lower()
        if not value or element.get("itemprop"):
            continue
        given = Given(value, f"{element.tag} element", f"{element.tag}[{kept}]")
        if "pubdate" in element.attrib or "publish" in name:
            _add(data, "published", given)
        elif "updat" in name or "modif" in name:
            _add(data, "modified", given)
