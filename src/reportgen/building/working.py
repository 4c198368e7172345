"""The worker's side: jobs in, answers out. What a worker may do is settled here before it begins.

The parent judges what a worker costs (`executor`); the limits that are set here are there for what
happens faster than the parent looks.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from reportgen.building.costs import data_size
from reportgen.building.events import Rendered
from reportgen.model.project import Job
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.wanted import Limits

Render = Callable[[Job], Rendered]
Prepare = Callable[[Path], None]

STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What stops a build; it is the parent's to hear."""

PIECE = 16 * 1024
"""Bytes of an answer that travel at once: few enough that a worker which stops in the middle of
its answer has sent a whole piece or none, so that the parent never waits for the rest of one."""

ENVIRONMENT = frozenset(
    {
        "PATH",
        "SYSTEMROOT",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "PYTHONPATH",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "DYLD_FALLBACK_LIBRARY_PATH",
    }
)
"""The variables that a worker keeps. Secrets of a CI job are not among them."""

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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    hear_signals()
    die_with_parent(parent)
    with contextlib.suppress(AttributeError, OSError):
        os.setpgid(0, 0)  # so that the parent can end whatever this process may start
    private = folder / str(os.getpid())
    _forget_variables(private)
    _limit(limits)
    unready = _prepare(prepare, private)
    with contextlib.suppress(EOFError, OSError):
        while os.getppid() == parent:  # for systems where `die_with_parent` does nothing
            if pipe.poll(_ORPHAN_S):
                answer = _answer(render, pipe.recv(), limits, unready)
                _send(pipe, answer, limits)
                if answer.last:
                    break


def hear_signals() -> None:
    """Let through what the parent held back until this process had said what it does with it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


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


def _limit(limits: Limits) -> None:
    """Bounds of the kernel, a little above those that the parent keeps.

    Not the address space: V8, which draws the charts, reserves 64 GB of it.
    """
    try:
        import resource
    except ImportError:  # a system without them
        return
    room = limits.memory + limits.memory // 4 + data_size()
    bounds = {"RLIMIT_DATA": room, "RLIMIT_FSIZE": limits.memory, "RLIMIT_CORE": 0}
    for name, bound in bounds.items():
        with contextlib.suppress(AttributeError, OSError, ValueError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            low = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            resource.setrlimit(kind, (low, low))


def _forget_variables(private: Path) -> None:
    """Keep the variables of `ENVIRONMENT` and no others, in this process's memory neither.

    Home and temporary folder are the worker's own: libraries look into the one of the user, and
    ask the system for it, over a socket, where the variable is not there.
    """
    kept = {name: value for name, value in os.environ.items() if name in ENVIRONMENT}
    os.environ.clear()
    if sys.platform == "linux":
        _wipe_variables()
    os.environ.update({**kept, "HOME": str(private), "TMPDIR": str(private)})
    tempfile.tempdir = str(private)


def _wipe_variables() -> None:
    """Clear what /proc/PID/environ shows: the variables as they were when the program started."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        fields = Path("/proc/self/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        start, end = int(fields[47]), int(fields[48])  # env_start, env_end of proc(5)
        if 0 < start < end:
            ctypes.memset(start, 0, end - start)


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when the parent ends, however it ends (Linux)."""
    if sys.platform != "linux":
        return
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
