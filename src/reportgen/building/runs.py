"""`.reportgen/runs/`: what each build did, why, and how long it took. Nothing is built from it."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportgen.building.events import Finished
from reportgen.building.writing import write_file

RUNS = ".reportgen/runs"
KEPT = 50
"""Records that are kept; older ones are removed."""


class RunRecord:
    """The record of the build that is running."""

    def __init__(self) -> None:
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()
        self._jobs: list[dict[str, Any]] = []

    def add(self, finished: Finished) -> None:
        """Note a job that has ended."""
        ended = time.perf_counter() - self._clock
        self._jobs.append(
            {
                "job": finished.job.name,
                "reason": finished.reason,
                "begin": round(max(0.0, ended - finished.seconds), 4),
                "end": round(ended, 4),
                "pdfs": finished.rendered,
                "files": [file.path for file in finished.written],
                "problems": [found.code for found in finished.problems],
            }
        )

    def write(self, root: Path, current: int) -> None:
        """Write the record and remove the oldest ones."""
        value = {
            "version": 1,
            "started": self._started.isoformat(timespec="milliseconds"),
            "seconds": round(time.perf_counter() - self._clock, 4),
            "current": current,
            "jobs": self._jobs,
        }
        name = self._started.strftime("%Y%m%dT%H%M%S.%fZ.json")
        folder = root / RUNS
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        write_file(folder / name, text.encode("utf-8"), durable=False)
        for old in sorted(folder.glob("[0-9]*T[0-9]*.[0-9]*Z.json"))[:-KEPT]:
            with contextlib.suppress(OSError):  # the next build tries again
                old.unlink(missing_ok=True)
