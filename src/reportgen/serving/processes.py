"""The processes that the preview starts: each has a pipe, and ends with the one that started it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from reportgen.building.settling import die_with_parent, hear_signals, started

_PATIENCE_S = 5.0
"""How long a process that is not wanted any more may take to end in order."""


@dataclass(frozen=True)
class Child:
    """A process, and our end of the pipe to it."""

    process: Any
    pipe: Connection

    def ended(self) -> int | None:
        """Its exit code, once it has closed its end of the pipe."""
        self.pipe.close()
        self.process.join()
        code: int | None = self.process.exitcode
        return code

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self.process.terminate()
        self.process.join(_PATIENCE_S)
        self.kill()

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def start(target: Callable[..., None], what: object) -> Child:
    """A process that runs `target` with `what` and its end of the pipe."""
    return Child(*started(_run, target, what, os.getpid(), daemon=False))


def _run(pipe: Connection, target: Callable[..., None], what: object, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    hear_signals()
    die_with_parent(parent)
    target(what, pipe)
