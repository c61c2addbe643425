"""A real Dask scheduler with workers on loopback, as `dask scheduler` and `dask worker` start them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from distributed import Client

TESTS = Path(__file__).parent
# As docs/scaling.md has it.
PRELOAD = ("--preload", "pipelines.cluster_worker")


@contextmanager
def cluster(*options: str) -> Iterator[str]:
    """The address of a scheduler with two workers, which have nannies that start another one when theirs dies, and these options."""
    with tempfile.TemporaryDirectory() as folder:
        address = Path(folder) / "scheduler.json"
        common = ["--no-dashboard", "--scheduler-file", str(address)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, sys.path)])}
        start = [sys.executable, "-m", "distributed.cli."]
        commands = [
            [*start[:2], start[2] + "dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common],
            [*start[:2], start[2] + "dask_worker", "--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1", *options, *common],
        ]
        log = (Path(folder) / "log").open("w+b")
        processes = [
            subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True) for command in commands
        ]
        try:
            with Client(scheduler_file=str(address), timeout=60, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=60)
                yield client.scheduler_info()["address"]
        finally:
            for process in reversed(processes):
                os.killpg(process.pid, signal.SIGKILL)  # at once; what hangs on them ends with the pipe to its parent
                process.wait(30)
            log.close()


def worker_pids() -> list[int]:
    """The process ids of the Dask workers that live now; each is a child of its nanny, which runs in the process that we started."""
    found = []
    for ours in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if any("dask_worker" in word for word in ours.cmdline()):
                found += [child.pid for child in ours.children() if any("spawn_main" in word for word in child.cmdline())]
    return found
