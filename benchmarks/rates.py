"""How fast one process writes HTML; prints briefs a second, and ms of the first brief, as JSON.

    python -m benchmarks.rates PROJECT [--charts]

Without --charts: the pages, as the templates write them from the data. With it: the whole job as a
worker does it, on first sight and when the charts are known: page, chart, checks of the page,
styles and fonts put in, digests of all that the page depends on. Reading the project and writing
the files are left out. The first brief of each kind, which waits for templates to be compiled and
for what draws charts to start, is told by itself.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.opening import opened
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare, warm
from reportgen.model.project import Job
from reportgen.rendering.page import PageWriter


class Pace(NamedTuple):
    """Briefs a second after the first, and the milliseconds of the first."""

    rate: float
    first: float


def rates(folder: Path, *, charts: bool) -> dict[str, Pace]:
    """Kind of work -> how fast it is."""
    project, world, as_of, jobs = opened(folder)
    if not charts:
        return {"templates": _pace(jobs, PageWriter(project, world, as_of).write)}

    def done(*, fresh: bool) -> Callable[[Job], None]:
        renderer = Renderer(project, world, as_of, program_digest(), fresh=fresh)

        def do(job: Job) -> None:
            found = renderer(job)
            if not found.artifacts:
                raise SystemExit(f"{job.name}: {found.problems}")

        return do

    warm(pdfs=False)
    with tempfile.TemporaryDirectory() as private:
        prepare(Path(private))
        return {
            "first": _pace(jobs, done(fresh=True)),
            "known": _pace(jobs, done(fresh=False)),
        }


def _pace(jobs: tuple[Job, ...], do: Callable[[Job], object]) -> Pace:
    start = time.perf_counter()
    do(jobs[0])
    began = time.perf_counter()
    for job in jobs[1:]:
        do(job)
    return Pace((len(jobs) - 1) / (time.perf_counter() - began), 1000 * (began - start))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--charts", action="store_true")
    given = parser.parse_args()
    print(json.dumps(rates(given.project, charts=given.charts)))
