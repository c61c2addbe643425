"""An extraction as the rows that it becomes, made ready where the page was read, so that the one writer only inserts."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.article import Article
from pipelines.storage.packed import pack
from pipelines.storage.search import spaced

# Pages with these statuses are articles that people can read; the others are extractions with a reason.
READABLE = frozenset({"ok", "paywalled"})

_PLAIN = (
    "title",
    "subtitle",
    "published_at",
    "modified_at",
    "source",
    "source_url",
    "origin",
    "publisher",
    "section",
    "language",
    "image",
    "status",
)
_JSON = ("authors", "editors", "responsible_editors", "tags", "images", "rights")
# The columns of an article's row that come from the page.
COLUMNS = (*_PLAIN, *_JSON, "text", "rights_holder", "license_url")
# In versions, notices and the columns beside `fields`.
_ELSEWHERE = frozenset({"text", "notice", "extractor", "status", "reason", "evidence"})


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What an extraction puts into the tables but for the numbers of rows, in plain values that are quick to hand over.

    `url` is the page's, `key` the one that the article is kept under; `values` are those of COLUMNS, `fields` and `evidence` packed JSON,
    `indexed` title and text as the search index has them, `credits` position, role and name, `notice` digest and text.
    """

    url: str
    key: str
    status: str
    reason: str | None
    fingerprint: str
    values: tuple[Any, ...]
    fields: bytes
    evidence: bytes
    text_digest: str
    indexed: tuple[str | None, str | None]
    credits: tuple[tuple[int, str, str], ...]
    notice: tuple[str, str] | None
    pages: Sequence[str]
    missing_pages: Sequence[str]

    @property
    def title(self) -> str | None:
        title: str | None = self.values[0]
        return title

    @property
    def columns(self) -> dict[str, Any]:
        """The values by column."""
        return dict(zip(COLUMNS, self.values, strict=True))

    @property
    def is_readable(self) -> bool:
        """Whether it gives an article, or only an extraction with a reason."""
        return self.status in READABLE


def article_rows(article: Article) -> ArticleRows:
    """The rows of an article that says who extracted it."""
    assert article.extractor is not None, "process_capture says who extracted"
    plain = article.to_dict()
    rights = plain["rights"]
    notice = (text_digest(article.notice), article.notice) if article.notice and article.status in READABLE else None
    fields = {key: value for key, value in plain.items() if value and key not in _ELSEWHERE}
    if notice:
        fields["notice_digest"] = notice[0]
    return ArticleRows(
        url=article.url,
        key=article.canonical_url or article.url,
        status=article.status,
        reason=article.reason,
        fingerprint=article.extractor.fingerprint,
        values=(
            *(plain[name] for name in _PLAIN),
            *(_json(plain[name]) if plain[name] else None for name in _JSON),
            article.text,
            rights["holder"],
            rights["license_url"],
        ),
        fields=pack(_json(fields)),
        evidence=pack(_json(plain["evidence"])),
        text_digest=text_digest(article.text),
        indexed=(spaced(article.title), spaced(article.text)),
        credits=tuple((position, credit.role, credit.name) for position, credit in enumerate(article.credits)),
        notice=notice,
        pages=article.pages,
        missing_pages=article.missing_pages,
    )


def text_digest(text: str) -> str:
    """SHA-256 over the NFC text, in hexadecimal; equal digests are one version."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
