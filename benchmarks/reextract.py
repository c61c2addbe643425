"""Extraction over a whole archive, end to end, beside what one would write without newsmorgue. One run, one table.

    python benchmarks/reextract.py FOLDER --captures 300 --rounds 3

FOLDER holds saved pages as <set>/pages/*.html.gz. They become one WARC file, gzip-coded as servers send them, repeated with
distinct payloads until there are so many captures. Every contender is a process of its own, timed from start to end:

    plain script     warcio's iterator, trafilatura.bare_extraction(with_metadata=True), sqlite-utils' insert_all
    trafilatura      trafilatura --parallel 2 --json --with-metadata over the same pages as files
    jobs N           morgue reextract --jobs N: all fields, rows, evidence and the search index written
    nothing to do    morgue reextract again, where this extractor has read everything
    Dask, 2 workers  morgue reextract --scheduler, with --dask: scheduler and workers run already, started as docs/scaling.md
                     says; their processor time counts

With --memory 100000 no contender runs: so many small captures are read, and what the process that hands out and writes took is printed.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from archive import prepare as prepare_small

from pipelines.archive import Archive
from pipelines.storage.captures import save_capture
from pipelines.storage.digest import rows_digest
from pipelines.warc.exchange import Exchange
from pipelines.warc.writer import WarcWriter

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
HEADERS = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))

PLAIN_SCRIPT = """
import sys
import sqlite_utils, trafilatura
from warcio.archiveiterator import ArchiveIterator

def rows(path):
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                page = trafilatura.bare_extraction(record.content_stream().read(), with_metadata=True)
                values = page.as_dict() if page else {}
                kept = {key: value for key, value in values.items() if key not in ("body", "commentsbody")}
                yield {"uri": record.rec_headers.get_header("WARC-Target-URI")} | kept

sqlite_utils.Database(sys.argv[2])["articles"].insert_all(rows(sys.argv[1]), pk="uri", alter=True)
"""

# What docs/scaling.md advises.
DASK = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
}

MEMORY = """
import resource, sys
from pathlib import Path
from pipelines.archive import Archive
from pipelines.reextract import reextract

