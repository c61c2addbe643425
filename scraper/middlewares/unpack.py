"""Content codings undone for what the crawl itself reads. A page stays as it came, as a worker reads it from its WARC file."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

READ_BY_WORKERS = frozenset({"article", "page", "feed", "sitemap", "section"})
# A page that does nothing but lead to another one (http-equiv="refresh") is smaller, and MetaRefreshMiddleware is to see it.
SMALL = 4096


class UnpackMiddleware(HttpCompressionMiddleware):
    """Decoding and guessing the encoding of every page would cost the one process that fetches more than all else it does."""

    def process_response(  # type: ignore[override]  # the spider is not passed any more
        self, request: Request, response: Response
    ) -> Request | Response:
        if request.meta.get("role") in READ_BY_WORKERS and response.status == 200 and len(response.body) > SMALL:
            return Response(**{name: getattr(response, name) for name in Response.attributes})
        return super().process_response(request, response)
