"""Archives for the tests of inspection: pages of our own, through the real writer, extraction and storage."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from pipelines.archive import Archive
from pipelines.article import Credit, Evidence, Rights
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.inspect.server import Serving, archive_datasette
from pipelines.process import process_capture
from pipelines.storage.articles import save_article
from pipelines.storage.captures import begin_crawl, end_crawl, save_capture, save_site
from pipelines.warc.exchange import Exchange
from pipelines.warc.reader import read_payload
from pipelines.warc.writer import WarcWriter

FIRST_FETCH = datetime(2018, 9, 19, 2, 0, tzinfo=timezone.utc)

GUIZHOU = "http://gz.example.cn/20180919/a1.html"
FLOOD = "https://news.example.org/2018/09/flood.html"


@dataclass(frozen=True)
class Saved:
    """A page to put into an archive, `hours` after the first fetch; `fields` are set whatever extraction says."""

    url: str
    html: str
    site: str = "example"
    hours: float = 0
    status: int = 200
    private: bool = False
    mime: str = "text/html; charset=utf-8"
    role: str = "article"
    headers: tuple[tuple[str, str], ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)


def page(title: str, paragraphs: Iterable[str], *, lang: str = "zh", head: str = "", dateline: str = "", foot: str = "") -> str:
    """A news page in plain markup."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<header><nav><a href="/">首页</a></nav></header><main><article><h1>{title}</h1><div class="info">{dateline}</div>'
        f'<div class="body">{body}</div></article></main><footer>{foot}</footer></body></html>'
    )


GUIZHOU_TEXT = (
    "9月18日,第七届贵州省小城镇建设发展大会在黔南州召开,会议强调要抢抓机遇、顺势而为、尊重规律,推动小城镇建设高质量发展。",
    "会议指出,近年来,各地各部门坚持实施城镇化带动战略,着力推进城镇化与新型工业化、信息化、农业现代化同步发展。",
    "会前,与会人员观摩了贵定县盘江镇和都匀市匀东镇小城镇建设情况。(记者 陈曦)",
)
FLOOD_TEXT = (
    "Officials in the river town said on Wednesday that the flood gates would stay closed for another week while engineers inspect them.",
    "Residents of the lower quarter were told to keep their sandbags, and the schools there will open again on Monday at the earliest.",
    "The council has asked the region for help with pumps, of which the town owns only four, two of them older than the mayor.",
)
NOTICE = "版权声明:凡本网注明“来源:本网”的所有信息内容,未经书面授权,任何单位及个人不得转载、摘编、复制或利用其他方式使用。"

GUIZHOU_PAGE = page(
    "推动贵州小城镇高质量发展",
    GUIZHOU_TEXT,
    dateline="2018-09-19 09:04:09|来源:贵州日报|编辑:杨云|责编:陈梦楠",
    foot=f"<div>{NOTICE}</div>",
)
FLOOD_HEAD = '<meta property="article:published_time" content="2018-09-19T08:00:00+01:00"><meta name="author" content="Jane Doe">'
FLOOD_PAGE = page("Flood gates stay closed for another week", FLOOD_TEXT, lang="en", head=FLOOD_HEAD)
FLOOD_EDITED = FLOOD_PAGE.replace("another week", "two more weeks").replace("owns only four", "owns only five")

GUIZHOU_FIELDS = {
    "title": "推动贵州小城镇高质量发展",
    "published_at": "2018-09-19T09:04:09+08:00",
    "source": "贵州日报",
    "origin": "republished",
    "publisher": "贵州频道",
    "language": "zh",
    "authors": ["陈曦"],
    "editors": ["杨云"],
    "responsible_editors": ["陈梦楠"],
    "credits": [Credit("editor", "杨云"), Credit("responsible_editor", "陈梦楠"), Credit("reporter", "陈曦")],
    "notice": NOTICE,
    "rights": Rights(holder="贵州频道", tdm_reservation=1, robots=("noai",)),
    "evidence": {
        "title": Evidence("heading", "html > body > main > article > h1", "推动贵州小城镇高质量发展"),
        "published_at": Evidence("dateline", ".info", "2018-09-19 09:04:09"),
        "source": Evidence("dateline", ".info", "来源:贵州日报"),
        "reporter": Evidence("credit in the text", ".body > p:nth-of-type(3)", "(记者 陈曦)"),
        "notice": Evidence("notice", "footer > div", NOTICE[:60]),
        "text": Evidence("container", ".body", None),
    },
}
FLOOD_FIELDS = {
    "title": "Flood gates stay closed for another week",
    "published_at": "2018-09-19T08:00:00+01:00",
    "language": "en",
    "authors": ["Jane Doe"],
    "credits": [Credit("author", "Jane Doe")],
    "origin": "original",
}

