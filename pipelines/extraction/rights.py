"""What a page and its headers say about the use of its text: licence, holder, statement, robots and TDM reservation."""

from __future__ import annotations

import re

from pipelines.article import Evidence, Rights
from pipelines.extraction import json_ld
from pipelines.extraction.page import Page
from pipelines.extraction.structured_data import StructuredData
from pipelines.extraction.worded import worded

_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot", "otherbot", "archive", "ai-robots", "gptbot", "ccbot", "google-extended")
_AGENT = re.compile(r"^\s*([\w*-]+)\s*:\s*(.+)$")
_DATED = re.compile(r"^(?:unavailable_after|max-(?:snippet|image-preview|video-preview))$")
_LICENSES = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/|opendatacommons\.org/licenses/|"
    r"/(?:dl-de|open-government-licence)/",
    re.I,
)
_MARK = worded(
    "©|(c)|copyright|版权所有|版權所有|all rights|alle rechte|tous droits|todos los derechos|tutti i diritti|todos os direitos|"
    "無断転載|무단",
    r"©|\(c\)\s?(?:19|20)\d\d|copyright|版权所有|版權所有|all rights reserved|alle "
    r"rechte|tous droits|todos los derechos|tutti i diritti|todos os direitos|"
    r"無断転載|무단\s?전재|alle rechten",
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)[\s:：©]*(?:(?:19|20)\d\d\s?(?:[-–—,]\s?(?:(?:19|"
    r"20)\d\d|present|heute))?[\s.,]*)?(?:by\s|von\s|par\s)?(?P<name>[^\d|"
    r".;©,，。\n]{2,60}?)"
    r"\s*(?:(?:19|20)\d\d.*)?(?:[|.;,，。]|\ball rights|\balle rechte|\btous droits|\btodos|\btutti|版权所有|版權所有|版权|保留|未经|$)",
    re.I,
)


def read(page: Page, data: StructuredData) -> tuple[Rights, Evidence | None]:
    """The rights that the page states, each only as it is stated; header fields count like their meta elements.

    The evidence is that of the statement, else of the licence, else of what robots and text miners are told.
    """
    statement, stated = _statement(page, data)
    license_url, licensed = _license(page, data)
    rights = Rights(_holder(data, statement), license_url, statement, _reservation(page, data), tuple(robots(page, data)))
    return rights, stated or licensed or _told(data)


def _told(data: StructuredData) -> Evidence | None:
    """The first meta element that speaks of rights, None when only the header does."""
    for name in ("copyright", *_ROBOTS, "tdm-reservation"):
        if values := data.meta.get(name):
            return Evidence(f"meta {name}", f'meta[name="{name}" i]', values[0][:200])
    return None


def robots(page: Page, data: StructuredData) -> list[str]:
    """Robots directives in lower case, of the page and then of the header; one for a named robot is `gptbot: noindex`."""
    found: list[str] = []
    for name in _ROBOTS:
        for content in data.meta.get(name, ()):
            found += _directives(content, "" if name == "robots" else name)
    for value in page.capture.header_values("x-robots-tag"):
        match = _AGENT.match(value)
        named = match and not _DATED.match(match[1].lower())
        found += _directives(match[2] if match and named else value, match[1].lower() if match and named else "")
    return list(dict.fromkeys(found))


def _directives(content: str, agent: str) -> list[str]:
    parts = [part.strip().lower() for part in content.split(",")]
    return [f"{agent}: {part}" if agent else part for part in parts if part]


def _reservation(page: Page, data: StructuredData) -> int | None:
    """`tdm-reservation` of TDMRep: the header first, then the meta element."""
    for value in [*page.capture.header_values("tdm-reservation"), *data.meta.get("tdm-reservation", ())]:
        if value.strip() in ("0", "1"):
            return int(value)
    return None


def _license(page: Page, data: StructuredData) -> tuple[str | None, Evidence | None]:
    stated = data.article.get("license") if data.article else None
    if isinstance(stated, str) and (url := page.absolute(stated)):
        return url, Evidence("json-ld license", json_ld.SELECTOR, stated)
    for element, href, rel in page.links:
        is_license = (rel and "license" in rel.lower().split()) or ("creativecommons" in href and _LICENSES.search(href))
        if is_license and (url := page.absolute(href)):
            return url, Evidence("licence link", page.selector(element), href)
    return None, None


def _statement(page: Page, data: StructuredData) -> tuple[str | None, Evidence | None]:
    """The line at the page's foot that claims the rights."""
    noted = data.article.get("copyrightNotice") if data.article else None
    if isinstance(noted, str) and noted.strip():
        return noted.strip()[:500], Evidence("json-ld copyrightNotice", json_ld.SELECTOR, noted.strip()[:200])
    for line in reversed(page.lines[-60:]):
        if len(line.text) <= 400 and _MARK.search(line.text):
            return line.text, Evidence("displayed line", page.selector(line.element), line.text[:200])
    return None, None


def _holder(data: StructuredData, statement: str | None) -> str | None:
    stated = data.article.get("copyrightHolder") if data.article else None
    if isinstance(stated, dict):
        stated = stated.get("name")
    for value in [stated, *data.meta.get("copyright", ())[:1]]:
        if isinstance(value, str) and 1 < len(value.strip()) <= 80:
            match = _HOLDER.search(value)
            return match["name"].strip() if match else value.strip("© ").strip()
    match = _HOLDER.search(statement) if statement else None
    return (match["name"].strip(" -–—:") or None) if match else None
