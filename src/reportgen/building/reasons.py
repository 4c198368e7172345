"""Which jobs have to be done, and why: a reason is a value, told by `--explain` and `why`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.building.fingerprints import Dependency, Fingerprints
from reportgen.building.store import Store
from reportgen.model.project import Job
from reportgen.world import digest


class Reasons:
    """Compares what earlier builds made with how things are now."""

    def __init__(self, fingerprints: Fingerprints, store: Store, folder: Path) -> None:
        self._fingerprints = fingerprints
        self._store = store
        self._folder = folder

    def why(self, job: Job) -> str | None:
        """Why the job has to be done; None where its files stand as they should."""
        trace = self._store.trace(trace_name(job))
        if trace is None:
            return "it has not been built here before"
        different = self._fingerprints.first_difference(_known(trace))
        if different is not None:
            return self._fingerprints.describe(different)
        for output in job.outputs:
            reason = self._file(output.path, trace["outputs"].get(output.path))
            if reason is not None:
                return reason
        return None

    def _file(self, path: str, entry: Mapping[str, Any] | None) -> str | None:
        if entry is None:
            return f"{path} has not been built here before"
        try:
            data = (self._folder / path).read_bytes()
        except OSError:
            return f"{path} is missing"
        return None if digest(data) == entry["digest"] else f"{path} was changed by hand"


def trace_name(job: Job) -> str:
    """The name under which the trace of a job is kept; parameters of the command line count."""
    return f"{job.name} {job.parameters!r}" if job.parameters else job.name


def _known(trace: Mapping[str, Any]) -> dict[Dependency, str]:
    return {tuple(key): value for key, value in trace["dependencies"]}
