"""Runs jobs in worker processes. It is handed what renders; it knows no renderer.

Why processes: fonts are isolated through an environment variable that must not reach the caller,
and vl-convert, once used, does not survive a fork. Why fork where there is one: a worker inherits
the project and the imported libraries, so it costs milliseconds; see docs/architecture.md.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from reportgen.building.events import Rendered
from reportgen.model.project import Job
from reportgen.problems import problem

Render = Callable[[Job], Rendered]
Prepare = Callable[[Path], None]

_RENDER: list[Render] = []
"""The renderer of this worker process."""


def run_jobs(
    jobs: Sequence[Job], render: Render, prepare: Prepare, workers: int
) -> Iterator[Rendered]:
    """The results of the jobs, as they come.

    Args:
        jobs: What is to be rendered.
        render: Makes one job; it must be picklable where processes are spawned.
        prepare: Called once in each worker with a private folder, before its first job.
        workers: How many processes at most.
    """
    if not jobs:
        return
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        pool = ProcessPoolExecutor(
            min(workers, len(jobs)),
            mp_context=multiprocessing.get_context(_method()),
            initializer=_start,
            initargs=(render, prepare, folder),
        )
        with pool:
            futures = {pool.submit(_work, job): job for job in jobs}
            for future in as_completed(futures):
                yield _result(future, futures[future])


def _method() -> str:
    return "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


def _start(render: Render, prepare: Prepare, folder: str) -> None:
    private = Path(folder) / str(os.getpid())
    private.mkdir()
    prepare(private)
    _RENDER[:] = [render]


def _work(job: Job) -> Rendered:
    return _RENDER[0](job)


def _result(future: Future[Rendered], job: Job) -> Rendered:
    try:
        return future.result()
    except BrokenProcessPool:
        hint = "build it alone to see whether it is this brief; free memory may have run out"
        return Rendered(
            job, (), (problem("worker-died", f"the worker of {job.name} died", None, hint),)
        )
