"""The command line with workers that do at some reports what no template could make them do.

Run as a program: `python -m tests.safety.deadly build ...`.
"""

from __future__ import annotations

import faulthandler
import functools
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from reportgen.building.events import Rendered
from reportgen.building.renderer import Renderer
from reportgen.cli import main
from reportgen.model.project import Job


def segfault() -> None:
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    os._exit(3)


def stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def sleep() -> NoReturn:
    while True:
        time.sleep(1)


def deaf() -> NoReturn:
    """Asked to end, it goes on."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def grow() -> NoReturn:
    """Takes memory bit by bit, slowly enough to be seen."""
    held = []
    while True:
        held.append(bytearray(b"x") * (8 * 1024**2))
        time.sleep(0.01)


def out_of_memory() -> NoReturn:
    raise MemoryError


def bug() -> NoReturn:
    raise ZeroDivisionError("a mistake")


def fork_and_die() -> NoReturn:
    """What it leaves behind holds its pipe open."""
    if os.fork() == 0:
        time.sleep(300)
    os._exit(3)


def many_children() -> NoReturn:
    for _ in range(5):
        if os.fork() == 0:
            break
    while True:
        time.sleep(1)


ACTIONS: dict[str, Callable[[], None]] = {
    "segfault": segfault,
    "leave": leave,
    "stop": stop,
    "sleep": sleep,
    "deaf": deaf,
    "grow": grow,
    "out-of-memory": out_of_memory,
    "bug": bug,
    "fork-and-die": fork_and_die,
    "many-children": many_children,
}
"""Report -> what its worker does."""


def kill() -> None:
    """Put the actions before the rendering, and have every problem told."""
    render = Renderer.__call__

    def killing(self: Renderer, job: Job) -> Rendered:
        ACTIONS.get(job.report, lambda: None)()
        return render(self, job)

    setattr(Renderer, "__call__", killing)  # noqa: B010  mypy lets nobody assign a method
    telling = importlib.import_module("reportgen.cli.telling")
    show = functools.partial(telling.show_problems, limit=1000)
    setattr(telling, "show_problems", show)  # noqa: B010  a module knows no such type


if __name__ == "__main__":
    kill()
    main(sys.argv[1:])
