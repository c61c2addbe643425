"""The hooks by which Datasette knows an archive. Beside any other database they do nothing."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl

from pipelines.inspect import metadata, private, questions, safety
from pipelines.inspect.routes import routes
from pipelines.inspect.served import is_archive, served_archive
from pipelines.storage.packed import unpack
from pipelines.storage.search import fts_query, spaced


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Chinese words in the table page's own search: the query is split as the index was.

    Last, as Datasette registers its escape_fts by the same hook and the later function counts.
    """
    archive = served_archive(datasette)
    if archive and archive.name == database:
        conn.create_function("escape_fts", 1, _escape_fts, deterministic=True)
        conn.create_function("spaced", 1, spaced, deterministic=True)
        conn.create_function("unpacked", 1, unpack, deterministic=True)


def _escape_fts(words: str) -> str:
    return fts_query(words) or '""'  # the empty phrase finds nothing; the empty query is a syntax error


@hookimpl
def render_cell(value: Any, column: str, table: str | None) -> str | None:
    """What is packed is shown as the JSON that it is."""
    return unpack(value) if table == "extractions" and column in ("fields", "evidence") and isinstance(value, bytes) else None


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Titles, units, labels and facets; what the user's own metadata says comes first."""
    return metadata.for_databases(
        name for name, database in datasette.databases.items() if database.path and is_archive(str(database.path))
    )


@hookimpl
def filters_from_request(database: str, table: str, datasette: Any) -> Any:
    """Private rows are not in the tables."""
    return private.filters(datasette, database, table)


@hookimpl
def permission_allowed(datasette: Any, action: str, resource: Any) -> Any:
    """While rows are hidden there is no SQL of the reader's own, nor a look into the index."""
    return private.permission(datasette, action, resource)


@hookimpl
def permission_resources_sql(datasette: Any, action: str) -> Any:
    """The same for Datasette 1.0."""
    return private.denials(datasette, action)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The pages of an archive, before Datasette's own."""
    return [*routes(), *private.routes()] if served_archive(datasette) else []


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    """Real questions, ready to run, with CSV and JSON."""
    archive = served_archive(datasette)
    return questions.canned(archive.visibility) if archive and archive.name == database else {}


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Safe headers on every response."""
    return safety.with_headers if served_archive(datasette) else lambda app: app


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Datasette's own pages in our colours."""
    return [datasette.urls.static_plugins("newsmorgue", "tables.css")] if served_archive(datasette) else []


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """From Datasette's own pages back to ours."""
    if not served_archive(datasette):
        return []
    pages = (("/search", "Search articles"), ("/health", "Crawl health"), ("/questions", "Questions"))
    return [{"href": datasette.urls.path(path), "label": label} for path, label in pages]
