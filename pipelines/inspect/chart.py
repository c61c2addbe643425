"""Charts as rows of numbers: a table for readers, drawn by Chart.js (static/vendor) where scripts run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# As many series as the style sheet has colours that can be told apart; the smaller ones share the last.
_MOST_SERIES = 7
_REST = "…"


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars: `names` along the bottom, and for each series as many counts as names."""

    names: list[str]
    series: dict[str, list[int]]

    def data(self) -> dict[str, Any]:
        """What static/charts.js reads; series in pairs, as JSON out of a template is sorted by key."""
        return {"names": self.names, "series": list(self.series.items())}


def stacked_bars(values: Mapping[str, Mapping[str, int]], series: tuple[str, ...] = ()) -> Chart | None:
    """Bars of `values[name][series]`, names from left to right; None where there are none.

    Series not given are those of the values, the largest first; beyond seven they are added up as "…".
    """
    totals: Counter[str] = Counter()
    for row in values.values():
        totals.update(row)
    shown = list(series) or sorted(totals, key=lambda name: (-totals[name], name))
    rest = shown[_MOST_SERIES - 1 :] if len(shown) > _MOST_SERIES else []
    columns = {name: [row.get(name, 0) for row in values.values()] for name in shown if name not in rest}
    if rest:
        columns[_REST] = [sum(row.get(name, 0) for name in rest) for row in values.values()]
    return Chart(list(values), columns) if values else None
