"""What keeps saved pages harmless: headers of every response, and which links are links."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

App = Callable[[Any, Any, Any], Awaitable[None]]

_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
    "x-dns-prefetch-control": "off",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

# Our own pages: scripts and styles only from files that ship with the package, nothing inline.
OUR_PAGES = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
}

# Saved bytes: an opaque origin, no script, no form, no request. Only inline style and data images.
SAVED_BYTES = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), fullscreen=(), payment=()",
    "Cache-Control": "no-store",
}


def safe_link(url: str | None) -> str | None:
    """The URL when following it can do nothing but fetch a page, else None: no javascript:, data: or the like."""
    if not url or any(ord(character) <= 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def with_headers(app: App) -> App:
    """ASGI middleware: the headers of every response, Datasette's own pages too, unless a page set its own."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers += [(name.encode(), value.encode()) for name, value in _EVERYWHERE.items() if name.encode() not in present]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
