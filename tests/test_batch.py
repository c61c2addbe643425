"""Extraction over files, manifests, WARCs and standard input: one row a page, in order, whatever happens to one of them."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from story import PARAGRAPHS, page, paragraphs
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.batch import Item, extract_all, from_manifest, from_paths
from pipelines.errors import UsageError

TITLES = [f"The ferry of the year {1990 + number}" for number in range(7)]


def story(title: str) -> str:
    return page(f'<div class="article-body">{paragraphs(PARAGRAPHS)}</div>', title=title)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, title in enumerate(TITLES[:-1]):
        (tmp_path / f"{number}.html").write_text(story(title), "utf-8")
    (tmp_path / "6.html.gz").write_bytes(gzip.compress(story(TITLES[-1]).encode()))
    (tmp_path / "notes.txt").write_text("not a page", "utf-8")
    return tmp_path


def test_a_folder_in_order(folder: Path) -> None:
    rows = list(extract_all(from_paths([folder])))
    assert [row["title"] for row in rows] == TITLES
    assert [Path(row["path"]).name for row in rows] == [*(f"{number}.html" for number in range(6)), "6.html.gz"]
    assert rows[0]["text"] == "\n".join(PARAGRAPHS)
    json.dumps(rows)


def test_processes_keep_the_order_and_give_the_same(folder: Path) -> None:
    items = [*from_paths([folder]), Item(str(folder / "gone.html"), file=folder / "gone.html")]
    assert list(extract_all(items, jobs=2)) == list(extract_all(items)), "two processes give what one gives, in the same order"


def test_a_file_that_is_gone_is_a_row(folder: Path) -> None:
    rows = list(extract_all([Item("gone.html", file=folder / "gone.html"), *from_paths([folder / "0.html"])]))
    assert [row["status"] for row in rows] == ["error", "ok"]
    assert "gone.html" in rows[0]["reason"]


def test_a_manifest_gives_url_and_date(folder: Path) -> None:
    manifest = folder / "pages.jsonl"
    entries = [{"path": f"{n}.html", "url": f"https://post.example/{n}.html", "fetched_at": "2024-02-06T08:00:00Z"} for n in (3, 1)]
    manifest.write_text("\n\n".join(json.dumps(entry) for entry in entries), "utf-8")
    items = list(from_manifest(manifest))
    assert [item.fetched_at.isoformat() if item.fetched_at else None for item in items] == ["2024-02-06T08:00:00+00:00"] * 2
    rows = list(extract_all(items))
    assert [(row["path"], row["url"], row["title"]) for row in rows] == [
        ("3.html", "https://post.example/3.html", TITLES[3]),
        ("1.html", "https://post.example/1.html", TITLES[1]),
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"url": "https://post.example/"}', '{"path": "a.html", "fetched_at": "yesterday"}'])
def test_a_broken_manifest_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "pages.jsonl").write_text('{"path": "a.html"}\n' + line, "utf-8")
    with pytest.raises(UsageError, match=r"pages\.jsonl:2"):
        list(from_manifest(tmp_path / "pages.jsonl"))


def test_a_path_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        list(from_paths([tmp_path / "no.html"]))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(story(TITLES[0]).encode())))
    (row,) = extract_all(from_paths(["-"], "https://post.example/a.html"))
    assert (row["path"], row["url"], row["title"]) == ("-", "https://post.example/a.html", TITLES[0])


def test_the_pages_of_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (kind, body) in enumerate(
            [("text/html", story(TITLES[0]).encode()), ("image/png", b"\x89PNG"), ("text/html", story(TITLES[1]).encode())]
        ):
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
            payload = io.BytesIO(gzip.compress(body))
            writer.write_record(
                writer.create_warc_record(
                    f"https://post.example/{number}",
                    "response",
                    payload=payload,
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2024-02-06T08:00:00Z"},
                )
            )
    rows = list(extract_all(from_paths([path])))
    assert [(row["url"], row["title"]) for row in rows] == [("https://post.example/0", TITLES[0]), ("https://post.example/2", TITLES[1])]
