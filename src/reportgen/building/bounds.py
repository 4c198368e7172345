"""Bounds for what this process does itself with files from strangers: reading and checking.

Pages are made in workers that are watched from outside (`executor`). What is read here is bounded
file by file where that is known to matter; this is the bound for what nobody has thought of.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import NoReturn

from reportgen.building.costs import data_size
from reportgen.problems import ProblemsError, problem
from reportgen.wanted import Limits

TIMES = 5
"""How many times the seconds that a brief may have its project may have, to be read and checked."""

_AGAIN_S = 0.5
"""The alarm rings again and again: a library may have swallowed what the first has raised."""


class _OverTimeError(BaseException):
    """Raised wherever the process is; no library takes it for an error of its own."""


@contextlib.contextmanager
def bounded(what: str, limits: Limits) -> Iterator[None]:
    """While it lasts, this process has a bound of work and of memory.

    Time is only bounded in the main thread of a program that does not use the alarm itself, memory
    only where the system has that bound.

    Raises:
        ProblemsError: more was taken, told as `what` taking it.
    """
    seconds, memory = limits.seconds * TIMES, limits.memory * 2
    try:
        with _time(seconds), _memory(memory):
            yield
    except _OverTimeError:
        raise _too_costly(what, f"took more than {seconds:g} s of work") from None
    except MemoryError:
        raise _too_costly(what, f"took more than {memory / 1024**3:.3g} GiB") from None


def _too_costly(what: str, how: str) -> ProblemsError:
    hint = "make its files smaller, or raise --timeout and --memory"
    return ProblemsError((problem("too-costly", f"{what} {how} and was stopped", None, hint),))


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not _alarm_is_free():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(*_: object) -> NoReturn:
    raise _OverTimeError


def _alarm_is_free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
        and signal.getitimer(signal.ITIMER_PROF)[0] == 0
    )


@contextlib.contextmanager
def _memory(size: int) -> Iterator[None]:
    try:
        import resource
    except ImportError:  # a system without it
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    size += data_size()
    known = [bound for bound in (size, *before) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
