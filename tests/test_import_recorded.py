"""What pywb recorded of a site on loopback is imported and read like our own."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from archives import archive_of
from foreign import rows
from test_warc_import import STORY, Site
from test_warc_replay import wait_for

from pipelines.extraction.rules import NO_RULES
from pipelines.importing.run import Source, import_source
from pipelines.reading import extract_capture
from pipelines.storage.captures import capture_from_row
from pipelines.verify import verify
from pipelines.warc.reader import read_payload

pytest.importorskip("pywb", reason="pip install newsmorgue[archive-test] to record with pywb")
WAYBACK = [sys.executable, "-c", "from pywb.apps.cli import wayback; wayback()"]


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """The WARC file that pywb's recorder writes of a page that is served in chunks, and of one that is not there."""
    (tmp_path / "collections" / "news" / "archive").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("recorder: live\nenable_auto_fetch: false\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        command = [*WAYBACK, "--record", "--live", "-b", "127.0.0.1", "-p", str(port), "-d", str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as wayback:
            wait_for(port)
            for path in ("a.html", "gone.html"):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", f"/news/record/id_/http://127.0.0.1:{site.server_port}/{path}")
                connection.getresponse().read()
                connection.close()
            wayback.terminate()
        site.shutdown()
        thread.join()
    [warc] = (tmp_path / "collections").rglob("*.warc.gz")
    return warc


def test_what_pywb_recorded(recorded: Path, tmp_path: Path) -> None:
    archive, _ = archive_of(tmp_path / "archive", [])
    result = import_source(archive, Source(recorded, site="example"), lambda _: None)
    assert (result.new, result.left_out) == (2, [])
    story, gone = rows(archive)
    assert (story["url"][-7:], story["status"], gone["status"]) == ("/a.html", 200, 404)
    assert read_payload(archive.warc, capture_from_row(story)) == STORY, "pywb joins the chunks and keeps the header"
    assert extract_capture(archive.warc, capture_from_row(story), NO_RULES).title == "Ferry to run all winter"
    assert verify(archive).problems == []
