"""A small archive for the tests of verify, repair, export and rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warc_exchanges import exchange, writer

from pipelines.archive import Archive, Config, ExtractionSettings
from pipelines.capture import Capture
from pipelines.storage.captures import begin_crawl, save_capture, save_site
from pipelines.warc.record import Compression
from pipelines.warc.writer import Exchange


def archive_of(
    folder: Path, exchanges: Sequence[Exchange] | None = None, compression: Compression = "gzip"
) -> tuple[Archive, list[Capture]]:
    """An archive whose one WARC file holds the exchanges, each with its row, and the captures."""
    archive = Archive.create(folder, Config(extraction=ExtractionSettings(jobs=1)))
    some = (
        exchanges
        if exchanges is not None
        else [exchange(url=f"http://news.example/{number}", body=b"%d" % number * 50) for number in range(4)]
    )
    with writer(archive.warc, compression=compression) as warc:
        captures = [warc.write_exchange(each) for each in some]
    add_rows(archive, captures)
    return archive, captures


def add_rows(archive: Archive, captures: Sequence[Capture]) -> None:
    with archive.database() as db:
        save_site(db, "example", {"title": "Example", "url": "http://news.example/"}, "0")
        if db.first("SELECT 1 FROM crawls") is None:
            begin_crawl(db, "example-1", "example", {})
        for capture in captures:
            save_capture(db, capture)
