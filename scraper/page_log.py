"""The crawl's log: a readable line a page, or a JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Literal

LogFormat = Literal["text", "json"]

# Our loggers say what became of a page as ("%-12s %s: %s", event, url, detail).
_PAGE_ARGS = 3


class TextLines(logging.Formatter):
    """`08:03:11 ok           https://… : the title`; what a page's title could do to a terminal or a log file is taken out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return "".join(c if c.isprintable() else " " for c in super().formatMessage(record))


class JsonLines(logging.Formatter):
    """`{"at", "level", "event", "url", "detail"}` for a page, `{"at", "level", "event": "log", "detail"}` for anything else."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower()}
        if isinstance(record.args, tuple) and len(record.args) == _PAGE_ARGS and record.name.startswith("newsmorgue"):
            event, url, detail = record.args
            line |= {"event": str(event), "url": str(url), "detail": str(detail)}
        else:
            line |= {"event": "log", "detail": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _Lines(logging.Handler):
    """Hands each formatted line to a function, such as the one that prints above a progress display."""

    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(self.format(record))
        except Exception:  # noqa: BLE001 - logging's own way with a handler that fails
            self.handleError(record)


def log_pages(kind: LogFormat, *, pages: bool, write: Callable[[str], object] | None = None) -> None:
    """Sends the log to standard error, or to `write`: of our own all with `pages`, of Scrapy's only what is wrong."""
    handler = _Lines(write) if write else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    handler.addFilter(lambda record: record.levelno >= logging.ERROR or (pages and record.name.startswith("newsmorgue")))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
