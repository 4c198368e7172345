"""The one staircase: text -> project -> plan -> pages -> files.

Each stage takes the value before it and makes a new one. What is shown to people is told through
events and problems; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from reportgen.building.addresses import Remote
from reportgen.building.aside import aside
from reportgen.building.bounds import bounded
from reportgen.building.events import Listener, Waiting, Written
from reportgen.building.jobs import Built, build_jobs
from reportgen.building.loading import edition_date, open_world
from reportgen.building.locking import locked
from reportgen.building.outputs import check_output
from reportgen.building.quick import Current, output_folder, program_state, unchanged
from reportgen.building.runs import recorded_seconds
from reportgen.building.sharding import jobs_of_shard
from reportgen.building.store import CACHE, Store
from reportgen.building.writing import try_folder
from reportgen.checking.coverage import check_coverage
from reportgen.checking.extensions import check_extensions
from reportgen.checking.freshness import check_freshness
from reportgen.checking.image_files import check_images
from reportgen.checking.sectioned import check_sectioned
from reportgen.customising.conflicts import check_conflicts
from reportgen.customising.originals import check_originals
from reportgen.documents import collector_resting
from reportgen.model.lookup import SHIPS
from reportgen.model.project import Plan, Project
from reportgen.planning import plan
from reportgen.problems import (
    Place,
    Problem,
    ProblemsError,
    Severity,
    apply_levels,
    errors_of,
    problem,
    sort_problems,
    spoilt_reports,
)
from reportgen.reading import asked_problems, read_project
from reportgen.reading.sheets import Sheets
from reportgen.reading.user_configuration import user_settings
from reportgen.rendering.extensions import FILE as EXTENSIONS
from reportgen.rendering.theme import TOKENS
from reportgen.wanted import Options
from reportgen.world import World


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


Levels = Callable[[Iterable[Problem]], tuple[Problem, ...]]


def check(root: Path, options: Options | None = None) -> Result:
    """Read and plan a project, and say everything that is wrong with it; nothing is rendered."""
    try:
        options = options or Options()
        with collector_resting():
            return _strict(prepare(root, _as_configured(root, options))[0], options)
    except ProblemsError as error:
        return Result(error.problems)


def build(root: Path, options: Options | None = None, tell: Listener = lambda _: None) -> Result:
    """Build a project: check it, render what changed, write its files.

    A job that fails costs its own files only. Where the check finds errors nothing is rendered;
    warnings that `strict` makes errors stop nothing, so that everything is told.
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
            result = build_locked(root, options, folder, tell)
            return _brought(result, folder, there, options) if there else result
    except ProblemsError as error:
        return Result(error.problems, folder=folder)


def build_locked(root: Path, options: Options, folder: Path, tell: Listener) -> Result:
    """Build a project into a folder that the caller holds, as `building.locking.locked` does."""
    try:
        with collector_resting():
            return _build(root, options, folder, tell)
    except ProblemsError as error:
        return Result(error.problems, folder=folder)


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


def _build(root: Path, options: Options, folder: Path, tell: Listener) -> Result:
    known = unchanged(root, options, folder)
    if known is not None:
        return _nothing_to_do(known)
    options = _as_configured(root, options)
    prepared, world = prepare(root, options, writing=True, folder=folder)
    may_build, prepared = prepared.may_build, _strict(prepared, options)
    if not may_build or prepared.project is None:
        return replace(prepared, folder=folder)
    try_folder(folder)
    levels = _levels(prepared.project, strict=options.strict)
    built = build_jobs(
        prepared.project, world, prepared.plan, folder, options, levels, prepared.problems, tell
    )
    return replace(_result(prepared, built, folder), seen=frozenset(world.seen))


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
    root: Path, options: Options, *, writing: bool = False, folder: Path | None = None
) -> tuple[Result, World]:
    """The project read, checked and planned, and the world that it was read from.

    Args:
        root: The project folder.
        options: What is asked for.
        writing: Keeps what was read for the next time.
        folder: The output folder of a build that the caller holds: its workers judge large files.
    """
    world = open_world(root, trust=options.trust)
    keep = Store(world.project / CACHE, fresh=options.force, writing=writing)
    workers = aside(root, folder, options) if folder else None
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
    project, planned = reading.project, Plan(())
    try:
        as_of = edition_date(world, project.configuration, options.as_of)
        planned, found = plan(project, options.wanted, as_of)
        problems += found
        if options.shard is not None:
            seconds = recorded_seconds(world.project)
            planned = replace(planned, jobs=jobs_of_shard(planned.jobs, options.shard, seconds))
        problems += asked_problems(project, options.wanted)
        problems += check_output(project, world.project, options.output)
        problems += _brand(project, world)
        problems += check_images(project, world, keep, program_state())
        problems += check_coverage(project, world)
        problems += _colours(project, world)
        problems += check_freshness(project, as_of)
        problems += check_sectioned(project, world)
        problems += _own_code(project, world)
        problems += _own_templates(project, world)
    except ProblemsError as error:
        problems += error.problems
    told = sort_problems(_levels(project, strict=False)(_of_wanted(problems, options)))
    return Result(told, _without_spoilt(planned, told), project=project)


def _of_wanted(problems: Iterable[Problem], options: Options) -> Iterator[Problem]:
    """The problems but those that spoil only reports which nobody asked for."""
    wanted = set(options.wanted.reports)
    for found in problems:
        if not wanted or found.reports is None or wanted & set(found.reports):
            yield found


def _without_spoilt(planned: Plan, problems: Iterable[Problem]) -> Plan:
    """The plan without jobs of reports that errors of their own stand against."""
    spoilt = spoilt_reports(problems) or frozenset()
    jobs = tuple(job for job in planned.jobs if job.report not in spoilt)
    return replace(planned, jobs=jobs, spoilt=spoilt)


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


def _own_templates(project: Project, world: World) -> tuple[Problem, ...]:
    own = {level for lookup in project.used_lookups for level in lookup.own}
    if not any(world.files(level.folder) for level in sorted(own, key=lambda one: one.folder)):
        return ()
    from reportgen.checking.templates import check_templates  # with Jinja, which others do without

    return (*check_templates(project, world), *check_originals(world, project.lookup()))


def _own_code(project: Project, world: World) -> tuple[Problem, ...]:
    """What is wrong with filters that the project or a package adds, and that they are not run."""
    found = check_extensions(project, world)
    if not world.exists(EXTENSIONS) or world.trusted:
        return found
    how = user_settings(world.project).to_trust(world.project)
    message = "this code is not run, since nobody has said here that the project is trusted"
    hint = f"once: --trust; for always: {how}"
    return (*found, problem("not-trusted", message, Place(EXTENSIONS, 1), hint))


def _brand(project: Project, world: World) -> tuple[Problem, ...]:
    if project.brand is None:
        return ()
    from reportgen.checking.brand import check_brand  # with what reads CSS, which others do without

    return tuple(check_brand(project, world))


def _colours(project: Project, world: World) -> tuple[Problem, ...]:
    levels = {level for lookup in project.used_lookups for level in lookup.levels} - {SHIPS}
    if all(level.read(world.read, TOKENS) is None for level in levels):
        return ()
    from reportgen.checking.contrast import check_contrast  # with what reads CSS
    from reportgen.checking.tokens import check_tokens

    return (*check_contrast(project, world), *check_tokens(project, world))


def _levels(project: Project, *, strict: bool) -> Levels:
    own = {code: Severity(level) for code, level in project.configuration.checks.items()}
    return lambda problems: apply_levels(problems, own, strict=strict)
