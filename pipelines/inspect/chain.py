"""The provenance page: article → extraction → capture → WARC record → crawl → software, verified on demand, and as W3C PROV."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines.errors import RecordDamaged
from pipelines.inspect import article, replay
from pipelines.inspect.pages import Page
from pipelines.inspect.served import ServedArchive
from pipelines.storage.article_rows import text_digest
from pipelines.storage.captures import capture_from_row
from pipelines.warc.reader import read_response, warc_path
from pipelines.warc.record import sha1_digest

_PAGES = """SELECT p.page, c.url AS captured_url, c.fetched_at, c.record_id, c.warc_file, c.offset, c.length, c.sha256, c.payload_digest,
    c.status AS http_status, c.redirected_from, c.ip_address, c.id AS capture, c.crawl
    FROM article_pages p JOIN captures c ON c.id = p.capture WHERE p.extraction = ? AND p.page > 1 ORDER BY p.page"""
_RENDERED = "SELECT * FROM conversions WHERE capture = ? ORDER BY id DESC LIMIT 1"
_CONTEXT = {"prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#", "dcterms": "http://purl.org/dc/terms/"}


async def chain(archive: ServedArchive, request: Request) -> Page:
    """The chain behind an article; with `?verify=1` every record is read again."""
    row = await article.find(archive, request)
    links = await _links(archive, row)
    if request.args.get("verify"):
        for link in links:
            for each in (link, *link["pages"]):
                each["verified"] = verify(archive, each)
    context = {
        "article": row,
        "links": links,
        "text_digest": text_digest(row["text"] or ""),
        "is_verified": bool(request.args.get("verify")),
        "citation": _citation(row, links),
        "replay_of": lambda link: replay.path("view", {"fetched_at": link["fetched_at"], "url": link["captured_url"]}),
    }
    return Page("provenance.html", context)


async def as_prov(archive: ServedArchive, request: Request) -> Response:
    """The chain as W3C PROV in JSON-LD."""
    row = await article.find(archive, request)
    graph = [_entity(row)]
    for link in await _links(archive, row):
        graph += _prov_of(row, link)
    document = {
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "dcterms": "http://purl.org/dc/terms/",
        }
    }
    body = json.dumps({**document, "@graph": list({node["@id"]: node for node in graph}.values())}, ensure_ascii=False, indent=1)
    return Response(body, content_type="application/ld+json; charset=utf-8")


def verify(archive: ServedArchive, link: dict[str, Any]) -> tuple[bool, str]:
    """Whether the WARC record still is what was captured, and in words what was found."""
    row = {**link, "url": link["captured_url"], "status": link["http_status"]}
    unsaid = dict.fromkeys(("protocol", "truncated", "site", "mime", "page_of", "page_link"))
    capture = capture_from_row({**row, **unsaid, "id": link["capture"], "role": ""})
    try:
        record = read_response(warc_path(archive.warc, capture.warc_file), capture)
    except (RecordDamaged, OSError) as error:
        return False, str(error)
    if record.type == "revisit":
        return True, "revisit: the record refers to an earlier payload with this digest"
    if sha1_digest(record.payload) != capture.payload_digest:
        return False, "the payload's SHA-1 is not the one that was stored"
    return True, "record id, SHA-1 and SHA-256 are those of the capture"


async def _links(archive: ServedArchive, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Extractions of an article with all they rest on, the current one first, then the newest capture."""
    condition = archive.visibility.condition("provenance") or "1"
    order = "extraction = :current DESC, fetched_at DESC, extraction DESC"
    links = await archive.rows(
        f"SELECT * FROM provenance WHERE article = :id AND {condition} ORDER BY {order}", {"id": row["id"], "current": row["extraction"]}
    )
    for link in links:
        link["software"] = json.loads(link["software"] or "{}")
        link["pages"] = await archive.rows(_PAGES, [link["extraction"]])
        link["rendered"] = await archive.first(_RENDERED, [link["capture"]])
    return links


def _citation(row: dict[str, Any], links: list[dict[str, Any]]) -> str:
    """A line to quote: who, what, where, when, which capture, which bytes."""
    names = ", ".join(row["authors"] or []) or row["source"] or row["publisher"] or ""
    where = row["source"] or row["publisher"] or row["site"] or ""
    parts = [names, f"“{row['title'] or row['url']}”", where if where != names else "", (row["published_at"] or "")[:10], row["url"]]
    if links:
        parts.append(f"captured {links[0]['fetched_at']}, {links[0]['record_id']}, sha256:{links[0]['sha256']}")
    return ". ".join(part for part in parts if part) + "."


def _entity(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": row["url"],
        "@type": "prov:Entity",
        "dcterms:title": row["title"],
        "dcterms:issued": row["published_at"],
        "dcterms:identifier": f"sha256:{text_digest(row['text'] or '')}",
        "prov:wasGeneratedBy": {"@id": f"urn:newsmorgue:extraction:{row['extraction']}"},
    }


def _prov_of(row: dict[str, Any], link: dict[str, Any]) -> list[dict[str, Any]]:
    extraction, extractor = f"urn:newsmorgue:extraction:{link['extraction']}", f"urn:newsmorgue:software:{link['extractor']}"
    crawl = f"urn:newsmorgue:crawl:{link['crawl']}"
    used = [_record(each) for each in (link, *link["pages"])]
    record = used[0]
    if link["rendered"]:
        used.insert(0, _rendered(link))
    activity = {
        "@id": extraction,
        "@type": "prov:Activity",
        "prov:used": [{"@id": each["@id"]} for each in used] if len(used) > 1 else {"@id": link["record_id"]},
        "prov:generated": {"@id": row["url"]},
        "prov:endedAtTime": {"@type": "xsd:dateTime", "@value": link["extracted_at"]},
        "prov:wasAssociatedWith": {"@id": extractor},
    }
    nodes = [*used, activity, {"@id": extractor, "@type": "prov:SoftwareAgent"}]
    if link["crawl"]:
        record["prov:wasGeneratedBy"] = {"@id": crawl}
        agents = [f"urn:newsmorgue:software:{name}/{version}" for name, version in sorted(link["software"].items())]
        nodes += [{"@id": crawl, "@type": "prov:Activity", "prov:wasAssociatedWith": [{"@id": agent} for agent in agents]}]
        nodes += [{"@id": agent, "@type": "prov:SoftwareAgent"} for agent in agents]
    return nodes


def _record(link: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": link["record_id"],
        "@type": "prov:Entity",
        "prov:hadPrimarySource": {"@id": link["captured_url"]},
        "prov:generatedAtTime": {"@type": "xsd:dateTime", "@value": link["fetched_at"]},
        "prov:atLocation": f"{link['warc_file']}#{link['offset']}+{link['length']}",
        "dcterms:identifier": [f"sha256:{link['sha256']}", link["payload_digest"]],
    }


def _rendered(link: dict[str, Any]) -> dict[str, Any]:
    """What a browser made of the capture, and that it was the browser."""
    made = link["rendered"]
    return {
        "@id": made["record_id"],
        "@type": "prov:Entity",
        "prov:wasDerivedFrom": {"@id": link["record_id"]},
        "prov:generatedAtTime": {"@type": "xsd:dateTime", "@value": made["made_at"]},
        "prov:wasAttributedTo": {"@id": f"urn:newsmorgue:software:{made['software']}", "@type": "prov:SoftwareAgent"},
        "prov:atLocation": f"{made['warc_file']}#{made['offset']}+{made['length']}",
        "dcterms:identifier": [f"sha256:{made['sha256']}", made["payload_digest"]],
    }