report = reextract(Archive.open(Path(sys.argv[1])), {}, jobs=2)
print(sum(report.outcomes.values()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@dataclass(frozen=True)
class Timing:
    """Seconds from start to end, processor time over all processes of a contender, and the memory of its largest one in MB."""

    name: str
    wall: float
    cpu: float
    peak: float


def pages(folder: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """So many pages, each another payload; a selection without order where the folder holds more, in rounds where it holds fewer."""
    files = sorted(folder.glob("*/pages/*.html.gz")) or sorted(folder.rglob("*.html.gz"))
    if not files:
        raise SystemExit(f"{folder} holds no <set>/pages/*.html.gz; name a folder that does")
    random.Random(1).shuffle(files)
    for number in range(count):
        file = files[number % len(files)]
        yield f"{file.parent.parent.name}-{number:06}.html", gzip.decompress(file.read_bytes()) + f"\n<!-- copy {number} -->".encode()


def prepare(source: Path, folder: Path, count: int) -> Archive:
    """An archive whose captures nobody has read, and the same pages as files beside it."""
    archive, files = Archive.create(folder / "archive"), folder / "files"
    files.mkdir()
    with archive.database() as db, WarcWriter(archive.warc, "benchmark", {}) as writer:
        for number, (name, page) in enumerate(pages(source, count)):
            (files / name).write_bytes(page)
            exchange = Exchange(
                f"https://pages.example/{name}",
                START + timedelta(minutes=number),
                200,
                gzip.compress(page, 6, mtime=0),
                response_headers=HEADERS,
            )
            with db.writing():
                save_capture(db, replace(writer.write_exchange(exchange), role="article"))
    return archive


def timed(name: str, *command: str | Path) -> Timing:
    """Runs a command to its end; its output goes nowhere."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with code {process.returncode}; run it yourself: {' '.join(map(str, command))}")
    return Timing(name, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def dask(folder: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """The address of a scheduler with two workers of one thread on loopback, and what processor time they have taken so far."""
    from distributed import Client

    file, module = folder / "scheduler.json", [sys.executable, "-m"]
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    commands = [
        [*module, "distributed.cli.dask_scheduler", "--port", "0", *common],
        [*module, "distributed.cli.dask_worker", "--nworkers", "2", "--nthreads", "1", "--preload", "pipelines.cluster_worker", *common],
    ]
    environment = os.environ | DASK
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(command, cwd=folder, env=environment, **quiet) for command in commands]
    try:
        with Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = str(client.scheduler_info()["address"])
        yield address, lambda: sum(sum(each.cpu_times()[:4]) for process in started for each in family(process.pid))
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def family(pid: int) -> list[Any]:
    """A process with its children and theirs."""
    import psutil

    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def on_a_cluster(archive: Archive, folder: Path, morgue: Sequence[str | Path]) -> Timing:
    """A whole run on a cluster that is there already."""
    with dask(folder) as (address, spent):
        before = spent()
        timing = timed("Dask, 2 workers", *morgue, "reextract", "--json", "--scheduler", address)
        return replace(timing, cpu=timing.cpu + spent() - before)


def run(source: Path, folder: Path, count: int, rounds: int, with_dask: bool) -> list[Timing]:
    """Times the contenders one after the other, so many times over; the quickest time of each."""
    archive = prepare(source, folder, count)
    shutil.copy(archive.database_path, folder / "unread.db")
    (folder / "plain.py").write_text(PLAIN_SCRIPT)
    best: dict[str, Timing] = {}
    for _ in range(rounds):
        for each in contenders(archive, folder, with_dask):
            best[each.name] = min(best.get(each.name, each), each, key=lambda timing: timing.wall)
    return list(best.values())


def contenders(archive: Archive, folder: Path, with_dask: bool) -> Iterator[Timing]:
    """One round, from the same captures, which nobody has read."""
    (warc,) = archive.warc.rglob("*.warc.gz")
    for left in ("plain.db", "json"):
        remove(folder / left)
    yield timed("plain script", sys.executable, folder / "plain.py", warc, folder / "plain.db")
    trafilatura = Path(sys.executable).with_name("trafilatura")
    options = ["--parallel", "2", "--json", "--with-metadata", "--input-dir", folder / "files", "--output-dir", folder / "json"]
    yield timed("trafilatura --parallel 2", trafilatura, *options)
    morgue = [sys.executable, "-m", "scraper.cli", "-C", archive.root]
    digests = set()
    for jobs in ("1", "2"):
        shutil.copy(folder / "unread.db", archive.database_path)
        yield timed(f"reextract --jobs {jobs}", *morgue, "reextract", "--json", "--jobs", jobs)
        digests.add(digest(archive))
    yield timed("nothing to do", *morgue, "reextract", "--json")
    if with_dask:
        shutil.copy(folder / "unread.db", archive.database_path)
        yield on_a_cluster(archive, folder, morgue)
        digests.add(digest(archive))
    assert len(digests) == 1, "the rows must not depend on the number of workers, nor on the engine"


def memory(folder: Path, count: int) -> str:
    """The peak of the writing process alone, its workers not counted, with so many captures to do."""
    archive = prepare_small(folder / "archive", count)
    done = subprocess.run([sys.executable, "-c", MEMORY, str(archive.root)], capture_output=True, text=True, check=True)
    captures, peak = map(int, done.stdout.split())
    return f"{captures:,} captures read, the writing process took {peak} MB (under 300 wanted)"


def digest(archive: Archive) -> str:
    with archive.database() as db:
        return rows_digest(db)


def remove(path: Path) -> None:
    """Takes away what the round before left."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def report(timings: list[Timing], count: int) -> None:
    """Prints the table and the three ratios."""
    plain, cpu = timings[0].wall, timings[0].cpu
    print(f"{'':26}{'seconds':>9}{'pages/s':>9}{'x plain':>9}{'CPU ms a page':>15}{'x CPU':>7}{'MB':>6}")
    for each in timings:
        print(
            f"{each.name:26}{each.wall:9.1f}{count / each.wall:9.1f}{plain / each.wall:9.2f}{1000 * each.cpu / count:15.1f}"
            f"{cpu / each.cpu:7.2f}{each.peak:6.0f}"
        )
    _, parallel, one, two, *rest = timings
    print(
        f"--jobs 2: {plain / two.wall:.2f} x plain script, {parallel.wall / two.wall:.2f} x trafilatura --parallel 2, "
        f"{one.wall / two.wall:.2f} x --jobs 1"
    )
    if len(rest) > 1:
        print(f"Dask: {two.wall / rest[1].wall:.2f} x --jobs 2 by the clock, {two.cpu / rest[1].cpu:.2f} by processor time")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--captures", type=int, default=300)
    parser.add_argument(
        "--rounds", type=int, default=1, help="so often; the quickest time of each counts, for machines that do other things"
    )
    parser.add_argument("--dask", action="store_true", help="also on a Dask cluster of two workers")
    parser.add_argument("--memory", type=int, metavar="CAPTURES", help="only what the writing process takes with so many to do")
    options = parser.parse_args()
    if not (options.folder or options.memory):
        parser.error("name a folder of pages, or --memory CAPTURES")
    with tempfile.TemporaryDirectory() as folder:
        if options.memory:
            print(memory(Path(folder), options.memory))
            return
        report(run(options.folder, Path(folder), options.captures, options.rounds, options.dask), options.captures)


if __name__ == "__main__":
    main()
