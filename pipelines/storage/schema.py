"""The tables of morgue.db, as sqlite-utils migrations: a change of the schema is a new function at the end.

Times are TEXT, ISO 8601 with an offset. Natural keys (record_id, url, digest) are unique, integer ids are for
joins only, so that a rebuilt database is equal to the old one but for them.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.storage.later_tables import ARTICLE_VERSIONS, DUPLICATES, PAGES, REVISITS, RIGHTS_SOURCES
from pipelines.storage.packed import pack

migrations = Migrations("newsmorgue")


@migrations()
def m001_tables(db: Database) -> None:
    """The first schema."""
    for statement in TABLES:
        db.execute(statement)


@migrations()
def m002_inspection_indexes(db: Database) -> None:
    """What the pages over an archive look up: private rows (few or none), other articles with the same text or title."""
    db.execute("CREATE INDEX articles_private ON articles(id) WHERE private")
    db.execute("CREATE INDEX captures_private ON captures(id) WHERE private")
    db.execute("CREATE INDEX versions_digest ON versions(text_digest)")
    db.execute("CREATE INDEX articles_title ON articles(title)")


@migrations()
def m003_count_indexes(db: Database) -> None:
    """What is counted without reading rows, which are long: the yield of crawls, facets of articles."""
    db.execute("CREATE INDEX extractions_capture_status ON extractions(capture, status)")
    db.execute("CREATE INDEX failures_crawl ON failures(crawl)")
    db.execute("CREATE INDEX articles_language ON articles(language)")
    db.execute("CREATE INDEX articles_origin ON articles(origin)")


@migrations()
def m004_duplicates(db: Database) -> None:
    """Near duplicates: the same story under several addresses."""
    for statement in DUPLICATES:
        db.execute(statement)


@migrations()
def m005_pages(db: Database) -> None:
    """Articles on several pages (which captures an extraction joined, which were fetched as pages of which), and rendered pages."""
    for statement in PAGES:
        db.execute(statement)


@migrations()
def m006_pace(db: Database) -> None:
    """How long a feed, sitemap or section page is left alone between two polls, in seconds; `due_at` is the end of it."""
    db.execute("ALTER TABLE frontier ADD COLUMN pace INTEGER NOT NULL DEFAULT 0")


@migrations()
def m007_alarms(db: Database) -> None:
    """What the alarm last told of a site, so that it tells changes alone: problems as JSON, [] for well."""
    db.execute("CREATE TABLE alarms (site TEXT PRIMARY KEY REFERENCES sites(name), problems TEXT NOT NULL, told_at TEXT NOT NULL)")


@migrations()
def m008_profiles(db: Database) -> None:
    """What was learned of each site from its captures: the profile as JSON, and how readings with it agree with full ones, as JSON."""
    columns = "profile TEXT NOT NULL, made_at TEXT NOT NULL, captures INTEGER NOT NULL, stories INTEGER NOT NULL, agreement TEXT NOT NULL"
    db.execute(f"CREATE TABLE profiles (site TEXT PRIMARY KEY REFERENCES sites(name), digest TEXT NOT NULL, {columns})")


@migrations()
def m009_crawl_health(db: Database) -> None:
    """The same view, found fast: CROSS JOIN keeps SQLite from beginning with all extractions."""
    view = next(statement for statement in TABLES if statement.startswith("CREATE VIEW crawl_health"))
    db.execute("DROP VIEW crawl_health")
    db.execute(view.replace("JOIN", "CROSS JOIN"))


@migrations()
def m010_forgotten(db: Database) -> None:
    """Addresses that were taken down and must not be captured again, by digest (`pipelines.storage.forgotten`)."""
    db.execute("CREATE TABLE forgotten (digest TEXT PRIMARY KEY, removed_at TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID")


@migrations()
def m011_rights_sources(db: Database) -> None:
    """What sites say of rights beside their pages, and which of it holds for an article."""
    for statement in RIGHTS_SOURCES:
        db.execute(statement)


@migrations()
def m012_frontier_order(db: Database) -> None:
    """What is due in the order in which it is leased, so that a lease costs the same however much waits."""
    db.execute("DROP INDEX frontier_due")
    db.execute("CREATE INDEX frontier_order ON frontier(site, state, role = 'article', due_at, discovered_at)")


@migrations()
def m013_packed(db: Database) -> None:
    """Values and evidence of extractions packed, to a quarter of their size; the view `readings` has them unpacked."""
    db.conn.create_function("packed", 1, pack, deterministic=True)
    db.execute("UPDATE extractions SET fields = packed(fields), evidence = packed(evidence) WHERE typeof(fields) = 'text'")
    db.execute("""CREATE VIEW readings AS
        SELECT id, capture, article, version, fingerprint, status, reason, extracted_at, seconds, unpacked(fields) AS fields,
               unpacked(evidence) AS evidence FROM extractions""")


@migrations()
def m014_revisits(db: Database) -> None:
    """Of which capture a revisit record of another tool is one, at whatever address that capture was made."""
    for statement in REVISITS:
        db.execute(statement)


@migrations()
def m015_growth(db: Database) -> None:
    """An article costs an archive of a million hardly more than one of ten thousand: no index whose keys come in no order, rarer merges.

    With such a key every article reads and writes a page of its own, once no two of a transaction share one. Equal titles and texts
    are found by the search index (`pipelines.storage.search.alike_query`), captures by their bytes and articles by a notice in a pass
    over short rows. The search index puts 64 segments together in place of four, so that up to ten million articles a text is written
    anew twice, not nine times; a search looks into up to a hundred segments then, which takes it a millisecond or two.
    """
    for index in ("versions_digest", "articles_title", "captures_sha256", "article_notices_notice"):
        db.execute(f"DROP INDEX {index}")
    db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 64), ('crisismerge', 256)")


@migrations()
def m016_segments(db: Database) -> None:
    """At the end of a crawl sixteen segments of the search index make one, not four (`pipelines.storage.segments`): less is rewritten."""
    db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('usermerge', 16)")


@migrations()
def m017_sources(db: Database) -> None:
    """Who is credited how often, by how many sites and when, without reading rows: at the end of keys that grow it costs no page."""
    db.execute("DROP INDEX articles_site")
    db.execute("CREATE INDEX articles_site ON articles(site, published_at, source)")


@migrations()
def m018_article_versions(db: Database) -> None:
    """The view looks for readings of a version among those of its article, which have an index: it read all before."""
    db.execute("DROP VIEW article_versions")
    db.execute(ARTICLE_VERSIONS)


TABLES = (
    """CREATE TABLE sites (
        name TEXT PRIMARY KEY,
        title TEXT,
        url TEXT,
        language TEXT,
        timezone TEXT,
        definition TEXT,
        digest TEXT
    )""",
    """CREATE TABLE crawls (
        id TEXT PRIMARY KEY,
        site TEXT NOT NULL REFERENCES sites(name),
        started_at TEXT NOT NULL,
        finished_at TEXT,
        reason TEXT,
        stats TEXT,
        software TEXT
    )""",
    """CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        record_id TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        role TEXT NOT NULL,
        status INTEGER NOT NULL,
        mime TEXT,
        site TEXT REFERENCES sites(name),
        crawl TEXT REFERENCES crawls(id),
        warc_file TEXT NOT NULL,
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        payload_digest TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        ip_address TEXT,
        protocol TEXT,
        redirected_from TEXT,
        truncated TEXT,
        private INTEGER NOT NULL DEFAULT 0,
        UNIQUE (warc_file, offset)
    )""",
    "CREATE INDEX captures_url ON captures(url, fetched_at)",
    "CREATE INDEX captures_sha256 ON captures(sha256)",
    "CREATE INDEX captures_crawl ON captures(crawl)",
    """CREATE TABLE frontier (
        url TEXT NOT NULL,
        site TEXT NOT NULL REFERENCES sites(name),
        role TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'due',
        due_at TEXT NOT NULL,
        lease TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        visits INTEGER NOT NULL DEFAULT 0,
        depth INTEGER NOT NULL DEFAULT 0,
        discovered_at TEXT NOT NULL,
        discovered_from TEXT,
        fetched_at TEXT,
        status INTEGER,
        etag TEXT,
        last_modified TEXT,
        PRIMARY KEY (site, url)
    )""",
    "CREATE INDEX frontier_due ON frontier(site, state, due_at)",
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        site TEXT REFERENCES sites(name),
        title TEXT,
        subtitle TEXT,
        published_at TEXT,
        modified_at TEXT,
        authors TEXT,
        editors TEXT,
        responsible_editors TEXT,
        source TEXT,
        source_url TEXT,
        origin TEXT,
        publisher TEXT,
        section TEXT,
        tags TEXT,
        language TEXT,
        image TEXT,
        images TEXT,
        text TEXT NOT NULL,
        rights_holder TEXT,
        license_url TEXT,
        rights TEXT,
        status TEXT NOT NULL,
        capture INTEGER REFERENCES captures(id),
        extraction INTEGER REFERENCES extractions(id),
        version INTEGER REFERENCES versions(id),
        first_seen_at TEXT,
        last_seen_at TEXT,
        private INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX articles_site ON articles(site, published_at)",
    "CREATE INDEX articles_published ON articles(published_at)",
    "CREATE INDEX articles_source ON articles(source)",
    """CREATE TABLE extractions (
        id INTEGER PRIMARY KEY,
        capture INTEGER NOT NULL REFERENCES captures(id),
        fingerprint TEXT NOT NULL,
        article INTEGER REFERENCES articles(id),
        version INTEGER REFERENCES versions(id),
        status TEXT NOT NULL,
        reason TEXT,
        fields TEXT NOT NULL,
        evidence TEXT NOT NULL,
        extracted_at TEXT NOT NULL,
        seconds REAL,
        UNIQUE (capture, fingerprint)
    )""",
    "CREATE INDEX extractions_article ON extractions(article)",
    "CREATE INDEX extractions_status ON extractions(status)",
    # The text of the version that an article has now stands in articles.text alone; here it is NULL then.
    # The view article_versions gives both, and leaves out what only an older extractor read.
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles(id),
        text_digest TEXT NOT NULL,
        title TEXT,
        text TEXT,
        first_capture INTEGER REFERENCES captures(id),
        first_seen_at TEXT,
        last_seen_at TEXT,
        UNIQUE (article, text_digest)
    )""",
    """CREATE TABLE credits (
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (article, position)
    )""",
    "CREATE INDEX credits_name ON credits(name, role)",
    """CREATE TABLE notices (
        digest TEXT PRIMARY KEY,
        text TEXT NOT NULL
    )""",
    """CREATE TABLE article_notices (
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        notice TEXT NOT NULL REFERENCES notices(digest),
        PRIMARY KEY (article, notice)
    )""",
    "CREATE INDEX article_notices_notice ON article_notices(notice)",
    """CREATE TABLE failures (
        id INTEGER PRIMARY KEY,
        happened_at TEXT NOT NULL,
        stage TEXT NOT NULL,
        url TEXT,
        site TEXT REFERENCES sites(name),
        crawl TEXT REFERENCES crawls(id),
        capture INTEGER REFERENCES captures(id),
        error TEXT NOT NULL,
        advice TEXT NOT NULL
    )""",
    "CREATE INDEX failures_site ON failures(site, happened_at)",
    # External content without triggers: rows are written through spaced() by storage/articles.py alone.
    """CREATE VIRTUAL TABLE articles_fts USING fts5(
        title, text, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
    )""",
    """CREATE VIEW article_versions AS
        SELECT v.id, v.article, a.url, v.title, coalesce(v.text, a.text) AS text, v.text_digest,
               v.first_seen_at, v.last_seen_at, v.first_capture, a.version = v.id AS is_current
        FROM versions v JOIN articles a ON a.id = v.article
        WHERE EXISTS (SELECT 1 FROM extractions e WHERE e.version = v.id
            AND e.id = (SELECT max(id) FROM extractions x WHERE x.capture = e.capture))""",
    """CREATE VIEW provenance AS
        SELECT a.id AS article, a.url, a.title, e.id AS extraction, e.fingerprint AS extractor, e.status, e.extracted_at,
               c.id AS capture, c.url AS captured_url, c.fetched_at, c.status AS http_status, c.payload_digest, c.sha256,
               c.record_id, c.warc_file, c.offset, c.length, c.ip_address, c.redirected_from,
               k.id AS crawl, k.started_at AS crawl_started_at, k.software
        FROM articles a
        JOIN extractions e ON e.article = a.id
        JOIN captures c ON c.id = e.capture
        LEFT JOIN crawls k ON k.id = c.crawl""",
    """CREATE VIEW crawl_health AS
        SELECT k.id AS crawl, k.site, k.started_at, k.finished_at, k.reason,
               (SELECT count(*) FROM captures c WHERE c.crawl = k.id) AS captures,
               (SELECT count(*) FROM captures c JOIN extractions e ON e.capture = c.id
                 WHERE c.crawl = k.id AND e.status = 'ok') AS articles,
               (SELECT count(*) FROM failures f WHERE f.crawl = k.id) AS failures
        FROM crawls k""",
    """CREATE VIEW latest_articles AS
        SELECT published_at, title, source, site, authors, url, id FROM articles
        WHERE status = 'ok' ORDER BY published_at DESC""",
)
