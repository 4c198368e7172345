"""How the memory of one worker grows; prints bytes as JSON.

    python -m benchmarks.aging PROJECT 20 200

Does jobs as a worker does them, one after the other, and says how much resident memory the process
holds after so many briefs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.tree import resident
from reportgen.building.loading import edition_date, open_world
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare, warm
from reportgen.planning import plan
from reportgen.reading import read_project


def ages(folder: Path, marks: list[int]) -> list[int]:
    """Bytes of resident memory after each number of briefs."""
    world = open_world(folder)
    project = read_project(world).project
    if project is None:
        raise SystemExit("the project has problems: reportgen check tells them")
    as_of = edition_date(world, project.configuration, None)
    jobs = plan(project, None, as_of)[0].jobs
    renderer = Renderer(project, world, as_of, program_digest(), fresh=True)
    warm(pdfs=True)
    found = []
    with tempfile.TemporaryDirectory() as private:
        prepare(Path(private))
        for number, job in enumerate(jobs[: max(marks)], start=1):
            renderer(job)
            if number in marks:
                found.append(resident())
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("marks", type=int, nargs="+")
    given = parser.parse_args()
    print(json.dumps(ages(given.project, given.marks)))
