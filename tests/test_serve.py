"""`morgue serve` as a process of its own: where it listens, who may come in."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from inspect_archive import build_archive, serving

from pipelines.archive import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return build_archive(tmp_path_factory.mktemp("serve") / "archive")


def run(archive: Archive, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "serve", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_serves_on_loopback_and_finds_chinese(archive: Archive) -> None:
    with serving(archive) as address:
        assert address.startswith("http://127.0.0.1:")
        found = httpx.get(f"{address}morgue/articles.json?_search=贵州&_shape=array")
        assert [row["site"] for row in found.json()] == ["gz"]
        assert "贵州" in httpx.get(f"{address}morgue/articles?_search=贵州").text
        rebound = httpx.get(address, headers={"Host": "evil.example"})
        assert rebound.status_code == 421, "a foreign name that leads to loopback must be refused"


def test_password_is_asked_for(archive: Archive) -> None:
    with serving(archive, "--host", "0.0.0.0", MORGUE_PASSWORD="sesame") as address:
        assert httpx.get(address).status_code == 401
        assert httpx.get(address, auth=("x", "wrong")).status_code == 401
        assert httpx.get(address, headers={"Authorization": "Basic !!"}).status_code == 401
        assert httpx.get(address, headers={"Authorization": "Basic " + base64.b64encode(b"any:sesame").decode()}).status_code == 200


def test_users_own_plugins_templates_and_metadata_come_in(archive: Archive, tmp_path: Path) -> None:
    plugins, pages = tmp_path / "plugins", tmp_path / "templates/pages"
    plugins.mkdir()
    pages.mkdir(parents=True)
    (plugins / "shout.py").write_text(
        "from datasette import hookimpl\n"
        "@hookimpl\ndef prepare_connection(conn):\n    conn.create_function('shout', 1, str.upper)\n"
        "@hookimpl\ndef register_routes():\n    return [('/own$', own)]\n"
        "async def own():\n    from datasette.utils.asgi import Response\n    return Response.text('a page of my own')\n"
    )
    (pages / "about.html").write_text("<h1>About our desk</h1>")
    (tmp_path / "mine.yaml").write_text(
        "databases:\n  morgue:\n    tables:\n      articles:\n        title: Stories\n"
        "    queries:\n      loud:\n        title: Loud titles\n        sql: select shout(title) as title from articles where site = 'example'\n"
    )
    options = ["--plugins-dir", str(plugins), "--template-dir", str(tmp_path / "templates"), "--metadata", str(tmp_path / "mine.yaml")]
    with serving(archive, *options) as address:
        assert httpx.get(f"{address}own").text == "a page of my own"
        assert "About our desk" in httpx.get(f"{address}about").text
        loud = httpx.get(f"{address}morgue/loud.json?_shape=array").json()
        assert loud, "a query of the reader's own metadata, by a function of their own plugin"
        assert all(row["title"] == row["title"].upper() for row in loud)
        assert "Stories" in httpx.get(f"{address}morgue/articles").text
        assert "Pages that failed" in httpx.get(f"{address}questions").text, "our own questions stay beside"


def test_other_hosts_need_a_password_or_a_flag(archive: Archive) -> None:
    done = run(archive, "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "--password" in done.stderr
    assert "--public" in done.stderr
    assert "Traceback" not in done.stderr


def test_port_in_use_and_missing_database_are_one_line(archive: Archive, tmp_path: Path) -> None:
    with serving(archive) as address:
        done = run(archive, "--port", address.rstrip("/").rpartition(":")[2])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "--port" in done.stderr
    empty = Archive.create(tmp_path / "empty")
    empty.database_path.unlink()
    done = run(empty, "--port", "0")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Root writes into any folder but a read-only mount."""
    if os.geteuid() != 0:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
        yield
        folder.chmod(stat.S_IRWXU)
        return
    for options in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("this machine lets even root mount nothing")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no folders that their owner cannot write into")
def test_folder_that_cannot_be_written_is_served(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    with unwritable(archive.root), serving(archive) as address:
        assert httpx.get(f"{address}morgue/articles.json?_search=贵州&_shape=array").status_code == 200


def test_rows_written_meanwhile_are_seen(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    with serving(archive) as address, archive.database() as db:
        with db.writing():
            db.execute("UPDATE articles SET section = 'later' WHERE site = 'gz'")
        rows = httpx.get(f"{address}morgue/articles.json?site=gz&_shape=array").json()
    assert rows[0]["section"] == "later", "the database must be opened read-only, not as immutable, while crawls go on"
