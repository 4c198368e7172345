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
from reportgen.wanted import Shard

RUNS = ".reportgen/runs"
KEPT = 50
"""Records that are kept; older ones are removed."""


class RunRecord:
    """The record of the build that is running."""

    def __init__(self) -> None:
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()
        self._jobs: list[dict[str, Any]] = []

    def now(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._clock

    def add(self, finished: Finished, ended: float) -> None:
        """Note a job that has ended, and at which second."""
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

    def add_merged(self, job: str, seconds: float) -> None:
        """Note a job that another machine has done."""
        self._jobs.append({"job": job, "reason": "merged", "begin": 0.0, "end": seconds})

    def seconds(self) -> dict[str, float]:
        """Job -> what it took."""
        return {row["job"]: row["end"] - row["begin"] for row in self._jobs}

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def write(self, root: Path, current: int, shard: Shard | None = None) -> None:
        """Write the record and remove the oldest ones."""
        value: dict[str, Any] = {
            "version": 1,
            "started": self._started.isoformat(timespec="milliseconds"),
            "seconds": round(self.now(), 4),
            "current": current,
            "jobs": self._jobs,
            **({"shard": str(shard)} if shard else {}),
        }
        name = self._started.strftime("%Y%m%dT%H%M%S.%fZ.json")
        folder = root / RUNS
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        write_file(folder / name, text.encode("utf-8"), durable=False)
        for old in _records(folder)[:-KEPT]:
            with contextlib.suppress(OSError):  # the next build tries again
                old.unlink(missing_ok=True)


def recorded_seconds(root: Path) -> dict[str, float]:
    """Job -> the longest time that it took in the records that are kept, those of shards aside.

    The longest, because one that found its PDF in the cache says nothing of the next machine.
    """
    found: dict[str, float] = {}
    for path in _records(root / RUNS):
        try:
            value = json.loads(path.read_bytes())
            for row in () if "shard" in value else value["jobs"]:
                took = float(row["end"]) - float(row["begin"])
                found[str(row["job"])] = max(took, found.get(str(row["job"]), 0.0))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue  # a part of a record, or a later form of it
    return found


def _records(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*T[0-9]*.[0-9]*Z.json"))
