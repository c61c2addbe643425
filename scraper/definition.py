"""A site's TOML as a person would write it, from what a survey found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

SAMPLES = 5


@dataclass(slots=True)
class Findings:
    """What a survey of a site found; `articles` are URLs as a crawl would get them, `problems` what could not be fetched, a line each."""

    url: str
    title: str | None = None
    language: str | None = None
    timezone: str | None = None
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    pattern: str | None = None
    articles: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        """Where articles are named: feeds, sitemaps and section pages."""
        return [*self.feeds, *self.sitemaps, *self.sections]


def definition_text(name: str, domain: str, found: Findings) -> str:
    """The file's text; what was guessed says so in a comment."""
    samples = "".join(f"#   {_one_line(url)}\n" for url in found.articles[:SAMPLES]) or "#   none was found\n"
    return f"""\
# Found by `morgue sites add {_one_line(found.url)}`. Look it over: guesses are marked.
# Articles that it would get:
{samples}name = {_text(name)}
title = {_text(found.title or "")}    # the publication's name, as on its pages
url = {_text(found.url)}
{_guess("language", found.language, "zh")}
{_guess("timezone", found.timezone, "Asia/Shanghai", "of times on its pages that name none")}
domains = [{_text(domain)}]    # links to other hosts are left alone
own_names = []    # a source that begins so is the site's own: origin = original

[discover]
feeds = {_list(found.feeds)}
sitemaps = {_list(found.sitemaps)}
sections = {_list(found.sections)}
{_pattern(found.pattern)}

[crawl]
# schedule = "*/30 6-23 * * *"    # cron line in the site's time zone, for `morgue crawl --due` and `morgue schedule`
delay = 2.0    # seconds between requests to a host
revisit = ["1h", "6h", "1d", "7d"]    # when an article is fetched again, to see edits
noarchive = "private"    # pages that ask for no archive: keep, private or skip
# render = true    # for sites whose text comes by script; needs newsmorgue[js] and a Chromium
"""


def _one_line(text: str) -> str:
    """For a comment, which a line break in a page's URL must not end."""
    return "".join(c if c.isprintable() else " " for c in text)


def _text(value: str) -> str:
    # JSON's strings are TOML's basic strings, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    items = "".join(f"    {_text(value)},\n" for value in values)
    return f"[\n{items}]" if items else "[]"


def _guess(key: str, value: str | None, example: str, comment: str = "") -> str:
    note = f", {comment}" if comment else ""
    return f"{key} = {_text(value)}    # guessed{note}" if value else f'# {key} = "{example}"    # not found{note}'


def _pattern(pattern: str | None) -> str:
    if not pattern:
        return "# article = '/\\d{8}/.*\\.html$'    # in the URLs of articles; by length and digits of the path without it"
    quoted = f"'{pattern}'" if "'" not in pattern and pattern.isprintable() else _text(pattern)
    return f"article = {quoted}    # guessed; searched in the URL"
