"""Rows of articles against a fresh extraction of the captures that they were read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.archive import Archive
from pipelines.errors import MorgueError
from pipelines.extraction.rules import NO_RULES, SiteRules
from pipelines.extractor import extractor
from pipelines.reading import extract_capture
from pipelines.storage.article_rows import article_rows
from pipelines.storage.articles import compare
from pipelines.storage.captures import capture_from_row
from pipelines.storage.profiles import with_profiles
from pipelines.verify import Problem, Report

ADVICE = "somebody changed the row; `morgue rebuild` makes it again from the WARC files"
_CURRENT = """SELECT c.*, e.fingerprint FROM articles a JOIN extractions e ON e.id = a.extraction JOIN captures c ON c.id = a.capture
    ORDER BY c.warc_file, c.offset"""


def verify_articles(
    archive: Archive, rules: Mapping[str, SiteRules], report: Report, *, advance: Callable[[int], None] = lambda _: None
) -> None:
    """Adds to the report every article whose row is not what this extractor reads from its capture.

    Articles that another version of the extractor or of a site's rules has read are counted in `read_otherwise` and not
    compared. Runs in this process: the same extractor has read these pages before, within its time limit.
    """
    with archive.database() as db:
        rules = with_profiles(db, rules)
        for row in db.rows_of(_CURRENT):
            advance(1)
            site_rules = rules.get(row["site"] or "", NO_RULES)
            if row["fingerprint"] != extractor(site_rules).fingerprint:
                report.read_otherwise += 1
                continue
            capture = capture_from_row(row)
            try:
                article = extract_capture(archive.warc, capture, site_rules)
            except MorgueError:  # the record is damaged, which the pass over the files has told
                continue
            report.articles += 1
            for change in compare(db, article_rows(article)):
                detail = f"{change.field} of {change.url} is not what the capture says"
                report.problems.append(Problem("article", capture.warc_file, capture.offset, capture.record_id, detail, ADVICE))
