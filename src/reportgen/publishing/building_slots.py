"""Builds slots into build/, each as of its own day, and stages what passed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.building.events import Event, Finished, Listener, Started, both
from reportgen.building.manifest import Entry, read_manifest
from reportgen.building.pipeline import Result, build_locked
from reportgen.model.configuration import PUBLIC
from reportgen.model.project import Job, Project
from reportgen.planning import plan
from reportgen.publishing.desk import RUN, Desk
from reportgen.publishing.state import State
from reportgen.scheduling.due import Due
from reportgen.scheduling.slots import Slot
from reportgen.wanted import Options, Wanted


@dataclass(frozen=True, slots=True)
class Made:
    """What a build gave for a slot.

    Attributes:
        failed: The names of the jobs that failed.
        files: How many files the edition has, with those of earlier runs.
        digest: Of the edition that is staged; empty where nobody is ever to see it.
        earlier: Of the edition that earlier runs had made; empty where there was none.
        internal: Whether it is for nobody outside.
    """

    due: Due
    failed: tuple[str, ...]
    files: int
    digest: str
    earlier: str
    internal: bool


class SlotBuilder:
    """One run: what it builds, and what is staged of it."""

    def __init__(
        self, desk: Desk, project: Project, options: Options, folder: Path, tell: Listener
    ) -> None:
        self.run = f"{desk.now.strftime(RUN)}-{secrets.token_hex(4)}"
        self.builds: list[Result] = []
        self._desk = desk
        self._project = project
        self._options = options
        self._folder = folder
        self._tell = tell

    @property
    def ok(self) -> bool:
        """True where everything could be built."""
        return all(result.ok for result in self.builds)

    def make(self, state: State, due: Sequence[Due]) -> tuple[Made, ...]:
        """Build the slots, those of one day together, the newest last.

        Raises:
            ProblemsError: what passed cannot be staged.
        """
        made: list[Made] = []
        for as_of in sorted({one.slot.as_of for one in due}):
            of_day = [one for one in due if one.slot.as_of == as_of]
            made += self._day(state, as_of, of_day)
        return tuple(made)

    def _day(self, state: State, as_of: date, due: Sequence[Due]) -> list[Made]:
        wanted = Wanted(tuple(dict.fromkeys(one.slot.report for one in due)))
        options = replace(self._options, wanted=wanted, as_of=as_of.isoformat())
        heard = _Heard()
        result = build_locked(
            self._desk.world.project, options, self._folder, both(self._tell, heard)
        )
        self.builds.append(result)
        jobs = plan(self._project, wanted, as_of)[0].jobs
        outputs = read_manifest(self._folder)
        passed = {
            job.name: {output.path: outputs[output.path] for output in job.files}
            for job in jobs
            if _has_passed(job, result, heard, outputs)
        }
        return [self._made(state, one, jobs, passed) for one in due]

    def _made(
        self,
        state: State,
        due: Due,
        jobs: Sequence[Job],
        passed: Mapping[str, Mapping[str, Entry]],
    ) -> Made:
        names = [
            job.name
            for job in jobs
            if job.report == due.slot.report and (due.jobs is None or job.name in due.jobs)
        ]
        files = {path: e for name in names for path, e in passed.get(name, {}).items()}
        failed = tuple(name for name in names if name not in passed)
        if due.slot.report in self._project.spoilt:  # nobody knows which briefs it would have
            failed = (due.slot.report,)
        known = state.edition(due.slot.report, due.slot.key)
        before = known.digest if known else ""
        if self._is_internal(due.slot):
            count = (known.files if known else 0) + len(files)
            return Made(due, failed, count, "", before, internal=True)
        earlier = self._desk.shelves.manifest(known) if known and before else {}
        if not files and (failed or earlier):
            return Made(due, failed, len(earlier), before, before, internal=False)
        folder = f"{due.slot.report}/{due.slot.key}"
        found = self._desk.shelves.stage(self.run, folder, files, earlier, self._folder)
        return Made(due, failed, len({**earlier, **files}), found, before, internal=False)

    def _is_internal(self, slot: Slot) -> bool:
        settings = self._project.configuration
        return settings.audience_of(settings.reports[slot.report]) != PUBLIC


class _Heard:
    """Which jobs a build has told of: name -> whether its files were written."""

    def __init__(self) -> None:
        self.started = False
        self.finished: dict[str, bool] = {}

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self.started = True
        elif isinstance(event, Finished):
            self.finished[event.job.name] = bool(event.written)


def _has_passed(job: Job, result: Result, heard: _Heard, outputs: Mapping[str, Entry]) -> bool:
    """Whether the files of a job stand in the output folder as this build wants them."""
    if any(output.path not in outputs for output in job.files):
        return False
    if not result.ok and not result.plan.jobs:
        return False  # the build as a whole came to nothing
    if job.report in result.plan.spoilt:
        return False  # what stands there is of an earlier build
    if job.name in heard.finished:
        return heard.finished[job.name]
    if heard.started:
        return job.name not in result.reasons
    return result.ok  # nothing had changed since the build before
