"""Every page in the manner of the world's papers gives the article that it shows, in any process."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from world_pages import CASES, Case

from pipelines import extract


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.name)
def test_a_page_of_the_world(page: Case) -> None:
    article = extract(page.html, url=page.url, fetched_at=datetime.fromisoformat(page.fetched_at)).to_dict()
    found = {name: article[name] for name in page.expected}
    for name in ("published_at", "modified_at"):
        if "T" in (page.expected.get(name) or "") and "T" in (found[name] or ""):
            found[name], page.expected[name] = map(datetime.fromisoformat, (found[name], page.expected[name]))
    assert found == page.expected


def digest_of_all(seed: int) -> str:
    """What is read of all pages, in an order of the seed's choosing."""
    pages = list(CASES)
    random.Random(seed).shuffle(pages)
    read = {page.name: extract(page.html, url=page.url, fetched_at=datetime.fromisoformat(page.fetched_at)).to_dict() for page in pages}
    return hashlib.sha256(json.dumps(read, sort_keys=True, default=str).encode()).hexdigest()


def test_any_process_in_any_order_reads_the_same() -> None:
    """Hashes of strings differ by process, and caches fill in the order of the pages: neither may show."""
    command = "import sys; from test_world_pages import digest_of_all; print(digest_of_all(int(sys.argv[1])))"
    digests = {
        subprocess.run(
            [sys.executable, "-c", command, seed],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1, "two processes read the same pages differently: look for sets or dictionaries whose order shows"
