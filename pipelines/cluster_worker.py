"""What runs in Dask workers: pages are read by processes beside each of them, with the limits that these have on one machine.

`dask worker … --preload pipelines.cluster_worker` loads what they need when the worker starts, else the first batch waits for it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from distributed import get_worker

from pipelines.capture import Capture
from pipelines.extraction.rules import SiteRules
from pipelines.processes import prepare
from pipelines.warc.store import STORE
from pipelines.workers import ExtractionPool

# The fingerprints of who read the pages of a batch; and rows and seconds of each, pickled, which only the same version can read.
Answer = tuple[list[str], bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What workers need to know; equal ones share their processes."""

    warc_folder: str
    store: str | None
    rules: Mapping[str, SiteRules]
    timeout: float
    memory: int | None


_pool: tuple[Reading, ExtractionPool] | None = None
_lock = threading.Lock()


def dask_setup(_: Any) -> None:
    """Called by Dask where a worker that preloads this module starts, which takes tasks when this is done."""
    _leave_dask()
    prepare(wait=True)


def read(reading: Reading, captures: Sequence[Capture]) -> Answer:
    """A task: the captures of a batch, read by this worker's processes."""
    results = _pool_for(reading).submit(captures).result()
    return [each.article.fingerprint for each in results], pickle.dumps([(each.article, each.seconds) for each in results])


def end_pool() -> None:
    """Ends this worker's processes, whatever they do."""
    with _lock:
        _close()


def _pool_for(reading: Reading) -> ExtractionPool:
    global _pool
    with _lock:
        if _pool is None or _pool[0] != reading:
            _close()
            _leave_dask()
            jobs = get_worker().state.nthreads
            pool = ExtractionPool(_folder(reading), reading.rules, jobs=jobs, timeout=reading.timeout, memory=reading.memory)
            _pool = reading, pool
        return _pool[1]


def _leave_dask() -> None:
    """Takes away what our processes would have from the Dask worker and its nanny to their harm."""
    # Nannies start their workers as daemons, which may not have children; ours end with the pipe to their parent.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    # Processes import their parent's main module, here Dask's command and all that it loads, but for those with this name.
    sys.modules["__main__"].__spec__ = ModuleSpec("dask.__main__", None)
    # Nannies have freed memory given back to the system at once, which a process that reads pages asks for again with the next.
    os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)


def _folder(reading: Reading) -> Path:
    """The WARC folder, or where this host does not have it, one that names the store that it names."""
    folder = Path(reading.warc_folder)
    if reading.store is None or folder.is_dir():
        return folder
    stand_in = Path(tempfile.mkdtemp(prefix="newsmorgue-"))
    (stand_in / STORE).write_text(reading.store, "utf-8")
    return stand_in


def _close() -> None:
    global _pool
    if _pool is not None:
        _pool[1].close(wait=False)
        _pool = None
