"""reportgen in a process that has loaded what a build takes, and then waits to be told.

It says that it is ready, and then builds the project anew for every line that it reads: from the
YAML, with workers of its own, as `reportgen.build` does in a program of somebody's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reportgen.building import dispatching, examining, jobs, renderer
from reportgen.building.pipeline import build
from reportgen.wanted import Options

LOADED = (dispatching, examining, jobs)


def main(root: Path, workers: int) -> None:
    """Build for every line."""
    renderer.warm(pdfs=True)
    print("ready", flush=True)
    for _ in sys.stdin:
        if not build(root, Options(workers=workers)).ok:
            raise SystemExit(1)
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
