"""What an imported page asks of archives holds as in a crawl."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from generated_site import article_html, write_site

from pipelines.archive import Archive
from pipelines.importing.run import Source, import_source
from pipelines.storage.captures import save_site
from scraper.site import read_sites


@pytest.mark.parametrize(("policy", "is_private"), [("private", 1), ("skip", 1), ("keep", 0)])
def test_an_imported_page_that_asks_for_no_archive_is_private(archive: Archive, tmp_path: Path, policy: str, is_private: int) -> None:
    write_site(archive.sites, "http://news.example")
    path = archive.sites / "post.toml"
    path.write_text(path.read_text("utf-8").replace("revisit = []", f'revisit = []\nnoarchive = "{policy}"'), "utf-8")
    (site,) = read_sites(archive.sites)
    with archive.database() as db:
        save_site(db, site.name, site.model_dump(mode="json"), "0")
    folder = tmp_path / "saved"
    folder.mkdir()
    lines = []
    for name, head in (("asks", b'<meta name="robots" content="noarchive"></head>'), ("open", b"</head>")):
        (folder / f"{name}.html").write_bytes(article_html(1).replace(b"</head>", head))
        lines.append(json.dumps({"path": f"{name}.html", "url": f"http://news.example/{name}.html", "fetched_at": "2025-03-01T08:00:00Z"}))
    (folder / "manifest.jsonl").write_text("\n".join(lines), "utf-8")
    import_source(archive, Source(folder, folder / "manifest.jsonl"), lambda _: "post")
    with archive.database() as db:
        private = {row["url"].rpartition("/")[2]: row["private"] for row in db.rows_of("SELECT url, private FROM captures")}
    assert private == {"asks.html": is_private, "open.html": 0}
