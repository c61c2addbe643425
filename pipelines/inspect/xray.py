"""The X-ray: the saved page beside what was taken from it, drawn from the stored evidence."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from pipelines.errors import RecordDamaged
from pipelines.inspect import article, captures, marks, safety, saved_page
from pipelines.inspect.pages import Page, number
from pipelines.inspect.served import ServedArchive
from pipelines.storage.packed import load


async def xray(archive: ServedArchive, request: Request) -> Page:
    """Frame, fields with their evidence, and blocks with their selectors, for the current extraction or the one of `?e=`."""
    row = await article.find(archive, request)
    chosen, others = await _extraction(archive, request, row)
    problem, drawn = "", list[marks.Mark]()
    try:
        _, drawn = await _marked(archive, chosen)
    except RecordDamaged as error:
        problem = str(error)
    context = {
        "article": row,
        "chosen": chosen,
        "extractions": others,
        "fields": _fields(chosen),
        "marks": drawn,
        "problem": problem,
        "kinds": ("text", "title", "dateline", "credit", "notice", "dropped"),
    }
    return Page("xray.html", context)


async def marked_page(archive: ServedArchive, request: Request) -> Response:
    """The saved page, harmless and marked, for the frame."""
    row = await article.find(archive, request)
    chosen, _ = await _extraction(archive, request, row)
    try:
        html, _ = await _marked(archive, chosen)
    except RecordDamaged as error:
        return Response.text(str(error), status=502, headers=safety.SAVED_BYTES)
    return Response.html(html, headers=safety.SAVED_BYTES)


async def _extraction(archive: ServedArchive, request: Request, row: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The extraction to show and all of the article's, newest first."""
    condition = archive.visibility.condition("extractions") or "1"
    known = await archive.rows(
        f"""SELECT e.*, c.fetched_at FROM (SELECT * FROM extractions WHERE article = ? AND {condition}) e
            JOIN captures c ON c.id = e.capture ORDER BY c.fetched_at DESC, e.id DESC""",
        [row["id"]],
    )
    wanted = number(request, "e", row["extraction"] or 0, most=2**62)
    chosen = next((one for one in known if one["id"] == wanted), None)
    if chosen is None:
        raise NotFound("No such extraction of this article")
    return chosen, known


async def _marked(archive: ServedArchive, extraction: dict[str, Any]) -> tuple[str, list[marks.Mark]]:
    capture = await captures.by_id(archive, extraction["capture"])
    if capture is None:
        raise NotFound("No such capture")
    saved = await captures.read_extracted(archive, capture)
    version = await archive.first("SELECT text FROM article_versions WHERE id = ?", [extraction["version"]])
    tree = saved_page.tree_of(saved)
    if tree is None:
        return "", []
    drawn = marks.draw(tree, load(extraction["evidence"]), (version or {}).get("text") or "")
    return saved_page.harmless(tree, capture["url"], lambda _: "#", marks.STYLE), drawn


def _fields(extraction: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field that has evidence: its value, colour, method, place and snippet."""
    values = load(extraction["fields"])
    evidence = load(extraction["evidence"])
    return [{"name": name, "kind": marks.kind_of(name), "value": _plain(values.get(name)), **item} for name, item in evidence.items()]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(" ".join(map(str, item.values())) if isinstance(item, dict) else str(item) for item in value)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
