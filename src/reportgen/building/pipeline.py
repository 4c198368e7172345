"""The one staircase: text -> project -> plan -> pages -> files.

Each stage takes the value before it and makes a new one. What is shown to people is told through
events and problems; nothing is printed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.building.events import Event, Finished, Listener, Rendered, Started, Written
from reportgen.building.executor import run_jobs
from reportgen.building.loading import edition_date, open_world
from reportgen.building.writing import write_file
from reportgen.checking.coverage import check_coverage
from reportgen.model.project import Plan, Project
from reportgen.planning import Wanted, plan
from reportgen.problems import Problem, ProblemsError, Severity, apply_levels, sort_problems
from reportgen.reading import read_project
from reportgen.world import World

BUILD = "build"


@dataclass(frozen=True)
class Options:
    """How a build is made; the defaults are what `reportgen build` does."""

    wanted: Wanted = field(default_factory=Wanted)
    output: Path | None = None
    as_of: str | None = None
    strict: bool = False
    dry_run: bool = False
    workers: int | None = None


@dataclass(frozen=True)
class Result:
    """What came of a build or a check.

    Attributes:
        problems: Everything that was found, sorted.
        plan: The jobs; empty where the project cannot be read.
        written: The files that were written.
        folder: The output folder.
    """

    problems: tuple[Problem, ...]
    plan: Plan = field(default_factory=lambda: Plan(()))
    written: tuple[Written, ...] = ()
    folder: Path | None = None
    project: Project | None = None

    @property
    def ok(self) -> bool:
        """True where nothing stands in the way: no problem is an error."""
        return not errors(self.problems)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [found for found in problems if found.severity is Severity.ERROR]


def check(root: Path, options: Options | None = None) -> Result:
    """Read and plan a project, and say everything that is wrong with it; nothing is rendered."""
    result, _ = _prepare(root, options or Options())
    return result


def build(root: Path, options: Options | None = None, tell: Listener = lambda _: None) -> Result:
    """Build a project: check it, render every job, write every file.

    A job that fails costs its own files only. Where the check finds errors nothing is rendered.
    """
    options = options or Options()
    prepared, world = _prepare(root, options)
    folder = options.output or world.project / BUILD
    if not prepared.ok or options.dry_run or prepared.project is None:
        return Result(prepared.problems, prepared.plan, (), folder, prepared.project)
    from reportgen.building.renderer import Renderer, prepare, warm  # WeasyPrint and all

    renderer = Renderer(prepared.project, world, prepared.plan.as_of)
    workers = options.workers or os.cpu_count() or 1
    jobs = prepared.plan.jobs
    warm()
    tell(Started(len(jobs), min(workers, len(jobs))))
    levels = _levels(prepared.project, strict=options.strict)
    problems = list(prepared.problems)
    written: list[Written] = []
    for rendered in run_jobs(jobs, renderer, prepare, workers):
        finished = _write(rendered, folder, levels)
        problems += finished.problems
        written += finished.written
        tell(finished)
    return Result(sort_problems(problems), prepared.plan, tuple(written), folder, prepared.project)


def _prepare(root: Path, options: Options) -> tuple[Result, World]:
    world = open_world(root)
    reading = read_project(world)
    problems = list(reading.problems)
    if reading.project is None:
        return Result(apply_levels(problems, {}, strict=options.strict)), world
    project, planned = reading.project, Plan(())
    try:
        as_of = edition_date(world, project.configuration, options.as_of)
        planned, found = plan(project, options.wanted, as_of)
        problems += found
        problems += check_coverage(project, world)
    except ProblemsError as error:
        problems += error.problems
    levels = _levels(project, strict=options.strict)
    return Result(sort_problems(levels(problems)), planned, project=project), world


Levels = Callable[[Iterable[Problem]], tuple[Problem, ...]]


def _levels(project: Project, *, strict: bool) -> Levels:
    own = {code: Severity(level) for code, level in project.configuration.checks.items()}
    return lambda problems: apply_levels(problems, own, strict=strict)


def _write(rendered: Rendered, folder: Path, levels: Levels) -> Finished:
    """Write the files of a job, unless one of its problems is an error."""
    problems = list(levels(rendered.problems))
    written: list[Written] = []
    if not errors(problems):
        try:
            for artifact in rendered.artifacts:
                write_file(folder / artifact.path, artifact.data)
                written.append(Written(artifact.path, len(artifact.data), artifact.pages))
        except ProblemsError as error:
            problems += error.problems
    return Finished(rendered.job, tuple(written), tuple(problems), rendered.seconds)


__all__ = ["Event", "Options", "Result", "build", "check", "errors"]
