"""One digest over all that extraction wrote, by natural keys: equal archives, equal digests, whatever the order of the work."""

from __future__ import annotations

import hashlib
import json

from pipelines.storage.database import MorgueDatabase

# Integer ids and clock times differ between equal databases; what they stand for does not.
_ROWS = (
    """SELECT a.*, c.record_id, e.fingerprint, v.text_digest FROM articles a LEFT JOIN captures c ON c.id = a.capture
       LEFT JOIN extractions e ON e.id = a.extraction LEFT JOIN versions v ON v.id = a.version ORDER BY a.url""",
    """SELECT c.record_id, e.fingerprint, a.url, v.text_digest, e.status, e.reason, unpacked(e.fields) AS fields,
       unpacked(e.evidence) AS evidence FROM extractions e
       JOIN captures c ON c.id = e.capture LEFT JOIN articles a ON a.id = e.article LEFT JOIN versions v ON v.id = e.version
       ORDER BY c.record_id, e.fingerprint""",
    """SELECT a.url, v.text_digest, v.title, v.text, c.record_id, v.first_seen_at, v.last_seen_at FROM versions v
       JOIN articles a ON a.id = v.article LEFT JOIN captures c ON c.id = v.first_capture ORDER BY a.url, v.text_digest""",
    "SELECT a.url, k.position, k.role, k.name FROM credits k JOIN articles a ON a.id = k.article ORDER BY a.url, k.position",
    "SELECT digest, text FROM notices ORDER BY digest",
    "SELECT a.url, n.notice FROM article_notices n JOIN articles a ON a.id = n.article ORDER BY a.url, n.notice",
    "SELECT stage, url, error, advice FROM failures ORDER BY url, stage, error",
)
_IDS = frozenset({"id", "capture", "extraction", "version", "rights_source"})


def rows_digest(db: MorgueDatabase) -> str:
    """SHA-256, in hexadecimal, over articles, extractions, versions, credits, notices and failures."""
    digest = hashlib.sha256()
    for sql in _ROWS:
        for row in db.query(sql):
            values = {key: value for key, value in row.items() if key not in _IDS}
            digest.update(json.dumps(values, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()
