"""Quality and processor time of extraction, ours and others', over folders of real pages with known answers.

    python benchmarks/extraction.py FOLDER [--limit N] [--only NAME ...] [--unnamed] [--undeclared] [--json]

FOLDER holds sets, or is one: `<set>/pages/*.html` or `.html.gz` and `<set>/gold.jsonl`, one record a line with `page`, `body` (a
paragraph a line) and optionally `url`, `fetched_at`, `title`, `published_at`, `authors`. Every page is given to every
extractor in turn before the next page, so that a busy machine slows all alike; the order changes from page to page. All run
once before the clock starts, models and imports included, and what they then hold is kept from the garbage collector, so that
nobody pays for sweeping another's modules. `--limit` takes pages from all over a set, not its first. `--unnamed` takes away what the
names of blocks tell, `--undeclared` what the page tells machines (`damage.py`).

f1, precision and recall are those of shingles of four tokens (a CJK character is a token), as in the article extraction
benchmark; exact is the share of pages whose tokens are exactly the gold's. Times are processor time of one process
(`time.process_time`), metadata included where the extractor gives any, ours with all fields and as plain values; "cpu" is the
share of what `trafilatura.bare_extraction(with_metadata=True)` takes for the same set. The peers come with `pip install newsmorgue[bench]`; one that is not installed is left out.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import re
import socket
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from damage import Change, changed, undeclared, unnamed

from pipelines.batch import read_page_file

Extractor = Callable[[bytes, str, "datetime | None"], dict[str, Any]]
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+")


@dataclass
class Tally:
    """What one extractor did on one set."""

    shares: list[tuple[float, float, float]] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    authors: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def ours() -> Extractor:
    from pipelines import extract

    return lambda raw, url, at: extract(raw, url=url, fetched_at=at).to_dict()


def trafilatura() -> Extractor:
    from trafilatura import bare_extraction

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        document = bare_extraction(raw, url=url or None, with_metadata=True)
        return (
            {}
            if document is None
            else {"text": document.text, "title": document.title, "published_at": document.date, "authors": names(document.author)}
        )

    return run


def trafilatura_fast() -> Extractor:
    from trafilatura import bare_extraction

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        document = bare_extraction(raw, url=url or None, with_metadata=False, fast=True)
        return {} if document is None else {"text": document.text}

    return run


def readability() -> Extractor:
    from lxml import html
    from readability import Document

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        document = Document(raw.decode("utf-8", "replace"))
        return {"text": "\n".join(html.fromstring(document.summary()).itertext()), "title": document.short_title()}

    return run


def newspaper4k() -> Extractor:
    from newspaper import Article

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        article = Article(url or "http://localhost/", fetch_images=False)
        article.download(input_html=raw.decode("utf-8", "replace"))
        article.parse()
        return {"text": article.text, "title": article.title, "published_at": article.publish_date, "authors": article.authors}

    return run


def newsplease() -> Extractor:
    from newsplease import NewsPlease

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        article = NewsPlease.from_html(raw.decode("utf-8", "replace"), url=url or None)
        return {"text": article.maintext, "title": article.title, "published_at": article.date_publish, "authors": article.authors}

    return run


def resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def run(raw: bytes, url: str, at: datetime | None) -> dict[str, Any]:
        tree = HTMLTree.parse_from_bytes(raw, detect_encoding(raw))
        return {"text": extract_plain_text(tree, main_content=True), "title": tree.title}

    return run


PEERS: dict[str, Callable[[], Extractor]] = {
    "newsmorgue": ours,
    "trafilatura": trafilatura,
    "trafilatura fast": trafilatura_fast,
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "news-please": newsplease,
    "resiliparse": resiliparse,
}


def main() -> int:
    """Runs every extractor over every page and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="pages of each set")
    parser.add_argument("--only", nargs="+", choices=sorted(PEERS), help="extractors to run")
    parser.add_argument("--unnamed", action="append_const", const=unnamed, dest="changes", help="with meaningless classes and ids")
    parser.add_argument("--undeclared", action="append_const", const=undeclared, dest="changes", help="without metadata")
    parser.add_argument("--json", action="store_true", help="a line a set and extractor")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    go_offline()
    sets = [args.folder] if (args.folder / "gold.jsonl").exists() else sorted(path.parent for path in args.folder.glob("*/gold.jsonl"))
    if not sets:
        parser.error(f"{args.folder}: no gold.jsonl in it or in its folders")
    extractors = available(args.only or list(PEERS))
    gc.collect()
    gc.freeze()
    rows = [row for each in sets for row in rows_of(each, extractors, args.limit, args.changes or ())]
    if args.json:
        for row in rows:
            print(json.dumps(row))
    else:
        print_table(rows)
        print(versions(extractors))
    return 0


