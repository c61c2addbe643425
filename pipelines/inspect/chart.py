"""Charts as numbers for an SVG that the server draws: no script, crisp on paper, readable as a table beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 220
_LEFT, _BOTTOM, _TOP = 44, 24, 8
_WIDEST = 90
SERIES_COLOURS = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `colour` is the number of its series, `label` what a reader hears or hovers."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars. `ticks` are (y, value), `names` are (x, text) along the bottom, `legend` is (colour, series)."""

    bars: list[Bar]
    ticks: list[tuple[float, int]]
    names: list[tuple[float, str]]
    legend: list[tuple[int, str]]
    width: int = WIDTH
    height: int = HEIGHT


def stacked_bars(values: Mapping[str, Mapping[str, int]], series: Sequence[str]) -> Chart:
    """Bars of `values[name][series]`, names from left to right; series beyond the colours share the last one."""
    most = max((sum(row.values()) for row in values.values()), default=0) or 1
    step = min((WIDTH - _LEFT) / max(len(values), 1), _WIDEST)
    scale = (HEIGHT - _BOTTOM - _TOP) / most
    bars: list[Bar] = []
    for place, (name, row) in enumerate(values.items()):
        bottom = float(HEIGHT - _BOTTOM)
        for colour, one in enumerate(series):
            if count := row.get(one, 0):
                bottom -= count * scale
                x, width = _LEFT + place * step + step * 0.1, step * 0.8
                bars.append(
                    Bar(
                        round(x, 1), round(bottom, 1), round(width, 1), round(count * scale, 1), _colour(colour), f"{name} · {one}: {count}"
                    )
                )
    every = max(1, -(-len(values) // 8))
    names = [(round(_LEFT + (place + 0.5) * step, 1), name) for place, name in enumerate(values) if place % every == 0]
    ticks = [(round(HEIGHT - _BOTTOM - value * scale, 1), value) for value in _round_values(most)]
    return Chart(bars, ticks, names, [(_colour(place), one) for place, one in enumerate(series)])


def _colour(place: int) -> int:
    return min(place, SERIES_COLOURS - 1)


def _round_values(most: int) -> list[int]:
    """One to five round numbers up to the largest value."""
    for power in range(len(str(most))):
        for step in (10**power, 2 * 10**power, 5 * 10**power):
            if most // step <= 5:
                return list(range(step, most + 1, step))
    return [most]
