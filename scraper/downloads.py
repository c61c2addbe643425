"""The last gate before a socket: Scrapy's HTTP handler with the network guard and a bound on response headers."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import certifi
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from scraper.guard import GuardedReactor, GuardedResolver, NetworkPolicy
from scraper.middlewares.patience import Pauses
from scraper.stopping import go_on

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.web.client import Agent

MAX_HEADER_BYTES = 256 * 1024  # browsers give up at this size, too


class TooManyHeaders(DownloadFailedError):
    """The response's header section passes MAX_HEADER_BYTES."""


class GuardedHandler(HTTP11DownloadHandler):
    """Reads NETWORK_ALLOW and NETWORK_PORTS; raises Refused for what they do not allow. Proxies are not used.

    Keeps the pauses of the spider, and leaves in the request's meta when the fetch began (`fetch_began`).
    """

    def __init__(self, crawler: Crawler) -> None:
        _ensure_authorities()
        super().__init__(crawler)
        self._policy = NetworkPolicy.from_settings(crawler.settings.getlist("NETWORK_ALLOW"), crawler.settings.getlist("NETWORK_PORTS"))
        self._pool._factory = _BoundedFactory
        # Scrapy counts a request as under way only some time after it has let it go, so without a delay a host would get its whole queue.
        at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))

    async def download_request(self, request: Request) -> Response:
        self._policy.check_url(request.url)
        async with self._turns[urlsplit(request.url).hostname or ""]:
            return await self._download(request)

    async def _download(self, request: Request) -> Response:
        pauses: Pauses | None = getattr(self._crawler.spider, "pauses", None)
        go_on(self._crawler, request)
        if pauses is not None:
            await pauses.wait(request.url, partial(go_on, self._crawler, request))
        # Here, and not in a middleware, for a request may have stood in its host's queue for minutes.
        request.meta.update(fetch_began=datetime.now(timezone.utc), began=monotonic(), bytes_received=0, truncated=None)
        agent = _GuardedAgent(
            self._policy,
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except CannotResolveHostError:
            if agent.resolver is not None and agent.resolver.refusal is not None:
                raise agent.resolver.refusal from None
            raise


class _GuardedAgent(_ScrapyAgent):
    def __init__(self, policy: NetworkPolicy, **options: Any) -> None:
        super().__init__(**options)
        self._policy = policy
        self.resolver: GuardedResolver | None = None

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor

        self.resolver = GuardedResolver(self._policy, reactor.nameResolver)
        return _LateAgent(
            reactor=GuardedReactor(reactor, self.resolver),  # type: ignore[arg-type]  # all of it that an endpoint uses
            contextFactory=self._contextFactory,
            connectTimeout=timeout,
            pool=self._pool,
        )


class _LateAgent(_BindAddressAgent):
    """Makes what leads to a host only when there is no open connection to it."""

    def _getEndpoint(self, uri: Any) -> _LateEndpoint:  # noqa: N802 - Twisted's interface
        return _LateEndpoint(partial(super()._getEndpoint, uri))


@dataclass(frozen=True, slots=True)
class _LateEndpoint:
    make: Callable[[], Any]

    def connect(self, factory: Any) -> Any:
        return self.make().connect(factory)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Ends the connection of a server whose headers do not end; Twisted alone would collect them for ever."""

    def request(self, request: Any) -> Any:
        answer = super().request(request)
        parser: Any = self._parser
        parser.lineReceived = partial(self._count, parser.lineReceived, [0])
        return answer

    def _count(self, receive: Callable[[bytes], None], total: list[int], line: bytes) -> None:
        total[0] += len(line) + 2
        if total[0] > MAX_HEADER_BYTES:
            raise TooManyHeaders(f"more than {MAX_HEADER_BYTES} bytes of headers")
        receive(line)


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802 - Twisted's interface
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def _ensure_authorities() -> None:
    """Machines without a store of certificate authorities (slim images) take certifi's."""
    paths = ssl.get_default_verify_paths()
    if not (paths.cafile or (paths.capath and any(Path(paths.capath).iterdir()))):
        os.environ.setdefault("SSL_CERT_FILE", certifi.where())
