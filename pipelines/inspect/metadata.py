"""What Datasette says about our tables: metadata.json beside this file, one object for any archive."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _text() -> str:
    return (files("pipelines.inspect") / "metadata.json").read_text("utf-8")


def for_databases(names: Iterable[str]) -> dict[str, Any]:
    """Datasette metadata that describes each of the named databases as an archive.

    A new object at each call: Datasette merges what the user says into it.
    """
    return {"databases": {name: json.loads(_text()) for name in names}}
