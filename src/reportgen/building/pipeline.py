"""The one staircase: text -> project -> plan -> pages -> files.

Each stage takes the value before it and makes a new one. What is shown to people is told through
events and problems; nothing is printed here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building.addresses import Remote
from reportgen.building.ahead import Ahead
from reportgen.building.aside import aside
from reportgen.building.bounds import bounded
from reportgen.building.events import Listener, Waiting, Written
from reportgen.building.loading import open_world
from reportgen.building.locking import locked
from reportgen.building.quick import Current, output_folder, program_state, unchanged
from reportgen.building.store import CACHE, Store
from reportgen.building.writing import try_folder
from reportgen.customising.conflicts import check_conflicts
from reportgen.documents import collector_resting
from reportgen.model.project import Plan, Project
from reportgen.problems import (
    Problem,
    ProblemsError,
    apply_levels,
    errors_of,
    problem,
    sort_problems,
    spoilt_reports,
)
from reportgen.reading import read_project
from reportgen.reading.sheets import Sheets
from reportgen.reading.user_configuration import user_settings
from reportgen.wanted import Options
from reportgen.world import World

if TYPE_CHECKING:  # it is loaded when there is something to do
    from reportgen.building.closing import Built


@dataclass(frozen=True)
class Result:
    """What came of a build or a check.

    Attributes:
        problems: Everything that was found, sorted.
        plan: The jobs; empty where the project cannot be read.
        written: The files that were written.
        current: How many briefs needed nothing.
        reasons: Job name -> why it was done, or would be.
        removed: Files of earlier builds that nothing makes any more.
        rendered: How many PDFs were laid out.
        folder: The output folder.
        project: The project, where it can be read.
        brought: The address at which all this stands now, too.
        seen: What was read and looked for: (root, name), as in `World.seen`. What a brief that
            failed has looked for is not all among it.
    """

    problems: tuple[Problem, ...]
    plan: Plan = field(default_factory=lambda: Plan(()))
    written: tuple[Written, ...] = ()
    current: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    rendered: int = 0
    folder: Path | None = None
    project: Project | None = None
    brought: str | None = None
    seen: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    @property
    def ok(self) -> bool:
        """True where nothing stands in the way: no problem is an error."""
        return not errors_of(self.problems)

    @property
    def may_build(self) -> bool:
        """True where something can be built: no error stands in the way of all that is wanted."""
        spoilt = spoilt_reports(self.problems)
        return spoilt is not None and (not spoilt or bool(self.plan.jobs))


def check(root: Path, options: Options | None = None) -> Result:
    """Read and plan a project, and say everything that is wrong with it; nothing is rendered."""
    try:
        options = options or Options()
        with collector_resting():
            return _strict(prepare(root, _as_configured(root, options))[0], options)
    except ProblemsError as error:
        return Result(error.problems)


def build(
    root: Path,
    options: Options | None = None,
    tell: Listener = lambda _: None,
    ahead: Ahead | None = None,
) -> Result:
    """Build a project: check it, render what changed, write its files.

    A job that fails costs its own files only. Where the check finds errors nothing is rendered;
    warnings that `strict` makes errors stop nothing, so that everything is told. `ahead` has begun
    to load what a PDF takes, where there is one.
    """
    options = options or Options()
    folder = output_folder(root, options)
    try:
        there = _opened(options)  # before anything is made that could not be brought there
        if options.dry_run:
            with collector_resting():
                return _plan_only(root, options, folder)
        waiting = partial(tell, Waiting())
        with locked(root.resolve(), folder, wait=options.wait, waiting=waiting):
            result = build_locked(root, options, folder, tell, ahead)
            return _brought(result, folder, there, options) if there else result
    except ProblemsError as error:
        return Result(error.problems, folder=folder)


def build_locked(
    root: Path, options: Options, folder: Path, tell: Listener, ahead: Ahead | None = None
) -> Result:
    """Build a project into a folder that the caller holds, as `building.locking.locked` does."""
    try:
        with collector_resting():
            return _build(root, options, folder, tell, ahead)
    except ProblemsError as error:
        return Result(error.problems, folder=folder)
    finally:
        if ahead is not None:
            ahead.stop()  # while the folder is still ours


def _opened(options: Options) -> Remote | None:
    """Where the files are brought, if to an address; one that cannot be used is told here."""
    if not options.address:
        return None
    from reportgen.building.remote import open_address

    return open_address(options.address, looking=not options.dry_run)


def _brought(result: Result, folder: Path, there: Remote, options: Options) -> Result:
    """The result, once what stands in the folder stands at the address, too."""
    from reportgen.building.remote import mirror

    whole = result.ok and not (options.wanted or options.shard or result.plan.spoilt)
    try:
        mirror(folder, there, whole=whole)
    except ProblemsError as error:
        return replace(result, problems=sort_problems([*result.problems, *error.problems]))
    return replace(result, brought=there.shown)


def _build(
    root: Path, options: Options, folder: Path, tell: Listener, ahead: Ahead | None
) -> Result:
    known = unchanged(root, options, folder)
    if known is not None:
        return _nothing_to_do(known)
    options = _as_configured(root, options)
    load = partial(_load, ahead, root.resolve(), folder, options)
    prepared, world = prepare(root, options, writing=True, folder=folder, load=load)
    may_build, prepared = prepared.may_build, _strict(prepared, options)
    if not may_build or prepared.project is None:
        return replace(prepared, folder=folder)
    try_folder(folder)
    from reportgen.building.examining import levels_of
    from reportgen.building.jobs import build_jobs

    if ahead is not None:
        ahead.warm_up()  # it may have been loading when it was asked first
    levels = levels_of(prepared.project, strict=options.strict)
    project, planned, found = prepared.project, prepared.plan, prepared.problems
    built = build_jobs(project, world, planned, folder, options, levels, found, tell, ahead)
    return replace(_result(prepared, built, folder), seen=frozenset(world.seen))


def _load(
    ahead: Ahead | None, root: Path, folder: Path, options: Options, settings: Project
) -> None:
    """Load what a build needs after the reading, and have the process ahead begin.

    Without that process also what lays out PDFs, if there may be some.
    """
    import reportgen.building.examining
    import reportgen.building.jobs
    from reportgen.building.dispatching import begin_ahead, pdf_report

    begin_ahead(ahead, settings, root, folder, options)
    if ahead is None and not options.scheduler and pdf_report(settings, options):
        with contextlib.suppress(OSError):  # without Pango the first PDF says so
            import reportgen.rendering.weasy  # noqa: F401  only loaded here


def _as_configured(root: Path, options: Options) -> Options:
    """The options, with the limits of the user's own configuration where none were asked for."""
    own = user_settings(root)
    return replace(
        options, seconds=options.seconds or own.seconds, memory=options.memory or own.memory
    )


