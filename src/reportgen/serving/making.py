"""Makes what the preview shows: a process that is forked for each change, and ends with it.

First the page in view as HTML alone, since that is quick, and its PDF; then that brief as a build
writes it, which finds the PDF in the store; then everything that was asked for. When something
changes meanwhile the whole process is ended: a build bears that at any time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from reportgen.building.events import Event, Finished, Rendered, Waiting
from reportgen.building.executor import run_jobs
from reportgen.building.loading import open_world
from reportgen.building.locking import STATE
from reportgen.building.pipeline import Result, build
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare
from reportgen.model.project import Job, Output
from reportgen.problems import Problem, ProblemsError, errors_of
from reportgen.serving.previewing import Previewer
from reportgen.serving.state import Preview, Viewing, brief_of
from reportgen.wanted import Options, Wanted
from reportgen.world import digest

PREVIEW = f"{STATE}/work-preview"


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes:
        known: The project as it was read, where what changed since is only how pages look.
        previewed: Whether the page in view is shown before anything has been checked.
    """

    root: Path
    options: Options
    viewing: Viewing
    known: Result
    previewed: bool


@dataclass(frozen=True)
class Waits:
    """Another build works in the output folder."""


@dataclass(frozen=True)
class Made:
    """What came of a build.

    Attributes:
        seen: What was read and looked for: (root, name), as in `World.seen`.
        of_jobs: Name of a job that was done -> what was found wrong with it.
        whole: Whether it was all that was asked for, and not only what is in view.
    """

    problems: tuple[Problem, ...]
    seen: frozenset[tuple[str, str]]
    of_jobs: Mapping[str, tuple[Problem, ...]]
    whole: bool


Message = Preview | Waits | Made


def run(order: Order, pipe: Connection) -> None:
    """Make it, and send what comes of it."""
    with contextlib.suppress(BrokenPipeError):  # nobody is there any more who wants it
        make(order, pipe.send)


def make(order: Order, send: Callable[[Message], object]) -> None:
    """Make everything that is to be shown, and send it as it gets ready."""
    every = order.known.plan.jobs
    jobs = [job for job in every if brief_of(job).key in order.viewing.keys]
    if order.previewed:
        _preview(order, jobs, send)
    if len(jobs) < len(every):
        for job in jobs:
            _build(order, _only(order.options.wanted, job), send, whole=False)
    _build(order, order.options.wanted, send, whole=True)


def _only(wanted: Wanted, job: Job) -> Wanted:
    where = {"id": [job.record]} if job.record else {}
    return replace(wanted, reports=(job.report,), languages=(job.language,), where=where)


def _preview(order: Order, jobs: Iterable[Job], send: Callable[[Message], object]) -> None:
    """Send the pages in view, HTML first; what is wrong with them the build tells that follows.

    The build finds the PDFs in the store and lays nothing out again.
    """
    project, plan = order.known.project, order.known.plan
    if project is None:
        return
    world = open_world(order.root, trust=order.options.trust)
    quick = Previewer(project, world, plan.as_of)

    def render(job: Job) -> Rendered:
        if not _has_pdf(job):
            return quick(job)
        return Renderer(project, world, plan.as_of, program_digest())(job)

    asked = [replace(job, outputs=html) for job in jobs if (html := _html(job))]
    asked += filter(_has_pdf, jobs)
    folder, workers = world.project / PREVIEW, len({brief_of(job).key for job in asked})
    with contextlib.suppress(ProblemsError):
        for rendered in run_jobs(asked, render, prepare, workers, order.options.limits, folder):
            if not errors_of(rendered.problems):
                for file in rendered.artifacts:
                    send(Preview(file.path, digest(file.data), file.data))


def _html(job: Job) -> tuple[Output, ...]:
    return tuple(output for output in job.outputs if output.format == "html")


def _has_pdf(job: Job) -> bool:
    return any(output.format == "pdf" for output in job.outputs)


def _build(order: Order, wanted: Wanted, send: Callable[[Message], object], *, whole: bool) -> None:
    of_jobs: dict[str, tuple[Problem, ...]] = {}

    def note(event: Event) -> None:
        if isinstance(event, Waiting):
            send(Waits())
        elif isinstance(event, Finished):
            of_jobs[event.job.name] = event.problems

    result = build(order.root, replace(order.options, wanted=wanted), note)
    send(Made(result.problems, result.seen, of_jobs, whole=whole))
