"""What a caller asks for: which briefs, and how. It loads nothing, so that asking is quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


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
    that it waits is no reason to stop it. Waiting has its end too: see `building.executor`.
    """

    seconds: float = 60.0
    memory: int = 2 * 1024**3


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
        limits: What one brief may cost.
        scheduler: Of a Dask cluster that does the work, instead of processes here: tcp://host:8786.
        address: Where the files are brought when they are built: s3://bucket/briefs.
    """

    wanted: Wanted = field(default_factory=Wanted)
    output: Path | None = None
    as_of: str | None = None
    strict: bool = False
    dry_run: bool = False
    force: bool = False
    workers: int | None = None
    wait: bool = True
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None
    address: str | None = None