def _plan_only(root: Path, options: Options, folder: Path) -> Result:
    from reportgen.building.jobs import reasons_for

    options = _as_configured(root, options)
    prepared, world = prepare(root, options)
    may_build, prepared = prepared.may_build, _strict(prepared, options)
    if not may_build or prepared.project is None:
        return Result(prepared.problems, prepared.plan, folder=folder, project=prepared.project)
    reasons = reasons_for(prepared.project, world, prepared.plan, folder, force=options.force)
    current = len(prepared.plan.jobs) - len(reasons)
    return Result(
        prepared.problems,
        prepared.plan,
        current=current,
        reasons=reasons,
        folder=folder,
        project=prepared.project,
    )


def _nothing_to_do(known: Current) -> Result:
    return Result(known.problems, current=known.briefs, folder=known.folder, seen=known.seen)


def _result(prepared: Result, built: Built, folder: Path) -> Result:
    return Result(
        sort_problems([*prepared.problems, *built.problems]),
        prepared.plan,
        built.written,
        built.current,
        built.reasons,
        built.removed,
        built.rendered,
        folder,
        prepared.project,
    )


def prepare(
    root: Path,
    options: Options,
    *,
    writing: bool = False,
    folder: Path | None = None,
    load: Callable[[Project], None] = lambda _: None,
) -> tuple[Result, World]:
    """The project read, checked and planned, and the world that it was read from.

    Args:
        root: The project folder.
        options: What is asked for.
        writing: Keeps what was read for the next time.
        folder: The output folder of a build that the caller holds: its workers judge large files.
        load: Loads what will be needed, while workers judge if there are large files; it is told
            what is known of the project.
    """
    world = open_world(root, trust=options.trust)
    keep = Store(world.project / CACHE, fresh=options.force, writing=writing)
    workers = aside(root, folder, options, load) if folder else None
    try:
        with bounded("reading the project", options.limits):
            marks = check_conflicts(world)
            sheets = Sheets(keep, program_state(), workers)
            found = _with_marks(_prepared(world, options, sheets, keep), marks)
    except ProblemsError as error:
        found = Result(error.problems)
    except OSError as error:  # a folder or a template that the system does not let be read
        found = Result((_unreadable(world, error),))
    return replace(found, seen=frozenset(world.seen)), world


def _strict(result: Result, options: Options) -> Result:
    """The result with its warnings as errors, where the options say so."""
    return replace(result, problems=apply_levels(result.problems, {}, strict=options.strict))


def _prepared(world: World, options: Options, kept: Sheets, keep: Store) -> Result:
    """What reading and checking give; warnings are still warnings here, also with `strict`."""
    reading = read_project(world, kept)
    problems = list(reading.problems)
    if reading.project is None:
        return Result(apply_levels(problems, {}))
    from reportgen.building.examining import examine

    told, planned = examine(reading.project, world, options, keep, problems)
    return Result(told, planned, project=reading.project)


def _with_marks(result: Result, marks: tuple[Problem, ...]) -> Result:
    """The result with conflicts that are not settled; what else such files have follows from it."""
    files = {mark.place.file for mark in marks if mark.place}
    rest = [p for p in result.problems if p.place is None or p.place.file not in files]
    return replace(result, problems=sort_problems([*marks, *rest])) if marks else result


def _unreadable(world: World, error: OSError) -> Problem:
    path = Path(str(error.filename or world.project))
    inside = path.is_relative_to(world.project)
    name = path.relative_to(world.project).as_posix() if inside else str(path)
    said = (error.strerror or str(error)).lower()
    hint = "look at the rights of the file and of the folders above it"
    return problem("cannot-read", f"{name} cannot be read: {said}", None, hint)
