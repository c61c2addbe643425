"""A page of ours: a view gives a template and its values; here they become a response with safe headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Request, Response

from pipelines.inspect import language, safety
from pipelines.inspect.served import ServedArchive, served_archive

if TYPE_CHECKING:  # Datasette imports its plugins while it is being imported itself
    from datasette.app import Datasette


@dataclass(frozen=True, slots=True)
class Page:
    """A template of templates/morgue/ and what it shows. Values from pages stay plain text: Jinja escapes them."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


View = Callable[[ServedArchive, Request], Awaitable["Page | Response"]]


def route(view: View) -> Callable[..., Awaitable[Response]]:
    """What Datasette calls for a view of ours: checks that the reader may see the database, then renders."""

    async def shown(request: Request, datasette: Datasette) -> Response:
        archive = served_archive(datasette)
        if archive is None:
            raise NotFound("No archive is served here")
        await _ensure_may_view(datasette, request, archive)
        answer = await view(archive, request)
        return await _render(datasette, archive, request, answer) if isinstance(answer, Page) else answer

    return shown


async def _ensure_may_view(datasette: Datasette, request: Request, archive: ServedArchive) -> None:
    """Raises Datasette's Forbidden where its permissions keep the reader from the database."""
    if hasattr(datasette, "ensure_permissions"):
        await datasette.ensure_permissions(request.actor, [("view-database", archive.name), "view-instance"])
        return
    from datasette.resources import DatabaseResource  # Datasette 1.0

    await datasette.ensure_permission(action="view-database", resource=DatabaseResource(database=archive.name), actor=request.actor)


async def _render(datasette: Datasette, archive: ServedArchive, request: Request, page: Page) -> Response:
    chosen = language.chosen(request)
    common = {
        "t": language.translator(chosen),
        "lang": chosen,
        "other_lang_url": language.switch_url(request, chosen),
        "safe_link": safety.safe_link,
        "database_url": datasette.urls.database(archive.name),
        "asset": lambda name: datasette.urls.static_plugins("newsmorgue", name),
        "link": datasette.urls.path,
        "stamp": stamp,
    }
    html = await datasette.render_template(f"morgue/{page.template}", {**common, **page.context}, request)
    response = Response.html(html, status=page.status, headers={**safety.OUR_PAGES, **page.headers})
    if language.PARAMETER in request.args:
        response.set_cookie("morgue_lang", chosen, max_age=365 * 86400, samesite="lax")
    return response


def stamp(moment: str) -> str:
    """A time of the database as the fourteen digits of web archives, UTC."""
    return datetime.fromisoformat(moment).astimezone(timezone.utc).strftime("%Y%m%d%H%M%S")


def number(request: Request, name: str, default: int = 1, *, most: int = 10_000) -> int:
    """A whole number out of the query string, within 1 and `most`; the default where it is none."""
    text = request.args.get(name) or ""
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else default
