"""Large files of data are judged in workers, so that a build need not hold what that takes.

What comes of a file is what is kept of it anyway (`reading.sheets`): a tenth of its records in
memory. Meanwhile this process loads what lays out PDFs.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportgen.building.bounds import TIMES
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.locking import STATE, lock_name
from reportgen.building.settling import can_fork
from reportgen.model.project import Artifact, Job, Project
from reportgen.problems import ProblemsError
from reportgen.reading.sheets import Aside
from reportgen.wanted import Options


@dataclass(frozen=True)
class _Judge:
    """Judges the file that a job names."""

    judge: Callable[[str], bytes | None]

    def __call__(self, job: Job) -> Rendered:
        data = self.judge(str(job.record))
        return Rendered(job, () if data is None else (Artifact(str(job.record), data),))


def aside(
    root: Path, folder: Path, options: Options, load: Callable[[Project], None]
) -> Aside | None:
    """What judges files in workers for a build into a folder; None where processes do not fork.

    Meanwhile this process calls `load`, and tells it what is known of the project; also where there
    is nothing to judge.
    """
    if not can_fork():
        return None
    workers = options.workers or os.cpu_count() or 1
    limits = replace(
        options.limits, seconds=options.limits.seconds * TIMES, memory=options.limits.memory * 2
    )
    private = root.resolve() / STATE / f"work-{lock_name(folder)}"

    def run(
        files: Sequence[str], judge: Callable[[str], bytes | None], settings: Project
    ) -> Mapping[str, bytes]:
        if not files:
            load(settings)
            return {}
        jobs = [Job("reading", "", (), record=name) for name in files]
        ready, meanwhile = _nothing_first, partial(load, settings)
        done = run_jobs(jobs, _Judge(judge), ready, workers, limits, private, meanwhile)
        found: dict[str, bytes] = {}
        with contextlib.closing(done):
            for rendered in done:
                if any(one.code == "too-costly" for one in rendered.problems):
                    raise ProblemsError(rendered.problems)
                found.update((made.path, made.data) for made in rendered.artifacts)
        return found

    return run


def _nothing_first(_: Path) -> None: ...
