"""What a build tells while it runs. The stages emit these; the command line shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.model.project import Artifact, Job
from reportgen.problems import Problem


@dataclass(frozen=True)
class Written:
    """A file that stands in the output folder."""

    path: str
    size: int
    pages: int


@dataclass(frozen=True)
class Waiting:
    """Another build works in the folder; this one begins when that has ended."""


@dataclass(frozen=True)
class Started:
    """A build begins.

    Attributes:
        jobs: How many there are to do.
        current: How many need nothing, because nothing that they depend on changed.
        workers: How many processes do them.
    """

    jobs: int
    current: int
    workers: int


@dataclass(frozen=True)
class Finished:
    """A job has ended.

    Attributes:
        written: The files, with their paths; empty where the job failed.
        reason: Why it was done, in words.
        rendered: How many PDFs were laid out for it; the others were known already.
        seconds: What it took.
    """

    job: Job
    written: tuple[Written, ...]
    problems: tuple[Problem, ...]
    reason: str
    rendered: int
    seconds: float


@dataclass(frozen=True)
class Rendered:
    """What a worker hands back for a job.

    Attributes:
        artifacts: The files.
        problems: What was found; an error means that the files are not to be used.
        dependencies: What the job depends on, with digests; records as a whole.
        trace: The same as its trace has it, field by field: JSON.
        inputs: The same for people, as the manifest has it.
        keys: Output path -> key of a result that is worth keeping.
        rendered: How many PDFs were laid out.
        seconds: What it took in the worker.
        title: What the brief calls itself.
        as_of: The edition's date (ISO 8601), where the brief says it.
    """

    job: Job
    artifacts: tuple[Artifact, ...] = field(repr=False, default=())
    problems: tuple[Problem, ...] = ()
    dependencies: Mapping[tuple[str, ...], str] = field(repr=False, default_factory=dict)
    trace: str = field(repr=False, default="[]")
    inputs: Mapping[str, Sequence[str]] = field(repr=False, default_factory=dict)
    keys: Mapping[str, str] = field(repr=False, default_factory=dict)
    rendered: int = 0
    seconds: float = 0.0
    title: str | None = None
    as_of: str | None = None


Event = Waiting | Started | Finished
Listener = Callable[[Event], None]


def both(one: Listener, other: Listener) -> Listener:
    """A listener that tells two."""

    def tell(event: Event) -> None:
        one(event)
        other(event)

    return tell
