"""Tables, columns and views that came after the first schema, each group made by one migration of `pipelines.storage.schema`."""

from __future__ import annotations

DUPLICATES = (
    # `cluster` is the least id of the articles that are one story, NULL for an article by itself.
    """CREATE TABLE duplicates (
        article INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        cluster INTEGER,
        bands BLOB NOT NULL
    )""",
    "CREATE INDEX duplicates_cluster ON duplicates(cluster) WHERE cluster IS NOT NULL",
    "CREATE TABLE duplicate_bands (band INTEGER, article INTEGER, PRIMARY KEY (band, article)) WITHOUT ROWID",
    # Long rows are not read to find the articles whose text is new.
    "CREATE INDEX articles_version ON articles(version)",
    """CREATE VIEW duplicate_stories AS
        SELECT d.cluster, a.id AS article, a.title, a.url, a.site, a.source, a.published_at, a.first_seen_at, count(*) OVER story AS copies
        FROM duplicates d JOIN articles a ON a.id = d.article
        WHERE d.cluster IS NOT NULL AND NOT a.private WINDOW story AS (PARTITION BY d.cluster)""",
)

PAGES = (
    # The record of the first page that a page was fetched for, and the address by which it is linked there.
    "ALTER TABLE captures ADD COLUMN page_of TEXT",
    "ALTER TABLE captures ADD COLUMN page_link TEXT",
    "CREATE INDEX captures_page_of ON captures(page_of) WHERE page_of IS NOT NULL",
    "CREATE INDEX captures_page_link ON captures(page_link) WHERE page_link IS NOT NULL",
    # Page 1 is the extraction's own capture; it stands here for articles on several pages alone.
    """CREATE TABLE article_pages (
        article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        extraction INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        capture INTEGER NOT NULL REFERENCES captures(id),
        PRIMARY KEY (extraction, page)
    )""",
    # What a browser made of a response: WARC conversion records. Extraction reads the newest of a capture in place of its payload.
    """CREATE TABLE conversions (
        id INTEGER PRIMARY KEY,
        capture INTEGER NOT NULL REFERENCES captures(id),
        record_id TEXT NOT NULL UNIQUE,
        made_at TEXT NOT NULL,
        software TEXT,
        warc_file TEXT NOT NULL,
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        payload_digest TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        UNIQUE (warc_file, offset)
    )""",
    "CREATE INDEX conversions_capture ON conversions(capture)",
    "CREATE INDEX article_pages_capture ON article_pages(capture)",
    "CREATE INDEX article_pages_article ON article_pages(article)",
)

REVISITS = (
    # What a revisit record of another tool says of the capture that holds its payload, and that capture's record id: '' while it is
    # not in the archive. NULL for captures with a payload of their own, and for our own revisits, which name it by SHA-256.
    *(f"ALTER TABLE captures ADD COLUMN {name} TEXT" for name in ("refers_to", "refers_to_url", "refers_to_date", "original")),
    "CREATE INDEX captures_original ON captures(original) WHERE original IS NOT NULL",
    "UPDATE captures SET original = '' WHERE sha256 = ''",
)

RIGHTS_SOURCES = (
    # `capture` is the one that first said so; `ended_at` when the source was first seen to say it no more.
    """CREATE TABLE rights_sources (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL REFERENCES sites(name),
        kind TEXT NOT NULL,
        url TEXT NOT NULL,
        host TEXT NOT NULL,
        pattern TEXT NOT NULL DEFAULT '',
        value TEXT NOT NULL,
        policy TEXT,
        capture INTEGER NOT NULL REFERENCES captures(id),
        first_seen_at TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        ended_at TEXT,
        changed INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX rights_sources_url ON rights_sources(site, url)",
    "ALTER TABLE articles ADD COLUMN rights_source INTEGER REFERENCES rights_sources(id)",
    "CREATE INDEX articles_rights_source ON articles(rights_source) WHERE rights_source IS NOT NULL",
    """CREATE VIEW article_rights AS
        SELECT a.id AS article, a.url, r.kind, r.value, r.policy, r.pattern, r.url AS source_url, r.first_seen_at, r.seen_at,
               r.changed, r.capture, r.id AS source
        FROM articles a JOIN rights_sources r ON r.site = a.site AND r.ended_at IS NULL
        WHERE r.id = a.rights_source OR r.kind = 'terms'
           OR (r.kind = 'license' AND (a.url LIKE 'http%://' || r.host || '/%' OR a.url LIKE 'http%://www.' || r.host || '/%'
                                       OR a.url LIKE 'http%://' || r.host || ':%'))""",
)

ARTICLE_VERSIONS = """CREATE VIEW article_versions AS
    SELECT v.id, v.article, a.url, v.title, coalesce(v.text, a.text) AS text, v.text_digest,
           v.first_seen_at, v.last_seen_at, v.first_capture, a.version = v.id AS is_current
    FROM versions v JOIN articles a ON a.id = v.article
    WHERE EXISTS (SELECT 1 FROM extractions e WHERE e.article = v.article AND e.version = v.id
        AND e.id = (SELECT max(id) FROM extractions x WHERE x.capture = e.capture))"""
