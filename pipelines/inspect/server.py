"""Datasette on one archive, and the HTTP server around it: loopback unless told otherwise, a password beyond it."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from datasette import handle_exception
from datasette.app import Datasette
from datasette.utils import parse_metadata

from pipelines.archive import Archive
from pipelines.errors import UsageError
from pipelines.inspect.doorkeeper import Doorkeeper
from pipelines.inspect.metadata import for_databases
from pipelines.inspect.questions import canned
from pipelines.inspect.served import PLUGIN, Visibility

LOOPBACK = "127.0.0.1"
PORT = 8001

# SQL that a reader types may not hold up the others; searches of 100,000 articles take a hundredth of this.
_SETTINGS = {
    "allow_download": False,
    "sql_time_limit_ms": 5000,
    "default_page_size": 50,
    "suggest_facets": False,
    "facet_time_limit_ms": 80,
    "truncate_cells_html": 240,
    "max_csv_mb": 0,
}


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. `metadata`, `plugins` and `templates` are the user's own Datasette files; what they say comes first.

    `port` 0 takes a free one. Without a `password` only `public` lets others than this machine in.
    """

    host: str = LOOPBACK
    port: int = PORT
    password: str | None = None
    public: bool = False
    private: bool = False
    metadata: Path | None = None
    plugins: Path | None = None
    templates: Path | None = None

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def archive_datasette(archive: Archive, serving: Serving | None = None) -> Datasette:
    """Datasette on the archive's database, read-only, with our plugin and what the user adds.

    Raises UsageError where there is no database yet or the user's metadata cannot be read.
    """
    serving = serving or Serving()
    path = archive.database_path
    if not path.is_file():
        raise UsageError(f"{path} is not there", "crawl a site first, or run `morgue rebuild`")
    if os.access(path.parent, os.W_OK):
        with archive.database():  # brings an older archive's schema up to date
            pass
    immutable = _is_unchanging(path)
    metadata = _with_plugin_config(_user_metadata(serving.metadata), {"private": serving.private})
    return Datasette(
        [] if immutable else [str(path)],
        immutables=[str(path)] if immutable else [],
        **_descriptions(path.stem, metadata, Visibility(serving.private)),
        plugins_dir=str(serving.plugins) if serving.plugins else None,
        template_dir=str(serving.templates) if serving.templates else None,
        settings=_SETTINGS,
    )


def serve(archive: Archive, serving: Serving, ready: Callable[[str], None]) -> None:
    """Serves until interrupted; calls `ready` with the address once the port is open. Raises UsageError.

    A request from a browser that was led here by a foreign name (DNS rebinding) is refused on loopback.
    """
    if not (serving.is_loopback or serving.password or serving.public):
        raise UsageError(f"{serving.host} can be reached from other machines", "give --password, or --public to let everyone read")
    # With rich installed Datasette prints a traceback with all local values for every page that is not found.
    handle_exception.rich = None
    datasette = archive_datasette(archive, serving)
    listening = _listen(serving.host, serving.port)
    port = listening.getsockname()[1]
    app = Doorkeeper(datasette.app(), password=serving.password, only_local_names=serving.is_loopback)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False))
    shown = f"[{serving.host}]" if ":" in serving.host else serving.host
    try:
        ready(f"http://{shown}:{port}/")
        server.run(sockets=[listening])
    finally:
        listening.close()
        datasette.close()


def _descriptions(database: str, metadata: dict[str, Any], visibility: Visibility) -> dict[str, Any]:
    """Metadata as Datasette takes it: before 1.0 the plugin's hooks add ours, since 1.0 it is given at the start."""
    if not hasattr(Datasette, "set_resource_metadata"):
        return {"metadata": metadata}
    theirs = {name: {"queries": one["queries"]} for name, one in (metadata.get("databases") or {}).items() if one.get("queries")}
    queries = {"databases": _merged({database: {"queries": canned(visibility)}}, theirs)}
    return {"metadata": _merged(for_databases([database]), metadata), "config": queries}


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Their values over ours, key by key."""
    both = ours.keys() & theirs.keys()
    deeper = {key: _merged(ours[key], theirs[key]) for key in both if isinstance(ours[key], dict) and isinstance(theirs[key], dict)}
    return {**ours, **theirs, **deeper}


def _is_unchanging(path: Path) -> bool:
    """Whether nobody can write here, so that SQLite must not try to make its -shm file.

    `immutable` ignores the write-ahead log; one that is not empty is therefore opened the ordinary way.
    """
    log = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _user_metadata(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        metadata = parse_metadata(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name a metadata.yaml or metadata.json that can be read") from error
    except ValueError as error:
        raise UsageError(f"{path}: not JSON or YAML", "mend it; see docs.datasette.io on metadata") from error
    return dict(metadata or {})


def _with_plugin_config(metadata: dict[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    plugins = dict(metadata.get("plugins") or {})
    plugins[PLUGIN] = {**(plugins.get(PLUGIN) or {}), **config}
    return {**metadata, "plugins": plugins}


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise UsageError(f"{host} port {port}: {error}", "try another --port, or --port 0 for any free one") from error
    listening.listen(128)
    return listening
