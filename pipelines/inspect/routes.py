"""The pages of an archive and their addresses."""

from __future__ import annotations

from typing import Any

from pipelines.inspect import article, front, searching
from pipelines.inspect.pages import route


def routes() -> list[tuple[str, Any]]:
    """(regular expression, what answers it), for Datasette's register_routes."""
    views = [
        (r"/$", front.front),
        (r"/search$", searching.search),
        (r"/article/(?P<article>\d+)$", article.article),
        (r"/article/(?P<article>\d+)\.json$", article.as_json),
        (r"/article/(?P<article>\d+)/versions$", article.versions),
    ]
    return [(pattern, route(view)) for pattern, view in views]
