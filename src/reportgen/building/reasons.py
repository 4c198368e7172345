"""Which jobs have to be done, and why: a reason is a value, told by `--explain` and `why`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportgen.building.fingerprints import Dependency, Fingerprints
from reportgen.building.ledger import Ledger
from reportgen.building.store import Store, trace_name
from reportgen.model.project import Job
from reportgen.problems.told import problems_of
from reportgen.world import digest

Reason = str | Dependency
"""Why a job has to be done: in words, or what it has read that differs now."""


class Reasons:
    """Compares what earlier builds made with how things are now.

    Attributes:
        entries: Of the jobs that need nothing, what their traces say of their files, where those
            had to be opened; of the others the manifest says it.
    """

    def __init__(
        self, fingerprints: Fingerprints, store: Store, ledger: Ledger, folder: Path
    ) -> None:
        self._fingerprints = fingerprints
        self._store = store
        self._ledger = ledger
        self._folder = folder
        self.entries: dict[str, Mapping[str, Any]] = {}

    def of(self, jobs: Iterable[Job], *, force: bool = False) -> dict[str, Reason]:
        """Job name -> why it has to be done; jobs that need nothing are left out."""
        found = {job.name: "--force" if force else self._why(job) for job in jobs}
        return {name: why for name, why in found.items() if why is not None}

    def in_words(self, found: Mapping[str, Reason]) -> dict[str, str]:
        """The same for people: to name the line that changed, its file has to be read again."""
        tell = self._fingerprints.describe
        return {name: why if isinstance(why, str) else tell(why) for name, why in found.items()}

    def _why(self, job: Job) -> Reason | None:
        """Why the job has to be done; None where its files stand as they should."""
        if self._ledger.holds(job):
            return None
        trace = self._store.trace(trace_name(job))
        if trace is None:
            return "it has not been built here before"
        different = self._fingerprints.first_difference(_known(trace))
        if different is not None:
            return different
        for output in job.files:
            reason = self._file(output.path, trace["outputs"].get(output.path))
            if reason is not None:
                return reason
        self._ledger.enter(job, _known(trace), problems_of(trace["problems"]))
        self.entries.update({output.path: trace["outputs"][output.path] for output in job.files})
        return None

    def _file(self, path: str, entry: Mapping[str, Any] | None) -> str | None:
        if entry is None:
            return f"{path} was left out when this brief was built last"
        try:
            data = (self._folder / path).read_bytes()
        except OSError:
            return f"{path} is missing"
        return None if digest(data) == entry["digest"] else f"{path} was changed by hand"


def _known(trace: Mapping[str, Any]) -> dict[Dependency, str]:
    return {tuple(key): value for key, value in trace["dependencies"]}
