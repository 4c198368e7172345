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
import pickle
import shutil
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reportgen.building.costs import LOOK_S, Costs
from reportgen.building.events import Rendered
from reportgen.building.settling import can_fork, started
from reportgen.building.working import (
    PIECE,
    Answer,
    Prepare,
    Render,
    largest_answer,
    too_costly,
    too_much_memory,
    work,
)
from reportgen.model.project import Job
from reportgen.problems import ProblemsError, problem
from reportgen.wanted import Limits

STRIKES = 2
"""A job whose worker died is tried once more, alone; then it is named and left."""

PATIENCE = 10
"""How many times the seconds that a job may have it may take by the clock."""

_RESIDUE = 4
"""A worker whose jobs have left it with this part of what a job may hold is replaced: the next job
must not pay for the one before. What it was forked with does not count: a new one has it, too."""


@dataclass
class _Worker:
    """A process, others that work for it, and the job that it has in hand."""

    process: Any
    pipe: Connection
    costs: Costs
    companions: tuple[Any, ...] = ()
    job: Job | None = None
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0


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
    meanwhile: Callable[[], None] = lambda: None,
    companion: Any = None,
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
        meanwhile: Is called once, when the workers have begun: what this process can do while it
            would wait. It should not take long, for nobody watches the workers then.
        companion: A process that works for the first worker: what it costs counts as the
            worker's, and it ends with the worker.

    Raises:
        ProblemsError: there is no room for that folder, or no process can be started.
    """
    if not jobs:
        return
    folder = _emptied(folder)
    pool = _Pool(render, prepare, folder, limits or Limits(), companion)
    try:
        yield from pool.run(_Queue(deque(jobs)), min(workers, len(jobs)), meanwhile)
    finally:
        pool.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _emptied(folder: Path | None) -> Path:
    try:
        if folder is None:
            return Path(tempfile.mkdtemp(prefix="reportgen-"))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        message = f"cannot write what workers need: {error.strerror or error}"
        hint = "look at the folder's rights and at the free space of the disk"
        raise ProblemsError((problem("cannot-write", message, None, hint),)) from error
    return folder


class _Pool:
    """The parent's side: hands out jobs one at a time and watches over the workers."""

    def __init__(
        self, render: Render, prepare: Prepare, folder: Path, limits: Limits, companion: Any
    ) -> None:
        self._companion = companion
        self._start = (render, prepare, folder, os.getpid(), limits)
        self._limits = limits
        self._workers: list[_Worker] = []

    def run(self, queue: _Queue, workers: int, meanwhile: Callable[[], None]) -> Iterator[Rendered]:
        workers = self._hand_out(queue, workers)
        meanwhile()
        while queue or any(worker.job for worker in self._workers):
            workers = self._hand_out(queue, workers)
            yield from self._collect(queue)

    def stop(self) -> None:
        for worker in self._workers:
            _kill(worker)
        for worker in self._workers:
            _wait(worker)
        self._workers.clear()

    def _hand_out(self, queue: _Queue, workers: int) -> int:
        """Give every worker a job while there are some; how many workers the system allows."""
        for number in range(workers):
            if number == len(self._workers):
                try:
                    self._workers.append(self._new())
                except OSError as error:  # no more processes, files or memory
                    if number:
                        return number
                    raise _no_worker(error) from error
            worker = self._workers[number]
            if worker.job is None:
                job = queue.next(sum(other.job is not None for other in self._workers))
                if job is None:
                    break
                worker.job = job
                worker.costs.begin()
                with contextlib.suppress(OSError):  # it is dead: `_collect` finds that out
                    worker.pipe.send(job)
        return workers

    def _new(self) -> _Worker:
        process, pipe = started(work, *self._start, method=_method())
        companions = (self._companion,) if self._companion else ()
        self._companion = None
        costs = Costs(process.pid, *(other.pid for other in companions))
        return _Worker(process, pipe, costs, companions)

    def _collect(self, queue: _Queue) -> Iterator[Rendered]:
        pipes = {worker.pipe: worker for worker in self._workers if worker.job}
        ready = multiprocessing.connection.wait(list(pipes), timeout=LOOK_S)
        for pipe, worker in pipes.items():
            if pipe in ready:
                yield from self._receive(worker, queue)
            # A process that the dead one has started may hold its end of the pipe open.
            elif worker.process.exitcode is not None and not pipe.poll():
                yield from self._died(worker, queue)
            else:
                yield from self._judge(worker)

    def _receive(self, worker: _Worker, queue: _Queue) -> Iterator[Rendered]:
        """Take what has come of an answer, without ever waiting for the rest."""
        try:
            while worker.size <= largest_answer(self._limits) and worker.pipe.poll():
                piece = worker.pipe.recv_bytes(PIECE)
                if not piece:
                    rendered = self._answered(worker)
                    self._hand_out(queue, len(self._workers))  # nobody waits while it is written
                    yield rendered
                    return
                worker.pieces.append(piece)
                worker.size += len(piece)
        except (EOFError, OSError):
            yield from self._died(worker, queue)
            return
        yield from self._judge(worker)

    def _answered(self, worker: _Worker) -> Rendered:
        answer: Answer = pickle.loads(b"".join(worker.pieces))  # noqa: S301  from our own process
        worker.pieces, worker.size = [], 0
        worker.costs.look(always=True)
        left = worker.costs.held - worker.costs.inherited
        if answer.last or left > self._limits.memory // _RESIDUE:
            self._replace(worker)
        worker.job = None
        return answer.rendered

    def _died(self, worker: _Worker, queue: _Queue) -> Iterator[Rendered]:
        job = self._replace(worker)
        queue.strikes[job] = queue.strikes.get(job, 0) + 1
        if queue.strikes[job] < STRIKES:
            queue.suspects.append(job)
            return
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if worker.costs.peak > self._limits.memory // 2:
            how += f", it held {worker.costs.peak / 1024**3:.1f} GiB"
        hint = "build it alone to see whether it is this brief; the machine may be out of memory"
        message = f"the worker of {job.name} died twice ({how})"
        yield Rendered(job, (), (problem("worker-died", message, None, hint),))

    def _judge(self, worker: _Worker) -> Iterator[Rendered]:
        """Stop a worker whose job costs too much."""
        worker.costs.look()
        costs, seconds, memory = worker.costs, self._limits.seconds, self._limits.memory
        if costs.worked > seconds:
            what = f"took more than {seconds:g} s of work"
        elif costs.still > seconds:
            what = f"stood still for more than {seconds:g} s"
        elif costs.passed > seconds * PATIENCE:
            what = f"took more than {seconds * PATIENCE:g} s"
        elif costs.held > memory:
            what = too_much_memory(self._limits)
        elif worker.size > largest_answer(self._limits):
            what = "answers without end"
        else:
            return
        job = self._replace(worker)
        yield Rendered(job, (), (too_costly(job, what),), seconds=costs.passed)

    def _replace(self, worker: _Worker) -> Job:
        """Put a new process in the worker's place; the job that the old one had."""
        _kill(worker)
        _wait(worker)
        self._workers.remove(worker)
        if worker.job is None:
            raise RuntimeError("a worker without a job was replaced")
        return worker.job


def _kill(worker: _Worker) -> None:
    """End a process and all that it may have started.

    Nobody else can have the number of its group while anything in that group lives. They end a
    moment later, when their turn comes: the kernel lets them do nothing before.
    """
    companions = [other for other in worker.companions if other.exitcode is None]
    for process in (worker.process, *companions):
        process.kill()
        with contextlib.suppress(AttributeError, OSError):
            os.killpg(process.pid, signal.SIGKILL)


def _wait(worker: _Worker) -> None:
    """Wait until a worker that was ended has ended, and close its pipe."""
    for process in (worker.process, *worker.companions):
        process.join()
    worker.pipe.close()


def _no_worker(error: OSError) -> ProblemsError:
    hint = "raise the system's limits (`ulimit -n`, `ulimit -u`), or end other programs"
    message = f"no worker can be started: {error.strerror or error}"
    return ProblemsError((problem("worker-died", message, None, hint),))


def _method() -> str:
    return "fork" if can_fork() else "spawn"
