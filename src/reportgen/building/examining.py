"""What is looked at in a project that has been read, before anything of it is built.

The pipeline loads this module when it gets there: where large files are judged by workers, it does
so while it waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reportgen.building.loading import edition_date
from reportgen.building.outputs import check_output
from reportgen.building.quick import program_state
from reportgen.building.runs import recorded_seconds
from reportgen.building.sharding import jobs_of_shard
from reportgen.building.store import Store
from reportgen.checking.coverage import check_coverage
from reportgen.checking.extensions import check_extensions
from reportgen.checking.freshness import check_freshness
from reportgen.checking.image_files import check_images
from reportgen.checking.sectioned import check_sectioned
from reportgen.customising.originals import check_originals
from reportgen.model.lookup import SHIPS
from reportgen.model.project import Plan, Project
from reportgen.planning import plan
from reportgen.problems import (
    Place,
    Problem,
    ProblemsError,
    Severity,
    apply_levels,
    problem,
    sort_problems,
    spoilt_reports,
)
from reportgen.reading import asked_problems
from reportgen.reading.user_configuration import user_settings
from reportgen.rendering.extensions import FILE as EXTENSIONS
from reportgen.rendering.theme import TOKENS
from reportgen.wanted import Options
from reportgen.world import World

Levels = Callable[[Iterable[Problem]], tuple[Problem, ...]]


def examine(
    project: Project, world: World, options: Options, keep: Store, found: Iterable[Problem]
) -> tuple[tuple[Problem, ...], Plan]:
    """Everything that is wrong with a project, and the jobs that are asked for.

    Args:
        project: The project.
        world: The world that it was read from.
        options: What is asked for.
        keep: Where the looks at images are kept.
        found: The problems of the reading. Warnings are still warnings here, also with `strict`.
    """
    problems, planned = list(found), Plan(())
    try:
        as_of = edition_date(world, project.configuration, options.as_of)
        planned, wrong = plan(project, options.wanted, as_of)
        problems += wrong
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
    told = sort_problems(levels_of(project, strict=False)(_of_wanted(problems, options)))
    return told, _without_spoilt(planned, told)


def levels_of(project: Project, *, strict: bool) -> Levels:
    """What gives problems the severity that the project wants; with `strict`, warnings, too."""
    own = {code: Severity(level) for code, level in project.configuration.checks.items()}
    return lambda problems: apply_levels(problems, own, strict=strict)


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
