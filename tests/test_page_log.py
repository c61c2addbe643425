"""The crawl's log: one readable line a page, or a JSON object."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from command import Morgue
from raw_server import RawServer, answer, write_site

from pipelines.archive import Archive
from scraper.page_log import JsonLines, TextLines

PAGE = b"<html><head><title>A story</title></head><body><article><h1>A story</h1><p>" + b"Words of it. " * 60 + b"</p></article></body>"


def _line(formatter: logging.Formatter, *args: object, name: str = "newsmorgue.crawl") -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.handle(logging.LogRecord(name, logging.INFO, "", 0, "%-12s %s: %s" if len(args) == 3 else "%s", args, None))
    return stream.getvalue()


def test_a_page_on_request_as_text_or_json(archive: Archive, morgue: Morgue) -> None:
    pages = {"/": answer(b'<a href="/2025/a.html">a</a> <a href="/2025/gone.html">b</a>'), "/2025/a.html": answer(PAGE)}
    with RawServer(pages) as server:
        write_site(archive.root, server.url, [], discover=f'sections = ["{server.url}/"]')
        lines = morgue("crawl", "--log-format", "json").stderr.splitlines()
        text = morgue("crawl", "--verbose").stderr
    events = {each["url"].removeprefix(server.url): each for each in map(json.loads, lines)}
    assert events["/"]["detail"] == "HTTP status 200, 2 links, 2 new"
    assert (events["/2025/a.html"]["event"], events["/2025/a.html"]["detail"]) == ("ok", "A story")
    assert (events["/2025/gone.html"]["event"], events["/2025/gone.html"]["detail"]) == ("fetch", "HTTP status 404")
    assert re.fullmatch(rf"\d\d:\d\d:\d\d section      {server.url}/: HTTP status 200, 2 links, 0 new\n", text)


def test_a_line_a_page_on_a_terminal_above_the_figures(archive: Archive) -> None:
    pty = pytest.importorskip("pty", reason="terminals of this kind are Unix's")
    ours, theirs = pty.openpty()
    with RawServer({"/2025/a.html": answer(PAGE)}) as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "COLUMNS": "150", "TERM": "xterm"})
        os.close(theirs)
        shown = b"".join(_until_hung_up(ours))
        assert process.wait(30) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(rf"\d\d:\d\d:\d\d ok           {server.url}/2025/a.html: A story\r\n", text), text
    assert "new URLs" in text, "the table of figures"


def _until_hung_up(terminal: int) -> Iterator[bytes]:
    with suppress(OSError):  # how Linux says that nobody is at the other end any more
        while data := os.read(terminal, 65536):
            yield data
    os.close(terminal)


def test_nothing_is_printed_where_nobody_asked(archive: Archive, morgue: Morgue) -> None:
    with RawServer({"/2025/a.html": answer(PAGE)}) as server:
        write_site(archive.root, server.url, [f"{server.url}/2025/a.html"])
        assert morgue("crawl").stderr == ""


@pytest.mark.parametrize("formatter", [TextLines(), JsonLines()], ids=["text", "json"])
def test_a_title_cannot_forge_a_line_or_move_the_cursor(formatter: logging.Formatter) -> None:
    line = _line(formatter, "ok", "http://x/", "A\x1b[2Jstory\n08:00:00 ok http://forged/: it")
    assert line.count("\n") == 1
    assert "\x1b" not in line


def test_other_messages_have_the_same_shape() -> None:
    line = json.loads(_line(JsonLines(), "something", name="scrapy.core"))
    assert (line["event"], line["detail"], line["level"]) == ("log", "something", "info")
