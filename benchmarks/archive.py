"""An archive of many small captures: fixity beside FastWARC's own check, and the database made again beside extraction alone.

    python benchmarks/archive.py --captures 20000 --rounds 3 [--extract]

The captures are pages made up on the fly (a few kilobytes, gzip-coded as servers send them), each with request and metadata records in
one WARC file, and a row. Contenders take turns in the same run; the quickest time of each counts.

    FastWARC, blocks      ArchiveIterator and verify_block_digest over every record
    FastWARC, payloads    the same and verify_payload_digest
    verify --jobs N       both digests, the payload's SHA-256, every byte of every gzip header, rows against records both ways, the database
    reextract             extraction of every capture into a database that knows the captures (with --extract)
    rebuild               the database from the WARC file alone: captures, then the same extraction (with --extract)
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from pipelines.archive import Archive
from pipelines.storage.captures import save_capture
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Server", "nginx"))
WORDS = "council bridge harbour budget school river market transport museum library energy winter report committee engineer".split()

FASTWARC = """
import sys
from fastwarc.warc import ArchiveIterator
count = 0
for record in ArchiveIterator(sys.argv[1], parse_http=False):
    assert record.verify_block_digest()
    if sys.argv[2] == "payloads" and record.is_http:
        record.parse_http()
        record.verify_payload_digest()
    count += 1
"""


def page(number: int) -> bytes:
    words = random.Random(number)
    sentences = [" ".join(words.choices(WORDS, k=14)).capitalize() + "." for _ in range(24)]
    text = "".join(f"<p>{' '.join(sentences[start : start + 4])}</p>\n" for start in range(0, 24, 4))
    title = f"Story number {number} of the day"
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Loopback Post</title>
<meta property="article:published_time" content="2025-03-{number % 28 + 1:02}T08:{number % 60:02}:00+00:00"></head>
<body><header><a href="/">The Loopback Post</a></header><article><h1>{title}</h1><p class="byline">By Jane Roe</p>{text}</article>
<footer>© 2025 The Loopback Post. All rights reserved.</footer></body></html>""".encode()


def prepare(folder: Path, count: int) -> Archive:
    archive = Archive.create(folder)
    with archive.database() as db, WarcWriter(archive.warc, "benchmark", {}, rotate=1 << 40) as writer, db.writing():
        for number in range(count):
            url, moment = f"https://pages.example/{number:06}.html", START + timedelta(minutes=number)
            body = gzip.compress(page(number), 6, mtime=0)
            save_capture(db, writer.write_exchange(Exchange(url, moment, 200, body, response_headers=HEADERS)))
    return archive


def timed(*command: str | Path) -> tuple[float, float, float]:
    """Seconds from start to end, processor seconds over all processes, and the memory of the largest in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with code {process.returncode}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run(archive: Archive, rounds: int, *, extract: bool) -> dict[str, tuple[float, float, float]]:
    """The least of each figure over all rounds; what it takes to start Python with FastWARC, or the command, is taken off."""
    [warc] = archive.warc.rglob("*.warc.gz")
    morgue = [sys.executable, "-m", "scraper.cli", "-C", archive.root]
    contenders: dict[str, list[str | Path]] = {
        "start of Python": [sys.executable, "-c", "from fastwarc.warc import ArchiveIterator"],
        "start of morgue": [*morgue, "verify", "--help"],
        "FastWARC, blocks": [sys.executable, "-c", FASTWARC, warc, "blocks"],
        "FastWARC, payloads": [sys.executable, "-c", FASTWARC, warc, "payloads"],
        "verify --jobs 1": [*morgue, "verify", "--jobs", "1"],
        "verify --jobs 2": [*morgue, "verify", "--jobs", "2"],
    }
    if extract:
        contenders |= {"reextract": [*morgue, "reextract", "--json"], "rebuild": [*morgue, "rebuild", "--json"]}
    unread = archive.root.with_name("unread.db")
    shutil.copy(archive.database_path, unread)
    best: dict[str, tuple[float, float, float]] = {}
    for _ in range(rounds):
        for name, command in contenders.items():
            if name in ("reextract", "rebuild"):
                clear(archive)
                shutil.copy(unread, archive.database_path)
            figures = timed(*command)
            best[name] = tuple(map(min, best.get(name, figures), figures))  # type: ignore[assignment]
    clear(archive)
    return best


def clear(archive: Archive) -> None:
    """Takes away the database of the round before, and what a rebuild put aside."""
    for left in archive.root.glob("morgue.db*"):
        left.unlink()


def report(best: dict[str, tuple[float, float, float]], count: int) -> None:
    print(f"{count:,} captures, {3 * count:,} records\n{'':20}{'seconds':>9}{'CPU s':>9}{'captures/s':>12}{'MB':>6}")
    for name, (wall, cpu, peak) in best.items():
        print(f"{name:20}{wall:9.2f}{cpu:9.2f}{count / wall:12,.0f}{peak:6.0f}")
    for index, unit in ((0, "time"), (1, "processor time")):
        python, morgue = best["start of Python"][index], best["start of morgue"][index]
        for job in ("1", "2"):
            own = best[f"verify --jobs {job}"][index] - morgue
            ratios = ((best[f"FastWARC, {what}"][index] - python) / own for what in ("blocks", "payloads"))
            print(
                f"verify --jobs {job}, by {unit}: "
                + "{:.2f} x FastWARC's speed over blocks, {:.2f} x over blocks and payloads".format(*ratios)
            )
        if "rebuild" in best:
            print(f"rebuild, by {unit}: {best['reextract'][index] / best['rebuild'][index]:.2f} x the speed of reextract")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--extract", action="store_true", help="also reextract and rebuild, which take minutes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(run(prepare(Path(folder) / "archive", options.captures), options.rounds, extract=options.extract), options.captures)


if __name__ == "__main__":
    main()
