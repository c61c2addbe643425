"""When sites are due, by cron lines in the site's own time zone; and what the system's scheduler needs to crawl by them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.archive import Archive
from scraper.cron import trigger
from scraper.site import Site, read_sites

# A site's last crawl is looked for this far back; one that has not been crawled for longer is due at once.
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Due:
    """A site with a schedule: when its last crawl began and when the next one should, in the site's zone."""

    site: Site
    last: datetime | None
    next: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether the next crawl should have begun; runs that were missed count once."""
        return self.next is not None and self.next <= now


def schedules(archive: Archive, sites: Iterable[Site], now: datetime) -> list[Due]:
    """The sites that have a schedule, with their last and next crawls."""
    with archive.database() as db:
        rows = db.rows_of("SELECT site, max(started_at) AS last FROM crawls GROUP BY site")
    last = {row["site"]: datetime.fromisoformat(row["last"]) for row in rows}
    return [_due(site, last.get(site.name), now) for site in sites if site.crawl.schedule]


def _due(site: Site, last: datetime | None, now: datetime) -> Due:
    assert site.crawl.schedule is not None
    zone = ZoneInfo(site.timezone or "UTC")
    if last is None or last < now - HORIZON:
        return Due(site, last, now.astimezone(zone))
    # The second after: the run that began the last crawl is over.
    following = trigger(site.crawl.schedule, site.timezone).get_next_fire_time(None, last.astimezone(zone) + timedelta(seconds=1))
    return Due(site, last, following)


def due_sites(archive: Archive, names: Iterable[str] = (), now: datetime | None = None) -> list[str]:
    """The names of the sites whose schedule says that a crawl should have begun."""
    now = now or datetime.now(timezone.utc)
    return [each.site.name for each in schedules(archive, read_sites(archive.sites, names), now) if each.is_due(now)]


def crawl_command(archive: Archive, *args: str) -> list[str]:
    """The command line of a crawl in a process of its own."""
    return [sys.executable, "-m", "scraper.cli", "-C", str(archive.root), "crawl", *args]


def cron_text(archive: Archive) -> str:
    """A line for `crontab -e`: every five minutes, whatever is due."""
    command = shlex.join(crawl_command(archive, "--due")).replace("%", r"\%")
    return f"# newsmorgue: crawl what is due\n*/5 * * * * {command} >/dev/null\n"


def systemd_units(archive: Archive) -> dict[str, str]:
    """A service and its timer, file name to text, for ~/.config/systemd/user/."""
    command = " ".join(_systemd_quoted(part) for part in crawl_command(archive, "--due"))
    service = f"""\
[Unit]
Description=newsmorgue: crawl what is due in {_escaped(str(archive.root))}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(archive.root))}
ExecStart={command}
# 1 says that some pages failed, and these are rows
SuccessExitStatus=1
KillSignal=SIGINT
TimeoutStopSec=60
Nice=10
"""
    timer = """\
[Unit]
Description=newsmorgue: look every five minutes for what is due

[Timer]
OnCalendar=*:0/5
RandomizedDelaySec=30
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {"newsmorgue.service": service, "newsmorgue.timer": timer}


def write_units(archive: Archive, folder: Path) -> list[Path]:
    """Writes the units into a folder and gives back their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in systemd_units(archive).items():
        (folder / name).write_text(text, "utf-8")
        paths.append(folder / name)
    return paths


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _systemd_quoted(part: str) -> str:
    escaped = _escaped(part).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"' if any(c.isspace() or c in "\"'\\;" for c in part) else escaped
