"""CDXJ: where each capture stands, sorted by URL key and time, as pywb and ReplayWeb.page look it up.

A line is `<SURT key> <14 digits> {"url", "mime", "status", "digest", "length", "offset", "filename"}`, byte for byte what
`cdxj-indexer --sort` prints.
"""

from __future__ import annotations

import heapq
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import surt

from pipelines.capture import Capture
from pipelines.errors import RecordDamaged
from pipelines.warc.records import Record, iter_records, log_torn

# Lines sorted in memory at a time; about 100 MB.
SORTED_AT_ONCE = 250_000

_INDEXED = frozenset({"response", "revisit", "resource"})
_REVISIT = "warc/revisit"
_END_OF_MIME = re.compile(r"[;\s]")


def url_key(url: str) -> str:
    """The canonical URL with its host reversed: http://www.example.com/A?b → com,example)/a?b (SURT)."""
    try:
        key: str = surt.surt(url)
    except (ValueError, TypeError, AttributeError, UnicodeError, IndexError):  # what surt raises for URLs that are none
        return url
    return key


def cdxj_lines(path: Path, filename: str, *, torn: Callable[[RecordDamaged], None] = log_torn) -> Iterator[str]:
    """The lines of one WARC file in the order of its records, each with its line end."""
    for record in iter_records(path, torn=torn):
        if is_indexed(record):
            yield cdxj_line(record, filename)


def is_indexed(record: Record) -> bool:
    """Whether a record has a line."""
    return record.type in _INDEXED and record.fields.get("content-type") != "application/warc-fields"


def cdxj_line(record: Record, filename: str) -> str:
    """One line; values that the record does not give are left out."""
    values = {
        "url": record.uri,
        "mime": _mime(record),
        "status": str(record.status) if record.status is not None else None,
        "digest": record.fields.get("warc-payload-digest"),
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": filename,
    }
    return _line(re.sub(r"\D", "", record.fields.get("warc-date", ""))[:14], values)


def capture_line(capture: Capture, *, is_revisit: bool) -> str:
    """The same line for the record that was just written of a capture."""
    assert capture.fetched_at is not None, "a capture of the archive has a WARC-Date"
    values = {
        "url": capture.url,
        "mime": _REVISIT if is_revisit else _media_type(capture.header("content-type") or ""),
        "status": str(capture.status),
        "digest": capture.payload_digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc_file,
    }
    return _line(f"{capture.fetched_at:%Y%m%d%H%M%S}", values)


def _line(timestamp: str, values: dict[str, str | None]) -> str:
    return f"{url_key(values['url'] or '')} {timestamp} {json.dumps({key: value for key, value in values.items() if value})}\n"


def write_cdxj(lines: Iterable[str], out: TextIO) -> int:
    """Writes the lines sorted and without doubles, of any number in flat memory; gives back how many."""
    count, last = 0, None
    with ExitStack() as stack:
        for line in _sorted(lines, stack):
            if line != last:
                out.write(line)
                count += 1
            last = line
    return count


def merge_cdxj(indexes: Iterable[Path], out: TextIO) -> int:
    """One index out of several that are each sorted."""
    with ExitStack() as stack:
        return write_cdxj(heapq.merge(*(stack.enter_context(path.open(encoding="utf-8")) for path in indexes)), out)


def _sorted(lines: Iterable[str], stack: ExitStack) -> Iterator[str]:
    runs: list[TextIO] = []
    part: list[str] = []
    for line in lines:
        part.append(line)
        if len(part) >= SORTED_AT_ONCE:
            runs.append(_run(part, stack))
            part = []
    part.sort()
    return heapq.merge(*runs, part) if runs else iter(part)


def _run(part: list[str], stack: ExitStack) -> TextIO:
    run = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 - the stack closes it
    run.writelines(sorted(part))
    run.seek(0)
    return run


def _mime(record: Record) -> str | None:
    if record.type == "revisit":
        return _REVISIT
    value = record.fields.get("content-type", "")
    if record.status is not None:
        value = next((value for name, value in record.headers if name.lower() == "content-type"), "")
    return _media_type(value)


def _media_type(value: str) -> str | None:
    return _END_OF_MIME.split(value, maxsplit=1)[0].strip() or None
