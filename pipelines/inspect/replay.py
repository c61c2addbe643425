"""Saved pages by the addresses of web archives: /web/<14 digits>/<url>, with the headers and lists of Memento (RFC 7089)."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin

from datasette.utils.asgi import NotFound, Request, Response

from pipelines.errors import RecordDamaged
from pipelines.inspect import captures, language, safety, saved_page
from pipelines.inspect.pages import Page, stamp
from pipelines.inspect.served import ServedArchive

_HTML = frozenset({"text/html", "application/xhtml+xml"})
# Pictures that cannot hold a script; all else is a download.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "text/plain"})


async def memento(archive: ServedArchive, request: Request) -> Response:
    """The saved page of a moment, made harmless; another moment than a capture's leads to the nearest."""
    url = asked_url(request)
    rows = await _captures(archive, url)
    row = _nearest(rows, request.url_vars["digits"])
    raw = request.url_vars.get("raw") or ""
    if stamp(row["fetched_at"]) != request.url_vars["digits"]:
        return Response.redirect(address(row, raw), headers={"Vary": "accept-datetime"})
    try:
        saved = await captures.read(archive, row)
    except RecordDamaged as error:
        return Response.text(str(error), status=502, headers=safety.SAVED_BYTES)
    headers = {**safety.SAVED_BYTES, "Memento-Datetime": http_date(row["fetched_at"]), "Link": links(rows, row)}
    if not raw and (target := _redirect(saved, row)):
        return Response.redirect(f"/web/{request.url_vars['digits']}/{_uri(target)}", headers=headers)
    return _bytes(saved, headers) if raw else _shown(saved, row, headers)


async def view(archive: ServedArchive, request: Request) -> Page | Response:
    """A page of ours around the saved page, which stands in a sandboxed frame."""
    url = asked_url(request)
    rows = await _captures(archive, url)
    row = _nearest(rows, request.url_vars["digits"])
    if stamp(row["fetched_at"]) != request.url_vars["digits"]:
        return Response.redirect(path("view", row))
    article = await archive.first(
        f"SELECT article FROM extractions WHERE capture = ? AND article IS NOT NULL AND {archive.visibility.articles('article')}",
        [row["id"]],
    )
    context = {"capture": row, "rows": rows, "frame": address(row), "article": article, "view_of": lambda other: path("view", other)}
    return Page("view.html", context)


async def timegate(archive: ServedArchive, request: Request) -> Response:
    """Leads to the capture nearest to Accept-Datetime, or to the newest."""
    rows = await _captures(archive, asked_url(request))
    wished = request.headers.get("accept-datetime")
    row = rows[-1]
    if wished:
        try:
            moment = parsedate_to_datetime(wished)
        except (TypeError, ValueError):
            return Response.text("Accept-Datetime must be an HTTP date", status=400)
        row = captures.nearest(rows, moment.astimezone(timezone.utc).strftime("%Y%m%d%H%M%S"))
    return Response.redirect(address(row), headers={"Vary": "accept-datetime", "Link": links(rows, None)})


async def timemap(archive: ServedArchive, request: Request) -> Response:
    """All captures of a URL in link format (RFC 6690)."""
    url = asked_url(request)
    rows = await _captures(archive, url)
    lines = [f'<{_uri(url)}>; rel="original"', f'</web/{_uri(url)}>; rel="timegate"']
    lines.append(f'</web/timemap/link/{_uri(url)}>; rel="self"; type="application/link-format"')
    lines += [f'<{address(row)}>; rel="memento"; datetime="{http_date(row["fetched_at"])}"' for row in rows]
    return Response(",\n".join(lines) + "\n", content_type="application/link-format")


def address(row: dict[str, Any], raw: str = "") -> str:
    """Where a capture is replayed; `raw` is "id_" for the bytes as they are."""
    return path("web", row, raw)


def asked_url(request: Request) -> str:
    """The URL after the prefix, with its query string; servers in between may have folded its double slash."""
    url = str(request.url_vars["url"])
    scheme, colon, rest = url.partition(":/")
    if colon and not rest.startswith("/"):
        url = f"{scheme}://{rest}"
    query = language.without_choice(request.query_string)
    return f"{url}?{query}" if query else url


def links(rows: list[dict[str, Any]], row: dict[str, Any] | None) -> str:
    """The Link header: original, time gate, time map, first, last and this memento."""
    url = _uri(rows[0]["url"])
    parts = [
        f'<{url}>; rel="original"',
        f'</web/{url}>; rel="timegate"',
        f'</web/timemap/link/{url}>; rel="timemap"; type="application/link-format"',
    ]
    named = {"first": rows[0], "last": rows[-1]} | ({"": row} if row else {})
    for name, one in named.items():
        parts.append(f'<{address(one)}>; rel="{f"{name} memento".strip()}"; datetime="{http_date(one["fetched_at"])}"')
    return ", ".join(parts)


def http_date(moment: str) -> str:
    return format_datetime(datetime.fromisoformat(moment).astimezone(timezone.utc), usegmt=True)


async def _captures(archive: ServedArchive, url: str) -> list[dict[str, Any]]:
    rows = await captures.of_url(archive, url)
    if not rows:
        raise NotFound(f"No capture of {url}")
    return rows


def _nearest(rows: list[dict[str, Any]], digits: str) -> dict[str, Any]:
    try:
        return captures.nearest(rows, digits)
    except ValueError as error:
        raise NotFound(f"{digits} is no moment") from error


def path(prefix: str, row: dict[str, Any], raw: str = "") -> str:
    return f"/{prefix}/{stamp(row['fetched_at'])}{raw}/{_uri(row['url'])}"


def _uri(url: str) -> str:
    """A URL that can end no header and no link; what is encoded already stays."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _redirect(saved: captures.SavedResponse, row: dict[str, Any]) -> str | None:
    """Where a saved redirect leads, as an absolute web address."""
    location = saved.header("location") if 300 <= row["status"] < 400 and row["status"] != 304 else None
    try:
        return safety.safe_link(urljoin(row["url"], location)) if location else None
    except ValueError:
        return None


def _shown(saved: captures.SavedResponse, row: dict[str, Any], headers: dict[str, str]) -> Response:
    if _mime(saved) not in _HTML:
        return _bytes(saved, headers)
    tree = saved_page.tree_of(saved)
    if tree is None:
        return Response.text("The saved page has no content.", headers=headers)
    digits = stamp(row["fetched_at"])
    page = saved_page.harmless(tree, row["url"], lambda target: f"/web/{digits}/{_uri(target)}")
    status = row["status"] if row["status"] >= 400 else 200  # RFC 7089 section 4.5.1: an archived error stays one
    return Response.html(page, status=status, headers=headers)


def _bytes(saved: captures.SavedResponse, headers: dict[str, str]) -> Response:
    """The payload as it is: a picture or plain text may be shown, all else is saved by the browser, not opened."""
    mime = _mime(saved)
    if mime not in _SHOWN:
        headers = {**headers, "Content-Disposition": 'attachment; filename="capture"', "X-Archive-Orig-Content-Type": _line(mime)}
        mime = "application/octet-stream"
    return Response(saved.payload, headers=headers, content_type=mime)


def _mime(saved: captures.SavedResponse) -> str:
    """The media type as the site named it; a revisit has that of the page it refers to."""
    return (saved.header("content-type") or "").split(";")[0].strip().lower()


def _line(text: str) -> str:
    """What may stand in a header."""
    return "".join(character for character in text if character.isascii() and character.isprintable())[:200]
