"""What site profiles give: `python benchmarks/profiles.py FOLDER [--rounds N]`.

FOLDER is a set: `pages/*.html.gz` (or `.html`), many of few sites, and, if their texts are known, `gold.jsonl`, one record a line
with `page`, `body` (a paragraph a line), `url` and `fetched_at`. Of a name such as `www.example.org-2005-027.html.gz` what stands before the year is the
site, and the year is when it was fetched. `--gold FILE` scores by another file than the set's own.

Profiles are learned from the pages alone, as `morgue learn --manifest` does. Then every page is read in full and with its site's
profile, one after the other, so that both meet the same machine; of the rounds the quickest time of each counts. `used` is the
share of pages that were read by a layout of the profile. Fields are compared with those of the full reading.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from extraction import Tally, figures, moment, overlap, tokens

from pipelines import extract
from pipelines.article import Article
from pipelines.batch import read_page_file
from pipelines.capture import Capture
from pipelines.extraction.profile import SiteProfile
from pipelines.learning.learn import learn
from pipelines.profile_files import site_of

NAME = re.compile(r"(?P<site>.+?)-(?P<year>(?:19|20)\d\d)-")
FIELDS = ("title", "published_at", "authors", "source", "section", "language", "notice", "status")


@dataclass
class Page:
    """A page of the set with the least seconds that each way took and what it read."""

    name: str
    site: str
    url: str
    at: datetime | None
    raw: bytes
    body: str | None
    seconds: dict[str, float] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    def read(self, way: str, profile: SiteProfile | None) -> None:
        began = time.process_time()
        self.articles[way] = extract(self.raw, url=self.url, fetched_at=self.at, profile=profile)
        self.seconds[way] = min(time.process_time() - began, self.seconds.get(way, 9e9))

    @property
    def is_used(self) -> bool:
        evidence = self.articles["profile"].evidence.get("text")
        return evidence is not None and "layout" in evidence.method


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, help="the set's own gold.jsonl otherwise")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--predictions", type=Path, help="write what each way read here, FOLDER/full.jsonl and FOLDER/profile.jsonl")
    args = parser.parse_args()
    pages = read_pages(args.folder, args.gold or args.folder / "gold.jsonl")
    if not pages:
        parser.error(f"{args.folder}: no pages/*.html.gz")
    profiles, seconds = learned(pages)
    print(
        f"{len(pages)} pages of {len(profiles)} sites, {sum(len(p.layouts) for p in profiles.values())} layouts learned in {seconds:.1f} s CPU"
    )
    extract(pages[0].raw, url=pages[0].url)  # what loads with the first page is no page's time
    gc.collect()
    gc.freeze()  # nor is sweeping all that was loaded
    for _ in range(args.rounds):
        for page in pages:
            page.read("full", None)
            page.read("profile", profiles[page.site])
    print_table(pages)
    if args.predictions:
        write(pages, args.predictions)
    return 0


def read_pages(folder: Path, gold: Path) -> list[Page]:
    """The pages of a set in the order of their names; what the gold says of one goes before what its name says."""
    records = {record["page"]: record for line in _lines(gold) if (record := json.loads(line))}
    pages = []
    for path in sorted((folder / "pages").glob("*.html*")):
        record = records.get(path.name, {})
        named = NAME.match(path.name)
        url = record.get("url") or (f"http://{named['site']}/{path.name.partition('.html')[0]}" if named else "")
        at = moment(record.get("fetched_at")) or (datetime(int(named["year"]), 7, 1, tzinfo=timezone.utc) if named else None)
        site = named["site"] if named else site_of(url)
        pages.append(Page(path.name, site, url, at, read_page_file(path)[0], record.get("body")))
    return pages


def learned(pages: list[Page]) -> tuple[dict[str, SiteProfile], float]:
    """The profiles by site, and the seconds of processor time that they took."""
    by_site: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_site[page.site].append(page)
    began = time.process_time()
    found = {site: learn(site, [(Capture(url=p.url, fetched_at=p.at), p.raw) for p in some]) for site, some in sorted(by_site.items())}
    return found, time.process_time() - began


def print_table(pages: list[Page]) -> None:
    print(
        f"{'site':28} {'pages':>5} {'used':>5} {'full ms':>8} {'profile':>8} {'ratio':>6} {'f1 full':>8} {'profile':>8} {'exact':>6} {'profile':>8}"
    )
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[page.site].append(page)
    for site, some in [*sorted(groups.items())[:40], ("all", pages), ("those used", [page for page in pages if page.is_used])]:
        print(_row(site, some) if some else f"{site:28} {0:5}")
    differing = Counter(name for p in pages for name in FIELDS if getattr(p.articles["full"], name) != getattr(p.articles["profile"], name))
    print("fields that differ from the full reading, pages:", dict(differing) or "none")


def _row(site: str, pages: list[Page]) -> str:
    full, fast = (sum(page.seconds[way] for page in pages) / len(pages) * 1000 for way in ("full", "profile"))
    scores = {way: _score(pages, way) for way in ("full", "profile")}
    shown = [f"{scores[way][key]:{width}.4f}" if scores["full"] else " " * (width - 1) + "-"
             for key, width in (("f1", 8), ("exact", 6)) for way, width in (("full", width), ("profile", 8))]  # fmt: skip
    used = sum(page.is_used for page in pages) / len(pages)
    return f"{site:28} {len(pages):5} {used:5.2f} {full:8.2f} {fast:8.2f} {full / fast:6.2f} {' '.join(shown)}"


def _score(pages: list[Page], way: str) -> dict[str, Any]:
    tally = Tally()
    for page in pages:
        if page.body is not None:
            text = page.articles[way].text
            tally.shares.append(overlap(page.body, text))
            tally.exact.append(tokens(page.body) == tokens(text))
            tally.seconds.append(page.seconds[way])
    return figures(tally) if tally.shares else {}


def write(pages: list[Page], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for way in ("full", "profile"):
        lines = (json.dumps({"page": page.name, **page.articles[way].to_dict()}, ensure_ascii=False) for page in pages)
        (folder / f"{way}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()] if path.exists() else []


if __name__ == "__main__":
    sys.exit(main())
