"""What a process of ours settles when it begins: signals, whose child it is, variables, limits.

Nothing is imported here that takes long to load: a process may begin before the project is read.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reportgen.building.costs import data_size
from reportgen.wanted import Limits

STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What stops a build; it is the parent's to hear."""

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


def started(
    target: Callable[..., None], *given: object, method: str = "fork", daemon: bool = True
) -> tuple[Any, Connection]:
    """A process that runs `target` with its end of a pipe and what is given, and our end.

    Args:
        target: What it runs; it and what is given must be picklable where processes are spawned.
        given: What `target` takes after the pipe.
        method: How it begins: `fork` or `spawn`.
        daemon: It ends when this process ends in order, and may start none of its own.

    Raises:
        OSError: the system allows no more processes, files or memory.
    """
    context: Any = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    try:
        process = context.Process(target=_begin, args=(target, theirs, ours, given), daemon=daemon)
        with held_back():
            process.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _begin(
    target: Callable[..., None], pipe: Connection, other: Connection, given: tuple[object, ...]
) -> None:
    other.close()  # else this process would never see that the parent has gone
    target(pipe, *given)


def settle(parent: int) -> None:
    """Make this process one that leaves signals to its parent, and ends when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    hear_signals()
    die_with_parent(parent)
    with contextlib.suppress(AttributeError, OSError):
        os.setpgid(0, 0)  # so that the parent can end whatever this process may start


def confine(private: Path, limits: Limits) -> None:
    """Keep this process from the caller's variables, and from taking more than it may.

    Args:
        private: A folder of this process alone, for what it writes.
        limits: What a job may cost.
    """
    _forget_variables(private)
    _limit(limits)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Signals that stop a build wait until a new worker has said what it does with them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_signals() -> None:
    """Let through what the parent held back until this process had said what it does with it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


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


def can_fork() -> bool:
    """Whether workers inherit what this process has in memory."""
    return "fork" in multiprocessing.get_all_start_methods()