def go_offline() -> None:
    """Lets no extractor fetch anything: some look for lists of domains or pictures and would wait for them."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("benchmarks run without network")

    socket.getaddrinfo = refuse
    socket.socket.connect = refuse  # type: ignore[method-assign]


def available(wanted: list[str]) -> dict[str, Extractor]:
    """The extractors that are installed, each run once so that nobody is timed while loading."""
    found: dict[str, Extractor] = {}
    page = ("<html><body><article>" + "<p>The council voted on Tuesday to keep the ferry, and residents were glad of it.</p>" * 8).encode()
    for name in wanted:
        try:
            found[name] = PEERS[name]()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        attempt(found[name], page, "https://localhost/a", None)
    return found


def rows_of(folder: Path, extractors: dict[str, Extractor], limit: int | None, changes: Sequence[Change] = ()) -> list[dict[str, Any]]:
    """The figures of every extractor over one set, each page changed before anybody reads it."""
    gold = spread([json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines() if line], limit)
    tallies = {name: Tally() for name in extractors}
    order = list(extractors)
    for record in gold:
        raw = changed(read_page_file(pages_of(folder) / record["page"])[0], changes)
        url, at = record.get("url") or "", moment(record.get("fetched_at"))
        order.append(order.pop(0))
        for name in order:
            began = time.process_time()
            found, failed = attempt(extractors[name], raw, url, at)
            note(tallies[name], record, found, time.process_time() - began, failed)
    return [{"set": folder.name, "extractor": name, **figures(tally)} for name, tally in tallies.items()]


def spread(records: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """As many records as asked for, at equal distances."""
    count = min(limit or len(records), len(records))
    return [records[i * len(records) // count] for i in range(count)]


def versions(extractors: dict[str, Extractor]) -> str:
    """What ran."""
    packages = ("lxml", *(name for name in extractors if " " not in name))
    return f"Python {sys.version.split()[0]}, " + ", ".join(f"{name} {version(name)}" for name in packages)


def pages_of(folder: Path) -> Path:
    """The folder of a set's pages; pages beside gold.jsonl are allowed too."""
    return folder / "pages" if (folder / "pages").is_dir() else folder


def attempt(extractor: Extractor, raw: bytes, url: str, at: datetime | None) -> tuple[dict[str, Any], bool]:
    """What an extractor gives; a page on which it raises counts as empty."""
    try:
        return extractor(raw, url, at), False
    except Exception:  # the peers raise whatever they like
        return {}, True


def note(tally: Tally, gold: dict[str, Any], found: dict[str, Any], seconds: float, failed: bool) -> None:
    """Adds one page."""
    text = found.get("text") or ""
    tally.seconds.append(seconds)
    tally.errors += failed
    tally.shares.append(overlap(gold.get("body"), text))
    tally.exact.append(tokens(gold.get("body")) == tokens(text))
    if gold.get("title"):
        tally.titles.append(squash(gold["title"]) == squash(found.get("title")))
    if gold.get("published_at"):
        tally.days.append(str(gold["published_at"])[:10] == str(found.get("published_at") or "")[:10])
    if gold.get("authors"):
        tally.authors.append({squash(name) for name in gold["authors"]} == {squash(name) for name in found.get("authors") or []})


def figures(tally: Tally) -> dict[str, Any]:
    """Averages; f1 is of the averaged precision and recall over pages."""
    precision = mean([tp / (tp + fp) for tp, fp, _ in tally.shares if tp + fp > 0])
    recall = mean([tp / (tp + fn) for tp, _, fn in tally.shares if tp + fn > 0])
    return {
        "pages": len(tally.shares),
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "precision": precision,
        "recall": recall,
        "exact": mean(tally.exact),
        "title": mean(tally.titles) if tally.titles else None,
        "day": mean(tally.days) if tally.days else None,
        "authors": mean(tally.authors) if tally.authors else None,
        "ms": 1000 * mean(tally.seconds),
        "slowest": 1000 * max(tally.seconds, default=0.0),
        "errors": tally.errors,
    }


def print_table(rows: list[dict[str, Any]]) -> None:
    """One line a set and extractor; "cpu" is time relative to trafilatura's on the same pages."""
    print(
        f"{'set':10} {'extractor':18} {'f1':>6} {'prec':>6} {'rec':>6} {'exact':>6} {'title':>6} {'day':>6} {'auth':>6} {'ms':>7} {'max ms':>7} {'cpu':>5} {'err':>4}"
    )
    base = {row["set"]: row["ms"] for row in rows if row["extractor"] == "trafilatura"}
    for row in rows:
        shown = [
            f"{row[key]:6.3f}" if row[key] is not None else f"{'':6}"
            for key in ("f1", "precision", "recall", "exact", "title", "day", "authors")
        ]
        ratio = f"{row['ms'] / base[row['set']]:5.2f}" if base.get(row["set"]) else f"{'':5}"
        print(
            f"{row['set'][:10]:10} {row['extractor']:18} {' '.join(shown)} {row['ms']:7.1f} {row['slowest']:7.0f} {ratio} {row['errors']:4}"
        )


def overlap(true: str | None, found: str | None) -> tuple[float, float, float]:
    """Shares of shingles found, invented and missed."""
    a, b = shingles(true), shingles(found)
    both = sum((a & b).values())
    wrong, missed = sum(b.values()) - both, sum(a.values()) - both
    total = both + wrong + missed
    return (both / total, wrong / total, missed / total) if total else (0.0, 0.0, 0.0)


def shingles(text: str | None, size: int = 4) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)) if words[i : i + size])


def tokens(text: str | None) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFC", text or ""))


def squash(text: object) -> str:
    return "".join(unicodedata.normalize("NFC", str(text or "")).split()).casefold()


def names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(";") if name.strip()]


def moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def mean(values: list[float] | list[bool]) -> float:
    return statistics.fmean(values) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
