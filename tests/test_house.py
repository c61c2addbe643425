"""The house's own rules: who may import whom, and that commands and settings are documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN = {"scraper", "pipelines", "typing_extensions"}  # the last for type checkers only, under TYPE_CHECKING
FORBIDDEN = {"scrapy", "twisted", "scraper"}


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}}


@pytest.mark.parametrize("path", sorted((ROOT / "pipelines").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_library_imports_nothing_of_the_crawler(path: Path) -> None:
    wrong = _imports(path) & FORBIDDEN
    assert not wrong, f"{path.relative_to(ROOT)} imports {', '.join(wrong)}: scraper imports pipelines, never the other way"


def test_extraction_from_python_loads_no_crawler() -> None:
    code = "import sys, pipelines; pipelines.extract('<p>x</p>'); print(sorted({'scrapy', 'twisted', 'scraper'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", f"pipelines.extract pulled in {done.stdout or done.stderr}"


def test_importing_the_library_is_quick_to_ask_for() -> None:
    code = "import sys, pipelines; print('trafilatura' in sys.modules or 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", "import pipelines should load parsers only when they are used"


def test_importing_extraction_loads_what_is_big_only_with_the_first_page() -> None:
    code = "import sys; from pipelines import extract; print(sorted({'trafilatura', 'numpy', 'charset_normalizer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", f"import these where they are used: {done.stdout or done.stderr}"


def test_every_direct_import_is_a_dependency() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"\ndependencies = \[\n(.+?)\n\]", project, re.DOTALL)
    assert listed
    named = {name.lower() for name in re.findall(r'^    "([\w.-]+)', listed[1], re.MULTILINE)}
    for extra in re.findall(r"^(?:parquet|distributed|s3|js) = \[(.+)\]", project, re.MULTILINE):  # what users install for one feature
        named |= {name.lower() for name in re.findall(r'"([\w.-]+)', extra)}
    homes = packages_distributions()
    imported = set().union(*(_imports(path) for folder in ("pipelines", "scraper") for path in (ROOT / folder).rglob("*.py")))
    foreign = {name for name in imported - OWN if name and name not in sys.stdlib_module_names}
    missing = {name for name in foreign if not {home.lower() for home in homes.get(name, [name])} & named}
    assert not missing, f"name {', '.join(sorted(missing))} under dependencies in pyproject.toml, and say why in docs/dependencies.md"
