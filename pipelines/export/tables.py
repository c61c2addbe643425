"""Articles as JSON lines and as a CSV that a spreadsheet cannot be made to run."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

# A cell that begins with one of these is a formula to Excel, LibreOffice and Google Sheets (OWASP: CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

CSV_COLUMNS = (
    "url",
    "site",
    "title",
    "subtitle",
    "published_at",
    "modified_at",
    "authors",
    "editors",
    "responsible_editors",
    "source",
    "source_url",
    "origin",
    "publisher",
    "section",
    "tags",
    "language",
    "text",
    "notices",
    "rights_class",
    "rights_holder",
    "license_url",
    "status",
    "first_seen_at",
    "last_seen_at",
    "captured_url",
    "fetched_at",
    "record_id",
    "warc_file",
    "offset",
    "sha256",
    "extractor",
)


def write_jsonl(articles: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """A line an article, all fields; gives back how many."""
    count = 0
    for article in articles:
        out.write(json.dumps(article, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(articles: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    """A row an article, lists joined by "; "; gives back how many."""
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(CSV_COLUMNS)
    count = 0
    for article in articles:
        writer.writerow([_cell(article[column]) for column in CSV_COLUMNS])
        count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(str(each) for each in value)
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + value
    return value
