"""Contestants take turns, round after round, so that a busy machine slows all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[1]


def progress(text: str) -> None:
    """Tell the person who waits."""
    print(f"  {text}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Contestant:
    """A process that does the work and ends.

    Attributes:
        name: How tables call it.
        command: What is run.
        before: What has to be done before each of its rounds, outside the clock.
        after: What is looked at after each of its rounds, outside the clock.
        environment: What its environment has beside the usual.
    """

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> float:
        """The seconds of one round, process start included."""
        self.before()
        start = time.perf_counter()
        run(self.command, self.environment)
        seconds = time.perf_counter() - start
        self.after()
        return seconds


@dataclass
class Living(AbstractContextManager["Living"]):
    """A process that is started and warmed up outside the clock, and then waits to be asked.

    It prints a line when it is ready, reads a line for each round, and prints one when done.
    `before` is what has to be done before each of its rounds, outside the clock.
    """

    name: str
    command: Sequence[str]
    ask: str = ""
    before: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        environment = {**os.environ, **self.environment}
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self._stream(self.process.stdin).close()
            self.process.wait()

    def run(self) -> float:
        """The seconds from the question to the answer."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        self.before()
        start = time.perf_counter()
        stream = self._stream(self.process.stdin)
        stream.write(f"{self.ask}\n")
        stream.flush()
        self._answer()
        return time.perf_counter() - start

    def _answer(self) -> None:
        if self.process is None or not self._stream(self.process.stdout).readline():
            raise RuntimeError(f"{self.name} has ended")

    def _stream(self, stream: IO[str] | None) -> IO[str]:
        if stream is None:
            raise RuntimeError(f"{self.name} has no pipe")
        return stream


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; what it complains of is shown if it fails."""
    ran = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
    )
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def take_turns(contestants: Sequence[Contestant | Living], rounds: int) -> dict[str, list[float]]:
    """Contestant -> seconds, one a round; every second round goes backwards."""
    found: dict[str, list[float]] = {one.name: [] for one in contestants}
    with ExitStack() as started:
        for one in contestants:
            if isinstance(one, Living):
                started.enter_context(one)
        for number in range(rounds):
            for one in contestants[:: -1 if number % 2 else 1]:
                found[one.name].append(one.run())
                seconds = found[one.name][-1]
                progress(f"round {number + 1} of {rounds}: {one.name} {seconds:.2f} s")
    return found
