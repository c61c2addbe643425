"""The reckoning in docs/scaling.md is what the script prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_table_is_what_the_script_prints() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "benchmarks" / "scaling.py")], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() in (ROOT / "docs" / "scaling.md").read_text("utf-8"), "put the table of benchmarks/scaling.py there again"
