"""The pages of an archive and their addresses."""

from __future__ import annotations

from typing import Any

from pipelines.inspect import article, chain, front, health, questions, replay, searching, xray
from pipelines.inspect.pages import route


def routes() -> list[tuple[str, Any]]:
    """(regular expression, what answers it), for Datasette's register_routes."""
    views = [
        (r"/$", front.front),
        (r"/search$", searching.search),
        (r"/health$", health.health),
        (r"/questions$", questions.index),
        (r"/article/(?P<article>\d+)$", article.article),
        (r"/article/(?P<article>\d+)\.json$", article.as_json),
        (r"/article/(?P<article>\d+)/versions$", article.versions),
        (r"/article/(?P<article>\d+)/provenance$", chain.chain),
        (r"/article/(?P<article>\d+)/provenance\.jsonld$", chain.as_prov),
        (r"/article/(?P<article>\d+)/xray$", xray.xray),
        (r"/article/(?P<article>\d+)/xray/page$", xray.marked_page),
        (r"/view/(?P<digits>\d{4,14})/(?P<url>.+)$", replay.view),
        (r"/web/timemap/link/(?P<url>.+)$", replay.timemap),
        (r"/web/(?P<digits>\d{4,14})(?P<raw>id_)?/(?P<url>.+)$", replay.memento),
        (r"/web/(?P<url>https?:/.+)$", replay.timegate),
    ]
    return [(pattern, route(view)) for pattern, view in views]
