"""The records that WARC keeps of an exchange, and the warcinfo that begins a file, as bytes."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import distributions

from pipelines.capture import Capture
from pipelines.warc.exchange import Exchange, request_block, response_head, response_headers
from pipelines.warc.payload_type import identify
from pipelines.warc.record import Field, serialise, sha1_digest, warc_date, warc_fields

NORMALISED = (
    "HTTP headers as the client gave them: their order among different names and the case of names may differ from the wire; "
    "Transfer-Encoding and Connection are left out, chunked bodies joined and Content-Length made true; the reason phrase is "
    "the usual one where the client did not keep it; content codings are kept; credentials in requests are left out"
)
_WARCINFO = {
    "format": "WARC File Format 1.1",
    "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "http-normalised": NORMALISED,
}
PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED = 304
RENDERED = "rendered"
RENDERED_TYPE = "text/html; charset=utf-8"
_SOFTWARE = ("newsmorgue", "scrapy", "trafilatura", "warcio")


def default_info() -> dict[str, str]:
    """The fields of warcinfo that are the same for every crawl."""
    return {"software": software(), **_WARCINFO}


def software() -> str:
    """Our version and those of the parts whose behaviour shows in the records."""
    # `distributions` may list one twice, where a checkout and an installation are both on the path.
    found = [f"{name}/{installed.version}" for name in _SOFTWARE for installed in distributions(name=name)]
    return " ".join([*dict.fromkeys(found), f"python/{platform.python_version()}"])


def warcinfo_record(info: Mapping[str, str], record_id: str, moment: datetime, filename: str) -> bytes:
    block = warc_fields(info.items())
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", warc_date(moment)),
        ("WARC-Filename", filename),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return serialise(fields, block)


def response_record(exchange: Exchange, record_id: str, common: list[Field], payload_digest: str) -> bytes:
    """The response as it came; `payload_digest` is the one of its body."""
    head = response_head(exchange)
    block = head + exchange.body
    fields = [("WARC-Type", "response"), ("WARC-Record-ID", f"<{record_id}>"), *common]
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    if payload_type := _payload_type(exchange):
        fields.append(("WARC-Identified-Payload-Type", payload_type))
    fields += [
        ("WARC-Payload-Digest", payload_digest),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return serialise(fields, block)


def revisit_record(exchange: Exchange, original: Capture, record_id: str, common: list[Field]) -> bytes:
    """The answer's head alone, for a payload that `original` holds (WARC 1.1 section 6.7)."""
    assert original.fetched_at is not None, "a revisit refers to a record that has a date"
    head = response_head(exchange)
    profile = "server-not-modified" if exchange.status == NOT_MODIFIED else "identical-payload-digest"
    fields = [
        ("WARC-Type", "revisit"),
        ("WARC-Record-ID", f"<{record_id}>"),
        *common,
        ("WARC-Profile", PROFILES + profile),
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", warc_date(original.fetched_at)),
        ("WARC-Payload-Digest", original.payload_digest),
        ("WARC-Block-Digest", sha1_digest(head)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return serialise(fields, head)


def request_record(exchange: Exchange, record_id: str, response_id: str, common: list[Field]) -> bytes:
    block = request_block(exchange)
    fields = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{record_id}>"),
        *common,
        ("WARC-Concurrent-To", f"<{response_id}>"),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return serialise(fields, block)


def metadata_record(exchange: Exchange, record_id: str, response_id: str, common: list[Field], original: Capture | None = None) -> bytes:
    """What the database knows of the capture and the exchange does not say; names as in WARC 1.1 section 6.5 and ours."""
    block = warc_fields(
        [
            ("via", exchange.redirected_from or exchange.found_on or ""),
            ("hopsFromSeed", "R" if exchange.redirected_from else "L" if exchange.found_on else ""),
            ("fetchTimeMs", str(round(exchange.seconds * 1000)) if exchange.seconds is not None else ""),
            ("role", exchange.role),
            ("site", exchange.site or ""),
            ("crawl", exchange.crawl_id or ""),
            ("sha256", original.sha256 if original else ""),
            ("page-of", exchange.page_of or ""),
            ("page-link", exchange.page_link or ""),
            *exchange.signals,
        ]
    )
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{record_id}>"),
        *(field for field in common if field[0] in ("WARC-Date", "WARC-Target-URI", "WARC-Warcinfo-ID")),
        ("WARC-Concurrent-To", f"<{response_id}>"),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return serialise(fields, block)


def conversion_record(html: bytes, record_id: str, refers_to: str, common: list[Field]) -> bytes:
    """What a browser made of a response (WARC 1.1 section 6.8)."""
    digest = sha1_digest(html)
    fields = [
        ("WARC-Type", "conversion"),
        ("WARC-Record-ID", f"<{record_id}>"),
        *common,
        ("WARC-Refers-To", f"<{refers_to}>"),
        ("WARC-Payload-Digest", digest),
        ("WARC-Block-Digest", digest),
        ("Content-Type", RENDERED_TYPE),
    ]
    return serialise(fields, html)


def conversion_metadata_record(capture: Capture, software: str, record_id: str, conversion_id: str, common: list[Field]) -> bytes:
    """By what a conversion was made, and of which site's crawl."""
    block = warc_fields([("role", RENDERED), ("software", software), ("site", capture.site or ""), ("crawl", capture.crawl_id or "")])
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{record_id}>"),
        *common,
        ("WARC-Concurrent-To", f"<{conversion_id}>"),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return serialise(fields, block)


def _payload_type(exchange: Exchange) -> str | None:
    headers = response_headers(exchange)
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    return identify(exchange.body, encoding, declared.split(";")[0].strip().lower() or None)
