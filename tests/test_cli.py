"""The command as a newcomer meets it: help, one-line errors, any folder, the installed wheel."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest
from command import Morgue
from generated_site import GeneratedSite, write_site

from pipelines.archive import Archive
from scraper.cli import morgue as group

ROOT = Path(__file__).parent.parent
NAMES = group.list_commands(click.Context(group))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.name == name, f"scraper/cli/{name}.py should export the command of that name"
    assert command.get_short_help_str(), f"morgue {name} needs a docstring: it is its help"
    assert f"`morgue {name}`" in (ROOT / "README.md").read_text("utf-8"), f"add `morgue {name}` to the README's table of commands"


ERRORS = {
    ("show", "http://nowhere.example/"): "http://nowhere.example/ is not in this archive; look for it with `morgue search WORDS`",
    ("provenance", "http://nowhere.example/"): "http://nowhere.example/ is not in this archive",
    ("crawl",): "holds no site; add one with `morgue sites add URL`",
    ("crawl", "nope"): "there is no such site",
    ("reextract", "--where", "no such column"): "write a condition over the columns of captures",
    ("sites", "add", "gopher://x"): "is neither a URL nor a definition",
    ("reextract", "--since", "yesterday"): "--since 'yesterday' is no date; write one such as 2018-09-19",
    ("search", "x", "--since", "may"): "--since 'may' is no date",
    ("search", "x", "--since", "2026-02-30"): "--since '2026-02-30' is no date",
    ("export", "jsonl", "--until", "0000-00-00"): "--until '0000-00-00' is no date",
    ("reextract", "--until", ""): "--until '' is no date",
    ("sites", "add", "http://["): "is neither a URL nor a definition",
    ("sites", "add", "http://news.example/\udce9"): "is neither a URL nor a definition",
    ("show", "http://news.example/\udce9"): "is no UTF-8; write it so",
    ("search", "x", "--site", "\udcff"): "'\\udcff' is no UTF-8; write it so",
    ("search", "x", "--limit", "9" * 20): "is not in the range",
    ("export", "jsonl", "--site", "nope"): "has no site 'nope'; see `morgue sites list`",
    ("nonsense",): "No such command 'nonsense'",
}


@pytest.mark.parametrize("args", ERRORS, ids=" ".join)
def test_wrong_use_is_one_line_and_code_2(morgue: Morgue, args: tuple[str, ...]) -> None:
    done = morgue(*args)
    assert done.returncode == 2, done.stdout + done.stderr
    assert ERRORS[args] in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_an_archive_the_error_names_init(tmp_path: Path, morgue: Morgue) -> None:
    done = morgue("search", "x", folder=tmp_path)
    assert done.returncode == 2
    assert "morgue init" in done.stderr


def test_init_never_touches_a_folder_with_things_in_it(tmp_path: Path, morgue: Morgue) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    done = morgue("init", str(tmp_path / "full"))
    assert done.returncode == 2
    assert "is not empty" in done.stderr


SITE = 'name = "x"\nurl = "https://x.example/"\n'
WRONG_SITES = {
    "titel = 'x'": "titel: Extra inputs are not permitted; did you mean title?",
    "titel = 'x'\n[crawl]\ndealy = 2": "crawl.dealy: Extra inputs are not permitted, did you mean delay?; titel: Extra",
    "[crawl]\nrevisit = ['soon']": "'soon' is no duration, write it like 90s, 10m, 6h, 1d or 2w",
    "[discover]\narticle = '('": "is no regular expression",
    "timezone = 'Mars/Base'": "'Mars/Base' is no time zone",
    "[[rules]]\ntitle = '!!'": "is no CSS selector",
    "url =": "x.toml",
}


@pytest.mark.parametrize("wrong", WRONG_SITES)
def test_a_wrong_site_file_is_named_with_its_key(archive: Archive, morgue: Morgue, wrong: str) -> None:
    (archive.sites / "x.toml").write_text(SITE + wrong, "utf-8")
    done = morgue("sites", "check", "x")
    assert done.returncode == 2
    assert WRONG_SITES[wrong] in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3, "an error is one line, or the three that TOML takes to point at a place"


def test_search_and_show_on_what_was_crawled(archive: Archive, morgue: Morgue) -> None:
    with GeneratedSite(3) as site:
        write_site(archive.sites, site.url)
        morgue("crawl")
        url = f"{site.url}/2025/story-2.html"
    found = morgue("search", "story", "2", "--json")
    assert url in found.stdout, found.stderr
    shown = morgue("show", url)
    assert "Story number 2 of the day" in shown.stdout
    assert "Jane Roe" in shown.stdout
    assert morgue("search", "nosuchword").stdout == ""


def _readme_commands(marker: str) -> str:
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.+?)\n```", text, re.DOTALL)
    assert found, f"README.md needs a command after <!-- {marker} -->"
    return found[1]


def test_the_readme_gives_one_command_for_the_demo_and_one_for_the_tests() -> None:
    assert _readme_commands("demo").endswith("morgue demo")
    assert "pytest" in _readme_commands("test")


@pytest.mark.long
def test_the_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, timeout=110)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(wheel)], check=True, timeout=110
    )
    environment = {**os.environ, "PYTHONPATH": str(target)}
    where = [sys.executable, "-c", "import scraper, pipelines; print(scraper.__file__, pipelines.__file__)"]
    files = subprocess.run(where, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert all(file.startswith(str(target)) for file in files), "this test must run the installed package"
    command = [sys.executable, "-m", "scraper.cli", "demo", str(tmp_path / "demo")]
    demo = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=110)
    assert demo.returncode in (0, 1), demo.stdout + demo.stderr
    assert (tmp_path / "demo" / "morgue.db").exists(), demo.stdout + demo.stderr


def test_dependencies_are_explained() -> None:
    listed = re.search(r"\ndependencies = \[\n(.+?)\n\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL)
    assert listed
    names = re.findall(r'^    "([\w-]+)', listed[1], re.MULTILINE)
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    missing = [name for name in names if name.lower() not in text]
    assert not missing, f"say in docs/dependencies.md why {', '.join(missing)} was chosen"


@pytest.mark.parametrize(
    "args",
    [
        "search x",
        "show http://news.example/",
        "status",
        "verify",
        "reextract",
        "export jsonl",
        "repair",
        "duplicates",
        "forget http://news.example/ --yes",
    ],
)
def test_a_database_whose_pages_were_overwritten_is_one_line_and_code_3(archive: Archive, morgue: Morgue, args: str) -> None:
    archive.open_database().close()
    path = archive.database_path
    header = path.read_bytes()[:8192]
    path.write_bytes(header + bytes(path.stat().st_size - len(header)))
    done = morgue(*args.split())
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"{path}: database disk image is malformed; put it aside and run `morgue rebuild`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "args"),
    [("locks", "rebuild"), ("sites/x.toml", "status"), ("warc", "import {page}"), ("x" * 300, "extract {path}")],
)
def test_what_stands_where_something_else_should_is_named(archive: Archive, morgue: Morgue, tmp_path: Path, name: str, args: str) -> None:
    (page := tmp_path / "page.html").write_text("<p>A page.", "utf-8")
    path = archive.root / name
    if name in ("warc", "locks"):
        shutil.rmtree(path, ignore_errors=True)
        path.write_bytes(b"")
    elif path.suffix:
        path.mkdir()
    done = morgue(*args.format(page=page, path=path).split())
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"morgue: {path}" in done.stderr
    assert "look what is there, and what should be" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_database_of_another_program_is_left_alone(archive: Archive, morgue: Morgue) -> None:
    archive.database_path.unlink()
    with closing(sqlite3.connect(archive.database_path)) as other:
        other.execute("CREATE TABLE articles (x)")
    done = morgue("status")
    assert done.returncode == 3
    assert f"{archive.database_path} is a database of another program; put it aside and run `morgue rebuild`" in done.stderr


def test_a_line_of_elsewhere_that_is_no_utf_8_is_named(archive: Archive, morgue: Morgue) -> None:
    archive.warc.mkdir(exist_ok=True)
    (archive.warc / "elsewhere.jsonl").write_bytes(b'{"path": "\xe9"}\n')
    done = morgue("verify")
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"{archive.warc / 'elsewhere.jsonl'} line 1: " in done.stderr
