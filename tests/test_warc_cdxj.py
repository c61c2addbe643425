"""Our index against cdxj-indexer's, and its canonical keys and order against the tools that look things up in it."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from warc_exchanges import MOMENT, exchange, writer

from pipelines.warc import cdxj
from pipelines.warc.cdxj import cdxj_lines, merge_cdxj, url_key, write_cdxj

URLS = [
    "http://www.news.example/B?b=2&a=1#part",
    "https://NEWS.example:443/a;jsessionid=0123456789abcdef0123456789abcdef",
    "http://news.example/新闻/水库.html?页=1",
    "http://news.example/20261123/a.html",
    "http://news.example/20261123/a.html?",
    "http://news.example",
    "http://192.0.2.7/a%2Fb//c/../d",
    "http://xn--fiqs8s.example/",
]


def archive(folder: Path) -> Path:
    with writer(folder) as warc:
        for number, url in enumerate(URLS * 2):
            original = warc.write_exchange(exchange(url=url, fetched_at=MOMENT + timedelta(minutes=number), body=url.encode()))
        warc.write_exchange(exchange(url=URLS[0], status=301, body=b"", response_headers=((b"Location", b"/"),)))
        warc.write_exchange(exchange(url=URLS[-1], status=304, body=b"", fetched_at=MOMENT + timedelta(days=1)), original)
        warc.write_exchange(exchange(url=URLS[3], response_headers=((b"Content-Type", b"Text/HTML ;charset=GBK"),)))
    return folder / original.warc_file


def test_the_index_is_what_cdxj_indexer_prints(tmp_path: Path) -> None:
    pytest.importorskip("cdxj_indexer", reason="pip install newsmorgue[archive-test] to compare with cdxj-indexer")
    path = archive(tmp_path)
    theirs = subprocess.run(
        [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "--sort", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = io.StringIO()
    write_cdxj(cdxj_lines(path, path.name), ours)
    assert ours.getvalue().splitlines() == theirs.stdout.splitlines()


def test_a_line_to_the_letter(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange())
    [line] = cdxj_lines(tmp_path / capture.warc_file, "a.warc.gz")
    assert line == (
        'example,news)/20261123/a.html?page=1 20261123040506 {"url": "http://news.example/20261123/a.html?page=1", "mime": "text/html", '
        f'"status": "200", "digest": "{capture.payload_digest}", "length": "{capture.length}", "offset": "{capture.offset}", '
        '"filename": "a.warc.gz"}\n'
    )


@pytest.mark.parametrize(("url", "key"), [("http://www.example.com/A?b", "com,example)/a?b"), ("no url", "no%20url)/"), ("", "-")])
def test_url_keys(url: str, key: str) -> None:
    assert url_key(url) == key


def test_sorting_spills_to_disk_and_drops_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "SORTED_AT_ONCE", 100)
    lines = [f"example,news)/{number:05d} 2026 {{}}\n" for number in range(1234)]
    shuffled = lines * 2
    random.Random(3).shuffle(shuffled)
    out = io.StringIO()
    assert write_cdxj(shuffled, out) == len(lines)
    assert out.getvalue() == "".join(lines)


def test_sorted_indexes_are_merged(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a 1 {}\nc 1 {}\n")
    (tmp_path / "b").write_text("a 1 {}\nb 1 {}\n")
    out = io.StringIO()
    assert merge_cdxj([tmp_path / "a", tmp_path / "b"], out) == 3
    assert out.getvalue() == "a 1 {}\nb 1 {}\nc 1 {}\n"
