"""A server over bare sockets, for what no well-behaved HTTP server can be made to do."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Behaviour = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A whole HTTP response; underscores in header names are hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(target: str) -> bytes:
    return answer(status="302 Found", Location=target)


class RawServer:
    """Answers each path as `paths` says, 404 otherwise. `log` holds (time, path); `connections` counts those accepted.

    A behaviour is the bytes to send, or a function that does what it wants with the connection; a list of
    behaviours is used up one a request, the last one stays.
    """

    def __init__(self, paths: Mapping[str, Behaviour | list[Behaviour]] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.paths = dict(paths or {})
        self.log: list[tuple[float, str]] = []
        self.connections = 0
        self.on_head: Callable[[bytes], object] = lambda head: None
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def asked(self, path: str) -> int:
        """How often a path was requested."""
        return sum(each == path for _, each in self.log)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    if not (data := connection.recv(65536)):
                        return
                    head += data
                path = head.split(b" ")[1].decode()
                self.log.append((time.monotonic(), path))
                self.on_head(head)
                self._behave(connection, path)
        except OSError:
            pass  # the crawler has hung up, as it should on most of these

    def _behave(self, connection: socket.socket, path: str) -> None:
        behaviour = self.paths.get(path, answer(b"not found", "404 Not Found"))
        if isinstance(behaviour, list):
            behaviour = behaviour.pop(0) if len(behaviour) > 1 else behaviour[0]
        if isinstance(behaviour, bytes):
            connection.sendall(behaviour)
        else:
            behaviour(connection)


def scrapy_crawl(archive: Path, site: str, env: Mapping[str, str] | None = None, **settings: object) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl news` in a process of its own, with Scrapy settings of the test's."""
    import os

    options = [f"{name}={value}" for name, value in settings.items()]
    flags = [part for option in options for part in ("-s", option)]
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"site={site}", "-a", f"archive={archive}", *flags]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "scraper.settings", **(env or {})}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=archive, env=environment, timeout=60)


def write_site(archive: Path, url: str, urls: list[str], name: str = "raw", discover: str = "", crawl: str = "") -> None:
    """A definition that crawls `urls` as articles; `discover` and `crawl` are more lines of these tables."""
    listed = ", ".join(f'"{each}"' for each in urls)
    text = f"""name = "{name}"
url = "{url}/"
domains = ["127.0.0.1", "localhost"]
[discover]
urls = [{listed}]
article = '/2025/'
{discover}
[crawl]
delay = 0
concurrency = 16
revisit = []
{crawl}
"""
    (archive / "sites" / f"{name}.toml").write_text(text, "utf-8")
