"""Jobs to those who do them: worker processes here, or a cluster."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.building.ahead import Ahead
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.loading import open_world
from reportgen.building.locking import STATE, lock_name
from reportgen.building.quick import program_digest
from reportgen.building.rehearsing import page_of
from reportgen.building.store import CACHE, Store
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


def pdf_report(project: Project, options: Options) -> str | None:
    """The first report of which PDFs may be asked for, or None."""
    settings = project.configuration
    for name in options.wanted.reports or settings.reports:
        if name in settings.reports and "pdf" in settings.formats_of(settings.reports[name]):
            return name
    return None


def begin_ahead(
    ahead: Ahead | None, project: Project, root: Path, folder: Path, options: Options
) -> None:
    """Tell the process that loads the layout, where there is one, how a brief will look.

    Args:
        ahead: The process.
        project: What is known of the project; its data is not needed.
        root: Its folder.
        folder: Where the files will go.
        options: How to build.
    """
    own = root / STATE / f"work-ahead-{lock_name(folder)}"
    shutil.rmtree(own, ignore_errors=True)  # what a killed build left
    report = pdf_report(project, options)
    if ahead is not None and report is not None:
        ahead.begin(
            own, options.limits, partial(_rehearsal, project, root, folder, options, report)
        )
        ahead.warm_up()


def _rehearsal(
    project: Project, root: Path, folder: Path, options: Options, report: str
) -> tuple[str, dict[str, Any]]:
    """A page to lay out for nothing, and how it looks."""
    from reportgen.building.renderer import Renderer

    world = open_world(root, trust=options.trust)  # what it looks at, the build has not looked at
    look = Renderer(project, world, None, program_digest()).look(report)
    return page_of(Store(root / CACHE), report, folder), look


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
