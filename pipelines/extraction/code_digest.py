"""Which extraction code runs: a digest of its sources, so that another extractor never passes for the same one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Eight hexadecimal digits over the files that can change a result; line ends do not count."""
    digest = hashlib.sha256()
    for path in [_HERE.parent / "process.py", *sorted(p for p in _HERE.iterdir() if p.suffix in (".py", ".toml"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]
