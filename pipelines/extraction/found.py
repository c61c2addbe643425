"""What one credit in a line gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What a credit gives: a role of Article (or `source`), the names as displayed, and the span in the line."""

    role: str
    names: tuple[str, ...]
    start: int
    end: int
