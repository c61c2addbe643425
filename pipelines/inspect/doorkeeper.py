"""Who may come in: one password for all, and on loopback only browsers that meant to come here."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

# A wrong password costs this many seconds, so that guessing over the network is slow.
_WRONG_PASSWORD_PAUSE = 0.5


class Doorkeeper:
    """ASGI middleware around the whole application. The password is HTTP Basic's (RFC 7617), with any user name."""

    def __init__(self, app: App, *, password: str | None, only_local_names: bool) -> None:
        self._app = app
        self._password = password
        self._only_local_names = only_local_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        if self._only_local_names and _host_name(headers.get(b"host", "")) not in LOCAL_NAMES:
            await _answer(send, 421, "This archive is served to this machine only; open it as http://localhost/.")
        elif self._password is not None and not _has_password(headers.get(b"authorization", ""), self._password):
            if b"authorization" in headers:
                await asyncio.sleep(_WRONG_PASSWORD_PAUSE)
            await _answer(
                send, 401, "This archive asks for its password.", (b"www-authenticate", b'Basic realm="newsmorgue", charset="UTF-8"')
            )
        else:
            await self._app(scope, receive, send)


def _host_name(host: str) -> str:
    """The name in a Host header without its port."""
    return (host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]).lower()


def _has_password(authorization: str, password: str) -> bool:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(encoded, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, password.encode())


async def _answer(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    body = text.encode()
    common = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*common, *headers]})
    await send({"type": "http.response.body", "body": body})
