"""The gate: over pages of our own in the layouts of many papers, no change lowers the quality of the text unseen.

    python benchmarks/extraction.py tests/pages/gate

shows the same figures beside those of other extractors.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipelines import extract

ROOT = Path(__file__).parent.parent
GATE = Path(__file__).parent / "pages" / "gate"
GOLD = [json.loads(line) for line in (GATE / "gold.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    """benchmarks/extraction.py, whose scoring is the gate's too."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("extraction")
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: str(gold["page"]))
def test_each_page_is_exact(gold: dict[str, str]) -> None:
    article = extract((GATE / gold["page"]).read_bytes(), url=gold["url"])
    assert article.text == gold["body"], "the text should be the gold's, line for line"
    assert article.status == "ok", article.reason
    if gold["title"]:
        assert article.title == gold["title"]


def test_the_benchmark_finds_no_error(benchmark: ModuleType) -> None:
    (row,) = benchmark.rows_of(GATE, {"newsmorgue": benchmark.ours()}, None)
    assert row["pages"] == len(GOLD)
    assert (row["f1"], row["exact"], row["errors"]) == (1.0, 1.0, 0)


def test_without_names_of_blocks_nearly_all_is_found(benchmark: ModuleType) -> None:
    (row,) = benchmark.rows_of(GATE, {"newsmorgue": benchmark.ours()}, None, [benchmark.unnamed])
    assert (row["pages"], row["errors"]) == (len(GOLD), 0)
    assert row["f1"] > 0.98, "a class or an id may help to find the text, but no page should need it"


def test_what_a_page_displays_is_enough(benchmark: ModuleType) -> None:
    (row,) = benchmark.rows_of(GATE, {"newsmorgue": benchmark.ours()}, None, [benchmark.undeclared])
    assert (row["pages"], row["errors"]) == (len(GOLD), 0)
    assert row["f1"] == 1.0, "the text should not depend on what a page tells machines"
    assert row["title"] == 1.0, "the headline is displayed on all of these pages"
