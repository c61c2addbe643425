"""How `morgue sites check` shows what a site's rules do: a block a period, and the two readings of a field one above the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import ndiff
from itertools import groupby
from typing import Any

import click

from pipelines.rule_trial import Trial
from pipelines.storage.articles import Change

_WIDTH = 110
_LINES = 6


def print_trials(site: str, trials: list[Trial], as_json: bool) -> None:
    """Prints what the rules of each period found and changed, or one JSON object."""
    if as_json:
        click.echo(json.dumps({"site": site, "periods": [trial.to_dict() for trial in trials]}, ensure_ascii=False))
        return
    if not any(trial.urls for trial in trials):
        click.echo(f"  no archived article to try the rules on: morgue crawl {site} --limit 10, then check again")
    for trial in trials:
        until = f"until {trial.valid_until}" if trial.valid_until else "from then on" if len(trials) > 1 else "all days"
        click.echo(
            f"  {until}: {len(trial.urls)} articles tried, {len({change.url for change in trial.changes})} read otherwise than without"
        )
        for selector in trial.selectors:
            count = trial.found[selector]
            click.echo(f"    {selector}: finds something on {count}" + ("" if count or not trial.urls else "; mend or remove it"))
        for url, changes in groupby(trial.changes, key=lambda change: change.url):
            click.echo(f"    {url}")
            for line in (line for change in changes for line in _both(change)):
                click.echo(f"      {line}")


def _both(change: Change) -> Iterator[str]:
    """`field` with what it is without the rules and with them; of a text the lines that differ."""
    if change.field in ("text", "notice"):
        old, new = ((value or "").splitlines() for value in (change.old, change.new))
        differing = [line for line in ndiff(old, new) if line[0] in "+-"]
        yield f"{change.field}: {len(old)} paragraphs without, {len(new)} with"
        yield from (_short(f"  {line}") for line in differing[:_LINES])
        if len(differing) > _LINES:
            yield f"  … and {len(differing) - _LINES} more lines"
    else:
        yield _short(f"{change.field} without: {_plain(change.old)}")
        yield _short(f"{' ' * len(change.field)}    with: {_plain(change.new)}")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
