"""A news site for benchmarks: generated articles, served from memory by a process of its own that costs next to nothing."""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import random
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

WORDS = "council bridge harbour budget school river market transport museum library energy winter report committee".split()


def page(number: int, *, size: float = 1.0) -> bytes:
    """An article between furniture, 50 to 200 KB times `size`, the same bytes for the same number."""
    chance = random.Random(number)
    sentence: Callable[[], str] = lambda: " ".join(chance.choices(WORDS, k=14)).capitalize() + "."  # noqa: E731
    prose = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(chance.randint(8, 30)))
    teasers = "".join(
        f'<li class="teaser"><a href="/2025/{chance.randrange(9999)}.html"><img src="/i/{n}.jpg" alt="">{sentence()}</a></li>'
        for n in range(int(chance.randint(150, 500) * size))
    )
    script = (
        f"<script>var data = {{{','.join(f'k{n}: {chance.random()}' for n in range(int(chance.randint(1000, 3500) * size)))}}};</script>"
    )
    head = f'<title>Story {number} - The Bench</title><meta property="article:published_time" content="2025-03-01T08:00:00Z">'
    body = f'<nav><ul>{teasers}</ul></nav><article><h1>Story {number}</h1><p class="by">By Jane Roe</p>{prose}</article>'
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}{script}</head><body>{body}</body></html>".encode()


@dataclass(frozen=True)
class Site:
    """`url` of the front page, which links all articles; `pages` are (URL, gzip'd bytes)."""

    url: str
    articles: int

    def requests(self) -> dict[str, int]:
        """How often articles and other addresses were asked for since the last call, with and without a condition."""
        with urllib.request.urlopen(f"{self.url}/requests") as answer:
            counts: dict[str, int] = json.load(answer)
        return counts


@contextmanager
def site(articles: int, *, size: float = 1.0) -> Iterator[Site]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(articles, size, theirs), daemon=True)
    process.start()
    try:
        yield Site(f"http://127.0.0.1:{ours.recv()}", articles)
    finally:
        process.terminate()
        process.join()


def _serve(articles: int, size: float, told: Connection) -> None:
    index = "".join(f'<a href="/2025/{n}.html">story</a>\n' for n in range(articles)).encode()
    bodies = {"/": index, "/robots.txt": b"User-agent: *\nAllow: /\n"} | {f"/2025/{n}.html": page(n, size=size) for n in range(articles)}
    answers = {path: _answer(gzip.compress(body, 6), f'"{hash(path):x}"') for path, body in bodies.items()}
    del bodies
    counts: dict[str, int] = {}

    def respond(head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        if path == "/requests":
            body = json.dumps(counts).encode()
            counts.clear()
            return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        kind = "article" if path.startswith("/2025/") else "other"
        is_conditional = b"\r\nif-none-match:" in head.lower()
        key = f"{kind}{', conditional' if is_conditional else ''}"
        counts[key] = counts.get(key, 0) + 1
        if path not in answers:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return b'HTTP/1.1 304 Not Modified\r\nETag: "%x"\r\n\r\n' % (hash(path) & (2**64 - 1)) if is_conditional else answers[path]

    asyncio.run(_listen(respond, told))


def _answer(body: bytes, etag: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _listen(respond: Callable[[bytes], bytes], told: Connection) -> None:
    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport, self.received = transport, b""

        def data_received(self, data: bytes) -> None:
            self.received += data
            while b"\r\n\r\n" in self.received:
                head, _, self.received = self.received.partition(b"\r\n\r\n")
                self.transport.write(respond(head))  # type: ignore[attr-defined]

    server = await asyncio.get_running_loop().create_server(Protocol, "127.0.0.1", 0)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
