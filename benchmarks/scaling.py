"""What an archive of so many pages takes, reckoned from what was measured on one core. Prints the table of docs/scaling.md.

    python benchmarks/scaling.py
    python benchmarks/scaling.py --page-ms 12

It is arithmetic, no test: cores read pages side by side as long as the one writer keeps up, the disk keeps up, and the network
does. Which of them is the limit stands in the last column. With shards every host writes its own database, and merging is what remains.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

SIZES = (100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
CORES = (2, 16, 128, 1024)
DAY = 86_400


@dataclass(frozen=True)
class Measured:
    """Of one page, on one core of the machine that benchmarks/README.md names: milliseconds and bytes."""

    page_ms: float = 13.0  # extraction, reading and inflating the record, rows made ready
    write_ms: float = 0.5  # rows and search index, by the one writer
    hand_ms: float = 0.3  # what the writing process spends on handing over
    merge_ms: float = 1.0  # a row of a shard into the archive
    warc_bytes: float = 31_000
    text_bytes: float = 5_000
    database: float = 2.7  # times the text
    read_mb_s: float = 150.0  # one disk, or one host's share of a network


@dataclass(frozen=True)
class Plan:
    """How long a whole re-extraction takes, in seconds, and what limits it."""

    seconds: float
    limit: str


def reextract(pages: int, cores: int, measured: Measured) -> Plan:
    """One writer, all cores reading."""
    needs = {
        "cores": pages * measured.page_ms / 1000 / cores,
        "writer": pages * (measured.write_ms + measured.hand_ms) / 1000,
        "disk": pages * measured.warc_bytes / 1e6 / (measured.read_mb_s * max(1, cores / 16)),
    }
    limit = max(needs, key=lambda name: needs[name])
    return Plan(needs[limit], limit)


def by_shards(pages: int, cores: int, measured: Measured, cores_a_host: int = 16) -> Plan:
    """Each host re-extracts an archive of its own and is never merged: as many writers as hosts."""
    hosts = max(1, cores // cores_a_host)
    return reextract(pages // hosts, min(cores, cores_a_host), measured)


def span(seconds: float) -> str:
    for size, unit in ((DAY, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}" if seconds >= 20 * size else f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def volume(size: float) -> str:
    return f"{size / 1e12:.1f} TB" if size >= 1e12 else f"{size / 1e9:.0f} GB"


def table(measured: Measured) -> str:
    lines = ["| pages | WARC | database | " + " | ".join(f"{cores} cores" for cores in CORES) + " | 1024 cores in shards | one merge |"]
    lines.append("|" + " --- |" * (len(CORES) + 5))
    for pages in SIZES:
        plans = [reextract(pages, cores, measured) for cores in CORES]
        sharded = by_shards(pages, CORES[-1], measured)
        cells = [
            f"{pages:,}",
            volume(pages * measured.warc_bytes),
            volume(pages * measured.text_bytes * measured.database),
            *(f"{span(plan.seconds)} ({plan.limit})" for plan in plans),
            f"{span(sharded.seconds)} ({sharded.limit})",
            span(pages * measured.merge_ms / 1000),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Measured()
    for name in Measured.__dataclass_fields__:
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(default, name))
    print(table(Measured(**vars(parser.parse_args()))))


if __name__ == "__main__":
    main()
