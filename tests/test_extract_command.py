"""morgue extract: files of every kind in, one JSON object a line out, in order."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from generated_site import article_html

from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter


def extract(*args: str, stdin: bytes = b"", cwd: Path | None = None) -> tuple[int, list[dict[str, object]], str]:
    command = [sys.executable, "-m", "scraper.cli", "extract", *args]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, timeout=100)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def test_html_gz_and_standard_input_give_the_same_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article_html(1))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(article_html(1)))
    code, rows, error = extract("a.html", "b.html.gz", "-", stdin=article_html(1), cwd=tmp_path)
    assert code == 0, error
    assert [row["path"] for row in rows] == ["a.html", "b.html.gz", "-"]
    assert len({json.dumps({**row, "path": ""}) for row in rows}) == 1, "the same bytes must give the same article"
    assert rows[0]["title"] == "Story number 1 of the day"
    assert rows[0]["published_at"] == "2025-03-02T08:01:00+00:00"


def test_a_cut_file_is_said_and_gives_the_article_that_can_be_read(tmp_path: Path) -> None:
    packed = gzip.compress(article_html(1))
    (tmp_path / "end.html.gz").write_bytes(packed[:-12])
    (tmp_path / "head.html.gz").write_bytes(packed[:30])
    (tmp_path / "flipped.html.gz").write_bytes(packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:])
    (tmp_path / "more.html.gz").write_bytes(packed + b"padding")
    code, rows, error = extract("end.html.gz", "flipped.html.gz", "head.html.gz", "more.html.gz", cwd=tmp_path)
    assert [row["status"] for row in rows] == ["ok", "ok", "error", "ok"], rows
    warning = ": cut or damaged gzip, read as far as it goes; copy or fetch it again"
    assert [row["reason"] for row in rows] == [
        f"end.html.gz{warning}",
        f"flipped.html.gz{warning}",
        "head.html.gz: cut or damaged gzip, read as far as it goes (the response has no content); copy or fetch it again",
        None,
    ]
    assert rows[0]["title"] == rows[3]["title"] == "Story number 1 of the day"
    assert code == 1, "a file in which nothing could be read is a failure"
    assert error.splitlines()[:2] == [f"end.html.gz{warning}", f"flipped.html.gz{warning}"], "where there is an article, warn"


def test_the_order_is_kept_by_several_processes(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.html").write_bytes(article_html(number))
    _, one, _ = extract(str(tmp_path))
    _, two, error = extract(str(tmp_path), "--jobs", "2")
    assert two == one, error
    assert [row["title"] for row in two] == [f"Story number {n} of the day" for n in range(30)]


def test_manifest_gives_url_and_time(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article_html(1))
    line = {"path": "a.html", "url": "https://post.example/2025/story-1.html", "fetched_at": "2025-03-02T09:00:00Z"}
    (tmp_path / "list.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    _, rows, error = extract("--manifest", str(tmp_path / "list.jsonl"))
    assert rows[0]["url"] == line["url"], error
    assert rows[0]["path"] == "a.html"


def test_a_warc_gives_its_html_pages(tmp_path: Path) -> None:
    html = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    at = datetime(2025, 3, 2, tzinfo=timezone.utc)
    with WarcWriter(tmp_path, "post", {}) as writer:
        writer.write_exchange(Exchange("http://post.example/1", at, 200, gzip.compress(article_html(1)), response_headers=html))
        writer.write_exchange(Exchange("http://post.example/p.png", at, 200, b"\x89PNG", response_headers=(("Content-Type", "image/png"),)))
    (warc,) = tmp_path.rglob("*.warc.gz")
    code, rows, error = extract(str(warc))
    assert code == 0, error
    assert [(row["url"], row["title"]) for row in rows] == [("http://post.example/1", "Story number 1 of the day")]


def test_what_cannot_be_read_is_a_row_and_code_1(tmp_path: Path) -> None:
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 50)
    code, rows, error = extract("binary.html", cwd=tmp_path)
    assert code == 1
    assert rows[0]["status"] == "error"
    assert "1 of 1 pages: error" in error


def test_wrong_use_is_one_line(tmp_path: Path) -> None:
    for args in ((), ("missing.html",)):
        code, rows, error = extract(*args, cwd=tmp_path)
        assert (code, rows) == (2, [])
        assert error.startswith("morgue: "), error
        assert "Traceback" not in error


def test_site_rules_are_used(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article_html(1))
    rules = 'name = "post"\nurl = "https://post.example/"\n[[rules]]\nsection = "header a"\n'
    (tmp_path / "post.toml").write_text(rules, "utf-8")
    _, rows, error = extract("a.html", "--site", "post.toml", cwd=tmp_path)
    assert rows[0]["section"] == "The Loopback Post", error


def test_a_warc_that_is_damaged_or_holds_no_page_is_a_row_and_not_silence(tmp_path: Path) -> None:
    (tmp_path / "broken.warc").write_bytes(b"WARC/1.1\r\nbroken")
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    code, rows, error = extract("broken.warc", "empty.warc.gz", cwd=tmp_path)
    assert code == 1, error
    assert [(row["path"], row["status"]) for row in rows] == [("broken.warc", "error"), ("empty.warc.gz", "error")]
    assert all(str(row["path"]) in str(row["reason"]) for row in rows), "the reason names the file"


def test_a_manifest_that_is_no_utf_8_is_one_line_and_an_empty_one_is_said(tmp_path: Path) -> None:
    manifest = tmp_path / "m.jsonl"
    manifest.write_bytes(b'{"path": "p.html", "url": "http://news.example/\xe9"}\n')
    code, rows, said = extract("--manifest", str(manifest))
    assert (code, rows) == (2, [])
    assert f"{manifest}:1: UnicodeDecodeError" in said
    assert "Traceback" not in said
    manifest.write_bytes(b"\n")
    assert extract("--manifest", str(manifest))[:2] == (0, [])
    assert f"no page in {manifest}" in extract("--manifest", str(manifest))[2]


def test_links_to_nothing_and_folders_named_as_files_do_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.warc").symlink_to("nowhere")
    (tmp_path / "b.warc").mkdir()
    (tmp_path / "c.html").symlink_to("nowhere")
    (tmp_path / "d.html").write_bytes(article_html(1))
    code, rows, _ = extract(str(tmp_path))
    assert code == 1
    assert [row["status"] for row in rows] == ["error", "error", "ok"]
    assert "No such file" in str(rows[0]["reason"])
