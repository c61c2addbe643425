"""The demo: a new archive, the demo site on loopback, two crawls, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from pipelines.archive import Archive, Config, Network, Operator
from pipelines.errors import MorgueError, UsageError
from pipelines.storage.database import MorgueDatabase
from pipelines.storage.packed import load
from scraper.crawl import CrawlSummary, crawl_apart
from scraper.demo.pages import differences, expected
from scraper.demo.server import DemoServer, LoggedRequest

SITE_FILE = Path(__file__).with_name("site.toml")
SEED_PATH = "/20180919/26ce8b87-6e0a-4bc1-fbde-98f7198de1a4.html"
CONFIG = Config(
    operator=Operator(name="newsmorgue demo", contact="mailto:demo@example.org"),
    network=Network(allow=(ip_network("127.0.0.0/8"),), ports=()),
)


@dataclass(frozen=True, slots=True)
class GotArticle:
    """An article of the new archive as the table shows it; `page` is its path on the demo site."""

    page: str
    language: str
    title: str
    published_at: str
    source: str
    people: str
    status: str


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article of which the two crawls saw different texts, each a paragraph a line."""

    page: str
    title: str | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NotGot:
    """A page that gave no article: what it is, and why not."""

    page: str
    why: str


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo came to.

    `answers` counts the server's answers by HTTP status, a Counter a crawl. `unlike_expected` has, by page, the fields
    that are not what the site's authors know to be right.
    """

    folder: Path
    base_url: str
    crawls: tuple[CrawlSummary, ...]
    answers: tuple[Counter[int], ...]
    articles: list[GotArticle]
    changed: list[ChangedArticle]
    moved: list[tuple[str, str]]
    not_got: list[NotGot]
    unlike_expected: dict[str, list[str]]

    @property
    def example_url(self) -> str:
        """An article that is in the archive."""
        return self.base_url + SEED_PATH


def run_demo(folder: Path, echo: Callable[[str], None]) -> DemoReport:
    """Crawls the demo site twice into a new archive at `folder`; `echo` gets a line before each step.

    Raises UsageError where something is at `folder` already, MorgueError where a crawl did not start.
    """
    if folder.exists():
        raise UsageError(f"{folder} exists and is never overwritten", "name another folder: morgue demo FOLDER")
    archive = Archive.create(folder, CONFIG)
    echo(f"A new archive in {archive.root}")
    with DemoServer() as server:
        echo(f"黎明日报 · The Daybreak Herald is served at {server.base_url}")
        write_site_file(archive, server.base_url)
        echo("First crawl …")
        first = _crawl(archive)
        seen = len(server.log)
        server.edition = 2
        echo("The newsroom corrects an article. Second crawl …")
        second = _crawl(archive)
        answers = (_by_status(server.log[:seen]), _by_status(server.log[seen:]))
    with archive.database() as db:
        site = _DemoRows(db, server.base_url)
        return DemoReport(
            folder=folder,
            base_url=server.base_url,
            crawls=(first, second),
            answers=answers,
            articles=site.articles(),
            changed=site.changed(),
            moved=site.moved(),
            not_got=site.not_got(),
            unlike_expected=site.unlike_expected(),
        )


def write_site_file(archive: Archive, base_url: str) -> None:
    """The demo site's definition with the server's address, in the archive's sites/."""
    text = SITE_FILE.read_text("utf-8").replace("{{base}}", base_url)
    (archive.sites / "demo.toml").write_text(text, "utf-8")


def _crawl(archive: Archive) -> CrawlSummary:
    """A crawl in a process of its own, as two cannot run in one."""
    (summary,) = crawl_apart(archive, ["demo"])
    if summary.error:
        raise MorgueError(summary.error, f"look into {archive.root}")
    return summary


def _by_status(log: list[LoggedRequest]) -> Counter[int]:
    return Counter(request.status for request in log)


class _DemoRows:
    """What the database holds of the demo site, with paths for URLs."""

    def __init__(self, db: MorgueDatabase, base_url: str) -> None:
        self._db = db
        self._base_url = base_url

    def articles(self) -> list[GotArticle]:
        rows = self._db.rows_of(
            """SELECT url, language, title, published_at, source, status,
                 (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT name FROM credits c WHERE c.article = a.id)) AS people
               FROM articles a ORDER BY datetime(published_at) DESC, url"""
        )
        return [GotArticle(self._path(row.pop("url")), **{key: value or "" for key, value in row.items()}) for row in rows]

    def changed(self) -> list[ChangedArticle]:
        rows = self._db.rows_of(
            """SELECT n.url, n.title, o.text AS old, n.text AS new FROM article_versions n
               JOIN article_versions o ON o.article = n.article AND NOT o.is_current
               WHERE n.is_current ORDER BY n.url"""
        )
        return [ChangedArticle(self._path(row.pop("url")), **row) for row in rows]

    def moved(self) -> list[tuple[str, str]]:
        rows = self._db.rows_of("SELECT DISTINCT redirected_from, url FROM captures WHERE redirected_from IS NOT NULL AND role = 'article'")
        return [(self._path(row["redirected_from"]), self._path(row["url"])) for row in rows]

    def not_got(self) -> list[NotGot]:
        """Failures, and pages that were read and are no articles, each once."""
        rows = self._db.rows_of(
            """SELECT url, error AS why FROM failures
               UNION
               SELECT c.url, e.status || ': ' || coalesce(e.reason, '') FROM extractions e JOIN captures c ON c.id = e.capture
               WHERE e.article IS NULL
               ORDER BY 1"""
        )
        return [NotGot(self._path(row["url"]), row["why"]) for row in rows]

    def unlike_expected(self) -> dict[str, list[str]]:
        rows = self._db.rows_of(
            """SELECT a.url, a.text, n.text AS notice, e.fields FROM articles a JOIN extractions e ON e.id = a.extraction
               LEFT JOIN article_notices an ON an.article = a.id LEFT JOIN notices n ON n.digest = an.notice"""
        )
        got = {self._path(row["url"]): load(row["fields"]) | {"text": row["text"], "notice": row["notice"]} for row in rows}
        wrong = {page: differences(answer, got.get(page, {})) for page, answer in expected(edition=2).items()}
        return {page: fields for page, fields in wrong.items() if fields}

    def _path(self, url: str | None) -> str:
        return (url or "").removeprefix(self._base_url)
