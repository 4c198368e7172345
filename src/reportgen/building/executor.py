"""Runs jobs in worker processes. It is handed what renders; it knows no renderer.

Why processes: fonts are isolated through an environment variable that must not reach the caller,
and vl-convert, once used, does not survive a fork. Why fork where there is one: a worker inherits
the project and the imported libraries, so it costs milliseconds; see docs/architecture.md.

Why our own pool: the parent must be the judge of time, memory and death, job by job, and must
have a single thread when it forks. concurrent.futures loses all jobs in flight when one worker
dies; Pebble forks from a thread.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reportgen.building.events import Rendered
from reportgen.model.project import Job
from reportgen.problems import Problem, problem
from reportgen.wanted import Limits

Render = Callable[[Job], Rendered]
Prepare = Callable[[Path], None]

STRIKES = 2
"""A job whose worker died is tried once more, alone; then it is named and left."""

PATIENCE = 10
"""How many times the seconds of work that a job may have it may take by the clock."""

POLL_S = 0.2
"""How often time and memory of the workers are looked at."""


_ORPHAN_S = 1.0
"""How often an idle worker looks whether it still has a parent."""

_STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass
class _Worker:
    """A process and the job that it has in hand."""

    process: Any
    pipe: Connection
    job: Job | None = None
    since: float = 0.0
    worked: float = 0.0
    peak: int = 0


@dataclass
class _Queue:
    """What is still to do: fresh jobs, then those whose worker died, which run one at a time."""

    fresh: deque[Job]
    suspects: deque[Job] = field(default_factory=deque)
    strikes: dict[Job, int] = field(default_factory=dict)

    def next(self, busy: int) -> Job | None:
        """The next job that may start while `busy` others run."""
        if self.fresh:
            return self.fresh.popleft()
        return self.suspects.popleft() if self.suspects and not busy else None

    def __bool__(self) -> bool:
        return bool(self.fresh or self.suspects)


def run_jobs(
    jobs: Sequence[Job],
    render: Render,
    prepare: Prepare,
    workers: int,
    limits: Limits | None = None,
    folder: Path | None = None,
) -> Generator[Rendered]:
    """The results of the jobs, as they come; every job gives exactly one.

    Args:
        jobs: What is to be rendered.
        render: Makes one job; it must be picklable where processes are spawned.
        prepare: Called once in each worker with a private folder, before its first job.
        workers: How many processes at most.
        limits: What a job may cost; what costs more is stopped and named.
        folder: For what the workers need while they run, ours alone: emptied before, so that what
            a killed build left is swept, and after. A temporary one without it.
    """
    if not jobs:
        return
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="reportgen-"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pool = _Pool(render, prepare, folder, limits or Limits())
    try:
        yield from pool.run(_Queue(deque(jobs)), min(workers, len(jobs)))
    finally:
        pool.stop()
        shutil.rmtree(folder, ignore_errors=True)


class _Pool:
    """The parent's side: hands out jobs one at a time and watches over the workers."""

    def __init__(self, render: Render, prepare: Prepare, folder: Path, limits: Limits) -> None:
        self._start = (render, prepare, folder)
        self._limits = limits
        self._context: Any = multiprocessing.get_context(_method())
        self._workers: list[_Worker] = []

    def run(self, queue: _Queue, workers: int) -> Iterator[Rendered]:
        while queue or any(worker.job for worker in self._workers):
            self._hand_out(queue, workers)
            yield from self._collect(queue)

    def stop(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _hand_out(self, queue: _Queue, workers: int) -> None:
        for number in range(workers):
            if number == len(self._workers):
                self._workers.append(self._new())
            worker = self._workers[number]
            if worker.job is None:
                job = queue.next(sum(other.job is not None for other in self._workers))
                if job is None:
                    return
                worker.job, worker.since = job, time.monotonic()
                worker.worked = _worked(worker.process.pid)
                with contextlib.suppress(OSError):  # it is dead: `_collect` finds that out
                    worker.pipe.send(job)

    def _new(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, *self._start, os.getpid()), daemon=True
        )
        with _held_back():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _collect(self, queue: _Queue) -> Iterator[Rendered]:
        pipes = {worker.pipe: worker for worker in self._workers if worker.job}
        ready = multiprocessing.connection.wait(list(pipes), timeout=POLL_S)
        for pipe, worker in pipes.items():
            if pipe in ready:
                yield from self._receive(worker, queue)
            else:
                yield from self._judge(worker)

    def _receive(self, worker: _Worker, queue: _Queue) -> Iterator[Rendered]:
        try:
            rendered: Rendered = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._died(worker, queue)
            return
        worker.job = None
        yield rendered

    def _died(self, worker: _Worker, queue: _Queue) -> Iterator[Rendered]:
        job = self._replace(worker)
        queue.strikes[job] = queue.strikes.get(job, 0) + 1
        if queue.strikes[job] < STRIKES:
            queue.suspects.append(job)
            return
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        hint = "build it alone to see whether it is this brief; the machine may be out of memory"
        message = f"the worker of {job.name} died twice ({how})"
        yield Rendered(job, (), (problem("worker-died", message, None, hint),))

    def _judge(self, worker: _Worker) -> Iterator[Rendered]:
        """Stop a worker whose job costs too much."""
        seconds = time.monotonic() - worker.since
        worker.peak = max(worker.peak, _resident(worker.process.pid))
        found: Problem | None = None
        if _worked(worker.process.pid) - worker.worked > self._limits.seconds:
            found = _costly(worker, f"took more than {self._limits.seconds:g} s of work")
        elif seconds > self._limits.seconds * PATIENCE:
            found = _costly(worker, f"took more than {self._limits.seconds * PATIENCE:g} s")
        elif worker.peak > self._limits.memory:
            found = _costly(worker, f"took more than {self._limits.memory / 1024**3:g} GiB")
        if found is not None:
            yield Rendered(self._replace(worker), (), (found,), seconds=seconds)

    def _replace(self, worker: _Worker) -> Job:
        """Put a new process in the worker's place; the job that the old one had."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if worker.job is None:
            raise RuntimeError("a worker without a job was replaced")
        return worker.job


def _costly(worker: _Worker, what: str) -> Problem:
    hint = "shorten its tables and texts, or raise the limits"
    name = worker.job.name if worker.job else "a job"
    return problem("too-costly", f"{name} {what} and was stopped", None, hint)


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Signals that stop a build wait until a new worker has said what it does with them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _method() -> str:
    return "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


def _worked(pid: int) -> float:
    """Seconds that a process has had on a processor; 0 where the system does not tell."""
    try:
        # The name of the program stands in brackets and may hold anything: count from its end.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell (no /proc)."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _work(pipe: Connection, render: Render, prepare: Prepare, folder: Path, parent: int) -> None:
    """A worker: jobs in, results out, until the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    _die_with(parent)
    private = folder / str(os.getpid())
    private.mkdir(exist_ok=True)
    prepare(private)
    with contextlib.suppress(EOFError, OSError):
        while os.getppid() == parent:  # for systems where `_die_with` does nothing
            if pipe.poll(_ORPHAN_S):
                pipe.send(render(pipe.recv()))


def _die_with(parent: int) -> None:
    """Have the kernel end this process when the parent ends, however it ends (Linux)."""
    if sys.platform != "linux":
        return
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
