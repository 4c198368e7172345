"""Runs jobs on an existing Dask cluster; needs the extra `[dask]`.

The machines need reportgen and nothing else: project, themes and shipped files travel as one
archive, by content, and the results come back as bytes. So `build/` is the same as that of a
local build. A worker that is killed costs its batch only, whose jobs are then sent one by one.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.building.events import Rendered
from reportgen.building.order import Order
from reportgen.building.snapshots import pack, unpack
from reportgen.model.lookup import Level
from reportgen.model.project import Job
from reportgen.problems import ProblemsError, problem

BATCH = 16
"""Jobs that travel together at most: a batch pays once for loading and reading."""

CONNECT_S = 20


def run_on_cluster(
    address: str, shipped: Path, project: Path, themes: Iterable[Level], order: Order
) -> Generator[Rendered, None, None]:
    """The results of the order's jobs, as they come; every job gives exactly one.

    Args:
        address: Of the scheduler: tcp://host:8786.
        shipped: The folder of the shipped files.
        project: The project folder.
        themes: The levels of the themes that its reports have.
        order: What is to be done; its folders are filled in where the work is done.

    Raises:
        ProblemsError: there is no such cluster, or the extra is not installed.
    """
    client = _connect(address)
    try:
        snapshot = pack(project, shipped, themes)
        yield from _run(client, snapshot, order)
    finally:
        client.close(timeout=1)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        hint = 'install the extra: pip install "reportgen-toolkit[dask]"'
        message = "--engine dask needs the package distributed"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error
    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "start one with `dask scheduler`, and give its address with --scheduler"
        message = f"no scheduler answers at {address}"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error


def _run(client: Any, snapshot: bytes, order: Order) -> Iterator[Rendered]:
    from distributed import as_completed

    workers = max(1, len(client.scheduler_info()["workers"]))
    size = max(1, min(BATCH, len(order.jobs) // (workers * 2)))
    batches = [order.jobs[at : at + size] for at in range(0, len(order.jobs), size)]
    running = {_submit(client, snapshot, order, batch): batch for batch in batches}
    queue = as_completed(list(running), loop=client.loop, raise_errors=False)
    alone: set[Job] = set()
    for future in queue:
        batch = running.pop(future)
        if future.status == "finished":
            yield from future.result()
            continue
        for job in batch:
            if job in alone:
                yield _died(job)
                continue
            alone.add(job)
            again = _submit(client, snapshot, order, (job,))
            running[again] = (job,)
            queue.add(again)


def _submit(client: Any, snapshot: bytes, order: Order, jobs: Sequence[Job]) -> Any:
    # Scattered data dies with the worker that holds it, so a future is asked for each time: what
    # is still held somewhere travels no further.
    data = client.scatter(snapshot, broadcast=True, hash=True)
    ordered = pickle.dumps(replace(order, jobs=tuple(jobs)))
    return client.submit(do_batch, data, ordered, pure=False, retries=0)


def do_batch(snapshot: bytes, ordered: bytes) -> list[Rendered]:
    """On a machine of the cluster: unpack what is needed, and do the jobs in a process."""
    project, shipped, themes = unpack(snapshot)
    order: Order = pickle.loads(ordered)  # noqa: S301  from the client that started this
    given = pickle.dumps(replace(order, project=project, shipped=shipped, themes=themes))
    command = [sys.executable, "-m", "reportgen.building.batch"]
    ran = subprocess.run(command, input=given, capture_output=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr.decode("utf-8", "replace")[-2000:])
    results: list[Rendered] = pickle.loads(ran.stdout)  # noqa: S301  from our own process
    return results


def _died(job: Job) -> Rendered:
    hint = "build it here, without --engine, to see what is wrong"
    message = f"the worker of {job.name} died twice on the cluster"
    return Rendered(job, (), (problem("worker-died", message, None, hint),))
