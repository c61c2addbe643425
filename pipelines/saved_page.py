"""The bytes that extraction reads for a capture: its own payload, that of an earlier capture, or what a browser made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.capture import Capture, Headers
from pipelines.errors import RecordDamaged
from pipelines.warc.build import RENDERED_TYPE
from pipelines.warc.content import decode_content
from pipelines.warc.reader import read_capture, read_response, warc_path

if TYPE_CHECKING:
    from pipelines.article import Article
    from pipelines.storage.article_rows import ArticleRows

_OF_THE_BYTES = frozenset({"content-type", "content-encoding", "content-length"})


def read_saved(warc_folder: Path, capture: Capture) -> tuple[Capture, bytes]:
    """The capture as its record has it, and the payload without content coding.

    A revisit gives the payload of its `original`; a page that a browser rendered gives the document that came of it, with the
    response's headers but for those that speak of its bytes. A page that is not there (`absent`) is empty. Raises RecordDamaged,
    also for a revisit of what is not in the archive.
    """
    if not capture.warc_file:
        return capture, b""
    archived, entity = read_capture(warc_folder, capture.warc_file, capture.offset)
    archived = replace(archived, site=capture.site, page_link=capture.page_link)
    if archived.revisit_of is not None and capture.original is None and capture.rendered is None:
        advice = "import the file that holds it and run `morgue reextract --failed`"
        raise RecordDamaged(f"a revisit of {archived.revisit_of}, which is not in the archive", advice)
    if capture.original is not None:
        source, entity = read_capture(warc_folder, capture.original.warc_file, capture.original.offset)
        archived = replace(archived, headers=source.headers, status=source.status)
    if capture.rendered is not None:
        record = read_response(warc_path(warc_folder, capture.rendered.warc_file), capture.rendered)
        return replace(archived, headers=rendered_headers(archived.headers)), record.payload
    return archived, decode_content(entity, archived.header("content-encoding"))


def rendered_headers(headers: Headers) -> Headers:
    """What the response's headers say of a page, for the document that a browser made of it."""
    return (*(pair for pair in headers if pair[0].lower() not in _OF_THE_BYTES), ("Content-Type", RENDERED_TYPE))


def absent(link: str) -> Capture:
    """Stands for a page of an article that is not to be had."""
    return Capture(url=link, status=0, page_link=link)


def wanted(capture: Capture, article: Article | ArticleRows) -> list[str]:
    """The addresses of pages that an article links and that were not looked for yet."""
    tried = {each.page_link for each in capture.following}
    return [link for link in article.missing_pages if link not in tried]


def brings_news(capture: Capture) -> bool:
    """Whether something about a page is not what an earlier capture held: its payload, its rendering, one of its further pages."""
    is_rendered_anew = capture.rendered is not None and capture.rendered.refers_to == capture.record_id
    repeats = capture.original is not None and capture.original.url == capture.url
    return not repeats or is_rendered_anew or any(each.page_of == capture.record_id for each in capture.following)
