"""Jobs to those who do them: worker processes here, or a cluster."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

from reportgen.building.ahead import Ahead
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.locking import STATE, lock_name
from reportgen.building.manifest import MANIFEST
from reportgen.building.quick import program_digest
from reportgen.machine import give_back_memory
from reportgen.model.project import Job, Plan, Project
from reportgen.shipped import templates_root
from reportgen.wanted import Options
from reportgen.world import World

_MANY = 50
"""Jobs for which it is worth the time to hold less."""


def worker_count(options: Options, todo: Sequence[Job]) -> int:
    """How many workers these jobs keep busy, one a core unless the options say otherwise."""
    return min(options.workers or os.cpu_count() or 1, max(1, len(todo)))


def begin_ahead(
    ahead: Ahead | None, project: Project, world: World, plan: Plan, folder: Path, options: Options
) -> None:
    """Tell the process that loads the layout, where there is one, how the first brief will look.

    It ends where there are many to make: none has been made before.
    """
    own = world.project / STATE / f"work-ahead-{lock_name(folder)}"
    shutil.rmtree(own, ignore_errors=True)  # what a killed build left
    if ahead is None:
        return
    if len(plan.jobs) > 1 and not (folder / MANIFEST).exists():
        ahead.stop()
    elif plan.jobs:
        from reportgen.building.renderer import Renderer

        ahead.begin(own, options.limits)
        renderer = Renderer(project, world, plan.as_of, program_digest())
        ahead.warm_up(partial(renderer.look, plan.jobs[0].report))


def results_of(
    project: Project,
    world: World,
    plan: Plan,
    folder: Path,
    options: Options,
    todo: Sequence[Job],
    here: Fingerprints,
    meanwhile: Callable[[], None],
    ahead: Ahead | None,
) -> Generator[Rendered, None, None]:
    """The results of the jobs as they come, from processes here or from a cluster.

    Args:
        project: What is built.
        world: The world that it was read from.
        plan: Has the date of the edition.
        folder: Where the files will go.
        options: How to build.
        todo: The jobs, at least one.
        here: The fingerprints of this process.
        meanwhile: What this process has to do in any case, once; while it waits, if it does.
        ahead: What has loaded the layout while the project was read; for one job only, since each
            worker would need one.
    """
    code = program_digest()
    if options.scheduler:
        from reportgen.building.cluster import run_on_cluster
        from reportgen.building.order import Order

        nowhere = Path()
        order = Order(
            nowhere,
            nowhere,
            nowhere,
            code,
            plan.as_of,
            tuple(todo),
            options.limits,
            options.force,
            world.trusted,
        )
        meanwhile()
        themes = dict.fromkeys(level for lookup in project.used_lookups for level in lookup.themes)
        return run_on_cluster(options.scheduler, templates_root(), world.project, themes, order)
    from reportgen.building.renderer import Renderer, prepare, warm

    if len(todo) >= _MANY:
        world.press()
        for records in project.records.values():
            records.press()
        give_back_memory()
    private = world.project / STATE / f"work-{lock_name(folder)}"
    pdfs = any(output.format == "pdf" for job in todo for output in job.outputs)
    make = partial(Renderer, project, world, plan.as_of, code, fresh=options.force)
    if ahead is not None and ahead.process.is_alive() and pdfs and len(todo) == 1:
        gc.freeze()  # as `warm` does
        renderer, other = make(fingerprints=here, lay_out=ahead), ahead.process
        return run_jobs(
            todo,
            renderer,
            prepare,
            1,
            options.limits,
            private,
            meanwhile=meanwhile,
            companion=other,
        )
    if ahead is not None:
        ahead.stop()
    warm(pdfs=pdfs)
    renderer, workers = make(fingerprints=here), worker_count(options, todo)
    return run_jobs(todo, renderer, prepare, workers, options.limits, private, meanwhile=meanwhile)
