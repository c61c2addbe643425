"""newsmorgue's library: captures, extraction, WARC files and the database. Needs neither Scrapy nor Twisted."""

from __future__ import annotations

from typing import Any

__all__ = ["Article", "Capture", "SiteRules", "extract", "process_capture"]

_HOME = {
    "Article": "pipelines.article",
    "Capture": "pipelines.capture",
    "SiteRules": "pipelines.extraction.rules",
    "extract": "pipelines.process",
    "process_capture": "pipelines.process",
}


def __getattr__(name: str) -> Any:
    # trafilatura takes most of a second to import; `import pipelines` must not pay for it.
    if name not in _HOME:
        raise AttributeError(f"module 'pipelines' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
