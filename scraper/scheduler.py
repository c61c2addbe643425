"""A process that crawls sites when they are due, and tells when one falls ill."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from threading import Event
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from pipelines.archive import Archive
from pipelines.errors import MorgueError
from scraper.alarm import tell
from scraper.cron import trigger
from scraper.schedule import crawl_command, schedules
from scraper.site import read_sites
from scraper.status import status

logger = logging.getLogger("newsmorgue.schedule")

JITTER = 30  # seconds by which starts are spread, so that many sites do not begin in the same second
LOOK = 300  # seconds between two looks at the sites' health, where somebody wants to be told


class Scheduler:
    """Crawls each site when it is due, as a child process, one at a time a site; a run that was missed is made up for once.

    The crawl's own lock keeps out crawls that were started otherwise. `run` blocks until `stop`.
    """

    def __init__(self, archive: Archive, *, jitter: int = JITTER, command: Callable[[str], list[str]] | None = None) -> None:
        self._archive = archive
        self._jitter = jitter
        self._command = command or (lambda name: crawl_command(archive, name))
        self._stopped = Event()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._scheduler = BackgroundScheduler(timezone=timezone.utc)

    def run(self) -> None:
        """Starts with what is due now."""
        now = datetime.now(timezone.utc)
        for due in schedules(self._archive, read_sites(self._archive.sites), now):
            assert due.site.crawl.schedule is not None
            when = trigger(due.site.crawl.schedule, due.site.timezone)
            when.jitter = self._jitter or None
            late: dict[str, Any] = {"next_run_time": now} if due.is_due(now) else {}
            name = due.site.name
            self._scheduler.add_job(self.crawl, when, [name], id=name, coalesce=True, max_instances=1, misfire_grace_time=None, **late)
            logger.info("%-12s next crawl %s", name, "now" if late else due.next)
        if self._archive.config.alarm.webhook is not None:
            self._scheduler.add_job(self.look, "interval", seconds=LOOK, max_instances=1, coalesce=True)
        self._scheduler.start()
        try:
            self._stopped.wait()
        finally:
            self._end()

    def stop(self) -> None:
        """Ends `run`; crawls under way are told to stop and stop clean."""
        self._stopped.set()

    def crawl(self, name: str) -> None:
        """One crawl, to its end."""
        if self._stopped.is_set():
            return
        child = subprocess.Popen(self._command(name), stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
        self._children[name] = child
        logger.info("%-12s crawl begins, process %d", name, child.pid)
        code = child.wait()
        self._children.pop(name, None)
        logger.info("%-12s crawl ended with code %d", name, code)

    def look(self) -> None:
        """Tells the webhook of morgue.toml which sites have fallen ill or are well again."""
        try:
            told = tell(self._archive, status(self._archive))
        except MorgueError as error:
            logger.warning("%-12s %s", "alarm", error)
            return
        for each in told:
            logger.info("%-12s %s: %s", "alarm", each.site, "; ".join(each.problems) or "well again")

    def _end(self) -> None:
        for child in list(self._children.values()):
            child.terminate()
        self._scheduler.shutdown(wait=True)
