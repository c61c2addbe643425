"""Articles as JSON-LD, https://schema.org/NewsArticle: each line is a whole document with its @context.

One object a line and no @graph around them, so that a file of any size is read and written as a stream.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

# A role on the page to the property of schema.org; what it has no property for is a contributor.
_PROPERTIES = {
    "reporter": "author",
    "author": "author",
    "correspondent": "author",
    "editor": "editor",
    "responsible_editor": "editor",
    "translator": "translator",
}


def write_json_ld(articles: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """A NewsArticle a line; gives back how many."""
    count = 0
    for article in articles:
        out.write(json.dumps(news_article(article), ensure_ascii=False) + "\n")
        count += 1
    return count


def news_article(article: Mapping[str, Any]) -> dict[str, Any]:
    """One NewsArticle; what the page did not give is left out."""
    rights = article["rights"]
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article["url"],
        "url": article["url"],
        "headline": article["title"],
        "alternativeHeadline": article["subtitle"],
        "datePublished": article["published_at"],
        "dateModified": article["modified_at"],
        **_people(article),
        "publisher": _organization(article["publisher"]),
        "sourceOrganization": _organization(article["source"]),
        "isBasedOn": article["source_url"],
        "articleSection": article["section"],
        "keywords": article["tags"],
        "inLanguage": article["language"],
        "image": [_image(image) for image in article["images"]] or article["image"],
        "articleBody": article["text"],
        "isAccessibleForFree": False if article["status"] == "paywalled" else None,
        "license": article["license_url"],
        "copyrightHolder": _organization(article["rights_holder"]),
        "copyrightNotice": "\n".join(filter(None, [rights.get("statement"), *article["notices"]])),
        "archivedAt": _saved_page(article),
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _people(article: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = {}
    for credit in article["credits"]:
        person = {"@type": "Person", "name": credit["name"]}
        known = people.setdefault(_PROPERTIES.get(credit["role"], "contributor"), [])
        if person not in known:
            known.append(person)
    return people


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _saved_page(article: Mapping[str, Any]) -> dict[str, str] | None:
    """The capture that the article was read from, by the id of its WARC record."""
    if not article["record_id"]:
        return None
    return {"@type": "WebPage", "@id": article["record_id"], "url": article["captured_url"], "dateCreated": article["fetched_at"]}


def _image(image: Mapping[str, str | None]) -> dict[str, str]:
    values = {"@type": "ImageObject", "url": image.get("url"), "caption": image.get("caption"), "creditText": image.get("credit")}
    return {key: value for key, value in values.items() if value}
