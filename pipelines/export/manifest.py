"""Beside every exported file: what it holds, by which selection, out of which archive."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

from pipelines.archive import Archive
from pipelines.export.selection import Selection
from pipelines.warc.build import software


def write_manifest(path: Path, archive: Archive, selection: Selection, form: str, count: int) -> Path:
    """Writes `<file>.manifest.json` and gives back where it is."""
    operator = archive.config.operator
    manifest = {
        "file": path.name,
        "format": form,
        "count": count,
        "bytes": path.stat().st_size,
        "sha256": _sha256(path),
        "selection": {key: value for key, value in asdict(selection).items() if value},
        "archive": archive.root.name,
        "operator": {"name": operator.name, "contact": operator.contact},
        "software": software(),
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    beside = path.with_name(path.name + ".manifest.json")
    beside.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return beside


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
