"""How fast one process writes HTML; prints briefs a second as JSON.

    python -m benchmarks.rates PROJECT [--charts]

Without --charts: the pages, as the templates write them from the data. With it: the whole job as a
worker does it, on first sight and when the charts are known: page, chart, checks of the page,
styles and fonts put in, digests of all that the page depends on. Reading the project and writing
the files are left out; starting what draws charts is not.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reportgen.building.loading import edition_date, open_world
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare, warm
from reportgen.model.project import Job
from reportgen.planning import plan
from reportgen.reading import read_project
from reportgen.rendering.page import PageWriter


def rates(folder: Path, *, charts: bool) -> dict[str, float]:
    """Kind of work -> briefs a second."""
    world = open_world(folder)
    project = read_project(world).project
    if project is None:
        raise SystemExit("the project has problems: reportgen check tells them")
    as_of = edition_date(world, project.configuration, None)
    jobs = plan(project, None, as_of)[0].jobs
    if not charts:
        return {"templates": _rate(jobs, PageWriter(project, world, as_of).write)}

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
            "first": _rate(jobs, done(fresh=True)),
            "known": _rate(jobs, done(fresh=False)),
        }


def _rate(jobs: tuple[Job, ...], do: Callable[[Job], object]) -> float:
    start = time.perf_counter()
    for job in jobs:
        do(job)
    return len(jobs) / (time.perf_counter() - start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--charts", action="store_true")
    given = parser.parse_args()
    print(json.dumps(rates(given.project, charts=given.charts)))
