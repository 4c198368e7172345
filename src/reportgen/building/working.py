"""The worker's side: jobs in, answers out. What a worker may do is settled here before it begins.

The parent judges what a worker costs (`executor`); the limits that are set here are there for what
happens faster than the parent looks.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from reportgen.building.events import Rendered
from reportgen.building.settling import confine, settle
from reportgen.model.project import Job
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.wanted import Limits

Render = Callable[[Job], Rendered]
Prepare = Callable[[Path], None]

PIECE = 16 * 1024
"""Bytes of an answer that travel at once: few enough that a worker which stops in the middle of
its answer has sent a whole piece or none, so that the parent never waits for the rest of one."""

_WHOLE_HEAP = 50
"""Every so many jobs the whole heap is looked through, in case something old is garbage."""

_ORPHAN_S = 1.0
"""How often an idle worker looks whether it still has a parent."""


@dataclass(frozen=True)
class Answer:
    """What comes back for a job; after a `last` one the worker is of no use any more."""

    rendered: Rendered
    last: bool = False


def largest_answer(limits: Limits) -> int:
    """How many bytes the files of one brief may have together: the parent has to hold them."""
    return limits.memory // 8


def work(
    pipe: Connection, render: Render, prepare: Prepare, folder: Path, parent: int, limits: Limits
) -> None:
    """Do jobs until the parent ends."""
    settle(parent)
    private = folder / str(os.getpid())
    confine(private, limits)
    unready, done = _prepare(prepare, private), 0
    gc.disable()
    with contextlib.suppress(EOFError, OSError):
        while os.getppid() == parent:  # for systems where `die_with_parent` does nothing
            if pipe.poll(_ORPHAN_S):
                answer = _answer(render, pipe.recv(), limits, unready)
                _send(pipe, answer, limits)
                if answer.last:
                    break
                done += 1
                _tidy_up(done)


def _tidy_up(done: int) -> None:
    """Collect cycles, between jobs only: while one runs it costs 15 % of a layout.

    The answer is on its way, so the next job comes meanwhile. It looks at what the job made and
    not at what was there before: styles, lines and templates that are kept from page to page.
    """
    gc.collect(0 if done % _WHOLE_HEAP else 2)


def _prepare(prepare: Prepare, private: Path) -> tuple[Problem, ...]:
    """Make the folder of this worker alone; what keeps it from working."""
    try:
        private.mkdir(exist_ok=True)
        prepare(private)
    except ProblemsError as error:
        return error.problems
    except OSError as error:
        hint = "look at the folder's rights and at the free space of the disk"
        message = f"cannot write what a worker needs: {error.strerror or error}"
        return (problem("cannot-write", message, None, hint),)
    return ()


def _answer(render: Render, job: Job, limits: Limits, unready: tuple[Problem, ...]) -> Answer:
    if unready:
        return Answer(Rendered(job, (), unready))
    try:
        return Answer(render(job))
    except ProblemsError as error:
        return Answer(Rendered(job, (), error.problems))
    except MemoryError:
        return Answer(Rendered(job, (), (too_costly(job, too_much_memory(limits)),)), last=True)
    except RecursionError:
        traceback.print_exc(limit=-20)
        message = f"what {job.name} prints is nested too deeply"
        hint = "look for a text or a template with hundreds of levels, and flatten it"
        return Answer(Rendered(job, (), (problem("too-deep", message, None, hint),)))
    except Exception as error:  # noqa: BLE001  whatever comes through is our own fault
        traceback.print_exc()
        message = f"reportgen failed at {job.name}: {type(error).__name__}: {error}".rstrip(": ")
        hint = "report it, with the lines above and the output of `reportgen doctor`"
        found = problem("internal-error", message, None, hint)
        return Answer(Rendered(job, (), (found,)), last=True)


def too_costly(job: Job, what: str) -> Problem:
    """The problem of a job that took more than it may."""
    hint = "shorten its tables, texts and images, or raise --timeout and --memory"
    return problem("too-costly", f"{job.name} {what} and was stopped", None, hint)


def too_much_memory(limits: Limits) -> str:
    """What is said of a job that held more than it may."""
    gib = limits.memory / 1024**3
    return (
        f"took more than {f'{gib:g} GiB' if gib.is_integer() else f'{limits.memory / 1e6:,.0f} MB'}"
    )


def _send(pipe: Connection, answer: Answer, limits: Limits) -> None:
    """Send an answer in pieces, an empty one last."""
    data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    if len(data) > largest_answer(limits):
        megabytes = largest_answer(limits) // 1024**2
        what = f"makes files of more than {megabytes} MB"
        job = answer.rendered.job
        data = pickle.dumps(Answer(Rendered(job, (), (too_costly(job, what),)), last=True))
    for at in range(0, len(data), PIECE):
        pipe.send_bytes(data[at : at + PIECE])
    pipe.send_bytes(b"")
