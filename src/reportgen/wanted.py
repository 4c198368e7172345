"""What a caller asks for: which briefs, and how. It loads nothing, so that asking is quick."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LARGE = 200_000
"""Bytes of a file of data that is worth a process of its own, which judges it."""


@dataclass(frozen=True)
class Wanted:
    """Which briefs, of all that the project could build; empty means everything."""

    reports: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.reports, self.languages, self.formats, self.where, self.parameters))


@dataclass(frozen=True)
class Limits:
    """What one brief may cost: seconds of work, and bytes of resident memory of its worker.

    Work is time on a processor: on a machine that is busy with other things a brief waits, and
    that it waits is no reason to stop it. It may stand still for as long again, and take ten times
    as long by the clock: see `building.costs` and `building.executor`.
    """

    seconds: float = 60.0
    memory: int = 2 * 1024**3


@dataclass(frozen=True)
class Shard:
    """One of several parts of a build: the second of eight is 2/8."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


_SHARD = re.compile(r"^([1-9]\d{0,3})/([1-9]\d{0,3})$")


def parse_shard(text: str) -> Shard | None:
    """The shard that `2/8` means; None for what means none."""
    match = _SHARD.match(text.strip())
    found = Shard(int(match[1]), int(match[2])) if match else None
    return found if found is not None and found.number <= found.of else None


LEAST_MEMORY = 1_000_000
"""The smallest bound in bytes; `--memory 2` lacks its unit."""

_SIZE = re.compile(r"^(\d{1,15}(?:\.\d{1,6})?)\s*([kKMG]?)B?$")
_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9}


def size_in_bytes(text: str) -> int | None:
    """The bytes of `500M`, `2G`, `120000` in decimal units (SI); None for what is no size."""
    match = _SIZE.match(text.strip())
    return int(float(match[1]) * _UNITS[match[2]]) if match else None


@dataclass(frozen=True)
class Options:
    """How a build is made; the defaults are what `reportgen build` does.

    Attributes:
        wanted: Which briefs.
        output: Where to build, instead of `build/` in the project.
        as_of: The edition's date (ISO 8601), or `today`.
        strict: Warnings count as errors.
        dry_run: Check and plan; write nothing.
        force: Render everything, whatever is known from earlier builds.
        workers: Processes at most; one a core without it.
        wait: Wait for another build in the folder; else it is a problem.
        seconds: Of work that one brief may take; what the user's configuration says without it.
        memory: Bytes that one brief may hold; what the user's configuration says without it.
        scheduler: Of a Dask cluster that does the work, instead of processes here: tcp://host:8786.
        address: Where the files are brought when they are built: s3://bucket/briefs.
        shard: Only this part of the briefs.
        trust: Code that lies in the project may run this once.
    """

    wanted: Wanted = field(default_factory=Wanted)
    output: Path | None = None
    as_of: str | None = None
    strict: bool = False
    dry_run: bool = False
    force: bool = False
    workers: int | None = None
    wait: bool = True
    seconds: float | None = None
    memory: int | None = None
    scheduler: str | None = None
    address: str | None = None
    shard: Shard | None = None
    trust: bool = False

    @property
    def limits(self) -> Limits:
        """What one brief may cost."""
        return Limits(self.seconds or Limits.seconds, self.memory or Limits.memory)
