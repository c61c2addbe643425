"""Who extracts, known without loading what does."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version

from pipelines.article import Extractor
from pipelines.extraction.code_digest import code_digest
from pipelines.extraction.rules import SiteRules

NAME = "newsmorgue"


def extractor(rules: SiteRules) -> Extractor:
    """Our version and trafilatura's, and the rules in force."""
    return Extractor(NAME, _version(), rules.digest, rules.profile.digest if rules.profile else None)


@lru_cache(maxsize=1)
def _version() -> str:
    return f"{version('newsmorgue')}.{code_digest()}+trafilatura-{version('trafilatura')}"
