"""WARC files: written, read, indexed, mended. The archive's truth is here; the database is derived from it."""
