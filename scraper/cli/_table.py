"""Tables for a terminal of eighty columns: no frames, figures to the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table


def narrow_table(*columns: str, figures: Sequence[str] = ()) -> Table:
    """An empty table; the columns among `figures` hold numbers."""
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in figures else "left", overflow="fold")
    return table
