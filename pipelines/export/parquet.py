"""Articles as Parquet, for pandas, DuckDB, Polars and Spark. Needs pyarrow: pip install "newsmorgue[parquet]".

SCHEMA is a promise: columns are added at its end, with another VERSION, and never renamed, moved or retyped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from itertools import islice
from typing import Any, BinaryIO

from pipelines.errors import UsageError

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise UsageError("parquet needs pyarrow, which is not installed", 'pip install "newsmorgue[parquet]"') from error

VERSION = "1"
# Articles in memory at a time; a few megabytes of text.
ROWS_A_GROUP = 1000

_UTC = pa.timestamp("ms", tz="UTC")  # Parquet has no seconds
_WORDS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        pa.field("url", pa.string(), nullable=False),
        ("site", pa.string()),
        pa.field("status", pa.string(), nullable=False),
        ("title", pa.string()),
        ("subtitle", pa.string()),
        ("published_at", pa.string()),
        ("published_utc", _UTC),
        ("modified_at", pa.string()),
        ("authors", _WORDS),
        ("editors", _WORDS),
        ("responsible_editors", _WORDS),
        ("credits", pa.list_(pa.struct([("role", pa.string()), ("name", pa.string())]))),
        ("source", pa.string()),
        ("source_url", pa.string()),
        ("origin", pa.string()),
        ("publisher", pa.string()),
        ("section", pa.string()),
        ("tags", _WORDS),
        ("language", pa.string()),
        ("image", pa.string()),
        ("images", pa.list_(pa.struct([("url", pa.string()), ("caption", pa.string()), ("credit", pa.string())]))),
        pa.field("text", pa.string(), nullable=False),
        ("notices", _WORDS),
        ("rights_class", pa.string()),
        ("rights_holder", pa.string()),
        ("license_url", pa.string()),
        ("rights_statement", pa.string()),
        ("tdm_reservation", pa.int8()),
        ("robots", _WORDS),
        ("first_seen_at", _UTC),
        ("last_seen_at", _UTC),
        ("captured_url", pa.string()),
        ("fetched_at", _UTC),
        ("record_id", pa.string()),
        ("warc_file", pa.string()),
        ("offset", pa.int64()),
        ("length", pa.int64()),
        ("sha256", pa.string()),
        ("extractor", pa.string()),
    ],
    metadata={"newsmorgue.schema": VERSION},
)
_TIMES = [field.name for field in SCHEMA if field.type == _UTC and field.name != "published_utc"]


def write_parquet(articles: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    """A row an article, a row group a thousand, zstd; gives back how many."""
    count, remaining = 0, iter(articles)
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        while rows := [_row(article) for article in islice(remaining, ROWS_A_GROUP)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
            count += len(rows)
    return count


def schema_lines() -> Iterator[str]:
    """The schema as the rows of a table in Markdown, as the documentation has it."""
    for field in SCHEMA:
        yield f"| `{field.name}` | `{field.type}{'' if field.nullable else ' not null'}` |"


def _row(article: Mapping[str, Any]) -> dict[str, Any]:
    rights = article["rights"]
    return {
        **article,
        **{name: _utc(article[name]) for name in _TIMES},
        "published_utc": _utc(article["published_at"]),
        "rights_statement": rights.get("statement"),
        "tdm_reservation": rights.get("tdm_reservation"),
        "robots": rights.get("robots") or [],
    }


def _utc(text: str | None) -> datetime | None:
    """The instant; None for a day without a time, or a time without a zone."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.astimezone(timezone.utc) if moment and moment.tzinfo else None
