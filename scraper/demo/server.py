"""A real HTTP server for the demo site, on loopback and in a thread of its own."""

from __future__ import annotations

import gzip
import hashlib
import threading
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urlsplit

from scraper.demo.pages import PRINTED, REDIRECTS, Page, load_page

GZIP_FROM = 1024  # bytes; below, the gzip header costs more than it saves
COOKIES = ("region=jw; Path=/; Max-Age=86400", "visit=first; Path=/; HttpOnly; SameSite=Lax")
NOT_FOUND = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>404</title></head>
<body><h1>404</h1><p>您访问的页面不存在 · Page not found</p></body></html>
"""


class LoggedRequest(NamedTuple):
    """A line of the access log."""

    method: str
    path: str
    status: int
    user_agent: str


class DemoServer:
    """Serves the demo site at `base_url` while its `with` block runs.

    `edition` may be set at any time; later requests get that edition. `log` holds every request in its order.
    """

    def __init__(self, edition: int = 1, port: int = 0) -> None:
        self.edition = edition
        self.log: list[LoggedRequest] = []
        self._server = _Listener(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base_url(self) -> str:
        """The root URL without the final slash."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> DemoServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Listener(ThreadingHTTPServer):
    def __init__(self, site: DemoServer, port: int) -> None:
        self.site = site
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    server_version = "Daybreak"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in REDIRECTS:
            self._redirect(REDIRECTS[path])
            return
        page = load_page(path, self.server.site.edition, self.server.site.base_url)
        if page is None:
            missing = Page(NOT_FOUND.encode(), "text/html; charset=utf-8", PRINTED[1])
            self._answer(HTTPStatus.NOT_FOUND, missing)
        elif self._has_current(page):
            self._not_modified(page)
        else:
            self._answer(HTTPStatus.OK, page)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        agent = self.headers.get("User-Agent", "")
        self.server.site.log.append(LoggedRequest(self.command, self.path, int(code), agent))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr: `DemoServer.log` has it."""

    def _answer(self, status: HTTPStatus, page: Page) -> None:
        body = page.body
        packed = len(body) >= GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", "")
        if packed:
            body = gzip.compress(body, mtime=0)
        self.send_response(status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if status == HTTPStatus.OK:
            self._send_validators(page)
        if page.content_type.startswith("text/html"):
            for cookie in COOKIES:
                self.send_header("Set-Cookie", cookie)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _not_modified(self, page: Page) -> None:
        self.send_response(HTTPStatus.NOT_MODIFIED)
        self._send_validators(page)
        self.end_headers()

    def _send_validators(self, page: Page) -> None:
        self.send_header("ETag", _entity_tag(page))
        self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        self.send_header("Vary", "Accept-Encoding")

    def _has_current(self, page: Page) -> bool:
        """RFC 9110 section 13.2.2: If-None-Match wins over If-Modified-Since."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or _entity_tag(page) in [tag.strip() for tag in tags.split(",")]
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and page.modified <= since


def _entity_tag(page: Page) -> str:
    """Weak, for the gzip'd and the plain body are not the same bytes (RFC 9110 section 8.8.1)."""
    return f'W/"{hashlib.sha256(page.body).hexdigest()[:16]}"'


def _http_date(value: str | None) -> datetime | None:
    """The moment a header names; None for a missing or unreadable one, which RFC 9110 has us ignore."""
    try:
        moment = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
