"""What a build tells while it runs. The stages emit these; the command line shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reportgen.model.project import Artifact, Job
from reportgen.problems import Problem


@dataclass(frozen=True)
class Started:
    """A build begins: so many jobs, on so many workers."""

    jobs: int
    workers: int


@dataclass(frozen=True)
class Finished:
    """A job has ended.

    Attributes:
        written: The files, with their paths; empty where the job failed.
        seconds: What it took.
    """

    job: Job
    written: tuple[Written, ...]
    problems: tuple[Problem, ...]
    seconds: float


@dataclass(frozen=True)
class Written:
    """A file that now stands in the output folder."""

    path: str
    size: int
    pages: int


@dataclass(frozen=True)
class Rendered:
    """What a worker hands back for a job."""

    job: Job
    artifacts: tuple[Artifact, ...] = field(repr=False, default=())
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0


Event = Started | Finished
Listener = Callable[[Event], None]
