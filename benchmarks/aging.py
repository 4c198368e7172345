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

from benchmarks.opening import opened
from benchmarks.tree import resident
from reportgen.building.quick import program_digest
from reportgen.building.renderer import Renderer, prepare, warm


def ages(folder: Path, marks: list[int]) -> list[int]:
    """Bytes of resident memory after each number of briefs."""
    project, world, as_of, jobs = opened(folder)
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
