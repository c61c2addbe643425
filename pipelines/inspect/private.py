"""Rows of private captures stay out of Datasette's own pages: tables, rows, exports and SQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette.utils import escape_sqlite, tilde_decode, urlsafe_components
from datasette.utils.asgi import NotFound, Request

from pipelines.inspect.served import ServedArchive, served_archive

if TYPE_CHECKING:  # Datasette imports its plugins while it is being imported itself
    from datasette.app import Datasette
    from datasette.filters import FilterArguments

# What would show hidden rows and cannot be filtered.
_DENIED = ("execute-sql", "view-database-download")

# Any row page: names may come tilde-encoded, so that only Datasette's own decoding tells which table is meant.
_ROW_PAGE = r"/(?P<database>(?!-/)[^\/\.]+)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$"


def filters(datasette: Datasette, database: str, table: str) -> Callable[[], Awaitable[FilterArguments | None]]:
    """Datasette's filter for a table page: the condition under which its rows may be seen."""

    from datasette.filters import FilterArguments

    async def inner() -> FilterArguments | None:
        archive = served_archive(datasette)
        condition = archive.visibility.condition(table) if archive and archive.name == database else None
        if archive is None or condition is None or not await archive.hides_rows():
            return None
        return FilterArguments([condition], {}, ["private rows are hidden"])

    return inner


def permission(datasette: Datasette, action: str, resource: Any) -> Callable[[], Awaitable[bool | None]] | None:
    """False for what would show hidden rows, None where others decide."""
    if action not in _DENIED:
        return None

    async def inner() -> bool | None:
        archive = served_archive(datasette)
        return False if archive and archive.name == resource and await archive.hides_rows() else None

    return inner


def denials(datasette: Datasette, action: str) -> Callable[[], Awaitable[Any]] | None:
    """What `permission` says, in the words of Datasette 1.0: rows of (database, table, allow, reason)."""
    if action not in _DENIED:
        return None

    async def inner() -> Any:
        from datasette.permissions import PermissionSQL

        archive = served_archive(datasette)
        if archive is None or not await archive.hides_rows():
            return None
        sql = "SELECT :database AS parent, NULL AS child, 0 AS allow, 'private rows are hidden' AS reason"
        return PermissionSQL(sql=sql, params={"database": archive.name})

    return inner


def routes() -> list[tuple[str, Any]]:
    """Row pages, before Datasette's own route to them."""
    return [(_ROW_PAGE, row_page)]


async def row_page(request: Request, send: Any, datasette: Datasette) -> Any:
    """Datasette's page of a row, or 404 where the row is private."""
    from datasette.views.row import RowView

    archive = served_archive(datasette)
    if archive and tilde_decode(request.url_vars["database"]) == archive.name and await archive.hides_rows():
        await _raise_if_hidden(archive, tilde_decode(request.url_vars["table"]), request.url_vars["pks"])
    return await RowView.as_view(datasette)(request, send)


async def _raise_if_hidden(archive: ServedArchive, table: str, pks: str) -> None:
    condition = archive.visibility.condition(table)
    if condition is None:
        return
    keys = await archive.database.primary_keys(table) or ["rowid"]
    values = {f"k{place}": value for place, value in enumerate(urlsafe_components(pks))}
    wheres = [f"{escape_sqlite(key)} = :k{place}" for place, key in enumerate(keys)]
    where = " AND ".join([*wheres, f"({condition})"])
    if len(values) != len(keys) or not await archive.first(f"SELECT 1 FROM {escape_sqlite(table)} WHERE {where}", values):
        raise NotFound("Record not found")