PAGES = (
    Saved(GUIZHOU, GUIZHOU_PAGE, "gz", fields=GUIZHOU_FIELDS),
    Saved(FLOOD, FLOOD_PAGE, fields=FLOOD_FIELDS),
    Saved(FLOOD, FLOOD_EDITED, hours=24, fields=FLOOD_FIELDS | {"title": "Flood gates stay closed for two more weeks"}),
    Saved("https://news.example.org/gone.html", "<h1>404</h1>", status=404, hours=24, fields={"status": "error", "reason": "HTTP 404"}),
)

RULES = {
    "gz": SiteRules(site="gz", title="贵州频道", language="zh", timezone="Asia/Shanghai", own_names=("贵州频道",)),
    "example": SiteRules(site="example", title="Example News", language="en", timezone="Europe/London", domains=("news.example.org",)),
}


def build_archive(folder: Path, pages: Iterable[Saved] = PAGES) -> Archive:
    """An archive of one crawl a site with all the pages in it."""
    archive = Archive.create(folder)
    pages = tuple(pages)
    sites = dict.fromkeys(saved.site for saved in pages)
    with archive.database() as db:
        for site in sites:
            rules = RULES.get(site, NO_RULES)
            definition = {"title": rules.title or site, "language": rules.language, "url": f"https://{site}.example/"}
            save_site(db, site, definition, rules.digest)
            begin_crawl(db, f"{site}-1", site, {"newsmorgue": "0", "scrapy": "0"})
        for saved in pages:
            _save(archive, db, saved)
        for site in sites:
            end_crawl(db, f"{site}-1", "finished", {"pages": len(pages)})
    return archive


def _save(archive: Archive, db: Any, saved: Saved) -> None:
    rules = RULES.get(saved.site, NO_RULES)
    exchange = Exchange(
        saved.url,
        FIRST_FETCH + timedelta(hours=saved.hours),
        saved.status,
        saved.html.encode(),
        response_headers=(("Content-Type", saved.mime), ("Set-Cookie", "a=1"), ("X-Frame-Options", "DENY"), *saved.headers),
        ip_address="192.0.2.7",
        protocol="HTTP/1.1",
        role=saved.role,
        site=saved.site,
        crawl_id=f"{saved.site}-1",
    )
    with WarcWriter(archive.warc, saved.site, {"operator": "tests"}) as writer:
        capture = writer.write_exchange(exchange)
    with db.writing():
        capture = replace(capture, id=save_capture(db, capture))
    article = process_capture(capture, read_payload(archive.warc, capture), rules)
    for name, value in saved.fields.items():
        setattr(article, name, value)
    save_article(db, capture, article, seconds=0.01)
    if saved.private:
        _make_private(db, capture.id)


def _make_private(db: Any, capture_id: int | None) -> None:
    with db.writing():
        db.execute("UPDATE captures SET private = 1 WHERE id = ?", [capture_id])
        db.execute("UPDATE articles SET private = 1 WHERE capture = ?", [capture_id])


def get(datasette: Datasette, path: str, **options: Any) -> Any:
    """The response of a page, without a server."""

    async def asked() -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(path, **options)

    return asyncio.run(asked())


def datasette_of(archive: Archive, **serving: Any) -> Datasette:
    return archive_datasette(archive, Serving(**serving))


@contextmanager
def serving(archive: Archive, *options: str, **environment: str) -> Iterator[str]:
    """The address of a `morgue serve` that runs during the block."""
    command = [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment})
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, f"`morgue serve` must say where it serves; it said {line!r}"
        yield found[0].replace("0.0.0.0", "127.0.0.1")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
