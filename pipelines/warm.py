"""Imported by the process that workers are forked from: what takes a second to load is loaded once."""

from __future__ import annotations

from pipelines.reading import warm_up

warm_up()
