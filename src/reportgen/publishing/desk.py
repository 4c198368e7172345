"""What every command of publishing begins with: the project file, the ledger and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reportgen.building.indexing import index_page
from reportgen.building.manifest import Entry
from reportgen.model.configuration import Configuration
from reportgen.problems import (
    Problem,
    ProblemsError,
    apply_levels,
    did_you_mean,
    errors_of,
    problem,
    sort_problems,
)
from reportgen.publishing.delivering import CATALOGUE, deliver, read_catalogue
from reportgen.publishing.editions import Shelves
from reportgen.publishing.ledger import Ledger
from reportgen.publishing.state import FAILED, HELD, PUBLISHED, REMOVED, Edition, State
from reportgen.publishing.storage import open_storage
from reportgen.reading import read_project
from reportgen.reading.configuration import check_levels, read_configuration
from reportgen.scheduling.due import Due, due_slots
from reportgen.scheduling.slots import Calendar, calendars, last_slot
from reportgen.world import World

_TRIES = 100
RUN = "%Y%m%dT%H%M%SZ"
"""How the name of a run begins."""


def read_schedules(world: World, reports: Sequence[str] = ()) -> Configuration:
    """The project file; data and templates need not be right for what is asked of it here.

    Raises:
        ProblemsError: it is not right, or one of the reports has no schedule.
    """
    configuration, _, problems = read_configuration(world)
    if configuration is None:
        raise ProblemsError(problems)
    problems = apply_levels(problems, check_levels(configuration))
    if errors_of(problems):
        raise ProblemsError(problems)
    for name in reports:
        if name not in configuration.reports:
            raise ProblemsError((unknown_report(name, configuration.reports),))
    return configuration


def unknown_report(name: str, known: Iterable[str]) -> Problem:
    """The problem of a name that is none of the reports."""
    hint = did_you_mean(name, list(known), kind="reports")
    return problem("unknown-report", f"there is no report '{name}'", None, hint)


class Desk:
    """The ledger and the places of a project's editions, at one moment."""

    def __init__(self, world: World, configuration: Configuration) -> None:
        """Open the places that `publish:` names.

        Raises:
            ProblemsError: it names none, or one that cannot be used.
        """
        if configuration.publish is None:
            hint = "write `publish: {to: build/site}`; `to` is a folder, or s3://bucket/briefs"
            message = "reportgen.yaml does not say where editions are published"
            raise ProblemsError((problem("no-publish", message, None, hint),))
        publish = configuration.publish
        self.world, self.configuration = world, configuration
        self.now = world.now()
        self.keep = publish.keep
        to = open_storage(publish.to, world.project)
        ledger = open_storage(publish.ledger_address, world.project)
        self.shelves, self.ledger = Shelves(to, ledger), Ledger(ledger)
        self.calendars: Mapping[str, Calendar] = calendars(configuration)
        self.problems: list[Problem] = []
        self.brought = False  # whether readers were given anything

    def told(self, others: Iterable[Problem] = ()) -> tuple[Problem, ...]:
        """The problems of publishing as the project wants them told, after those of others."""
        own = apply_levels(sort_problems(self.problems), check_levels(self.configuration))
        return (*others, *own)

    def state(self) -> State:
        """What the ledger says now; where it was lost, what the published editions say.

        Raises:
            ProblemsError: it cannot be read.
        """
        state = self.ledger.read()
        if state.number:
            return state
        seen = read_catalogue(self.shelves.to)
        if seen.revision > 0:
            to, ledger = self.shelves.to.shown, self.shelves.ledger.shown
            message = f"there is no ledger in {ledger}; it is made anew from {to}/{CATALOGUE}"
            hint = "what was held back is lost with it: restore the ledger from a backup if you can"
            found = problem("ledger-rebuilt", message, None, hint)
            self.problems += [] if found in self.problems else [found]
            return State(revision=seen.revision, editions=seen.editions)
        return state

    def checked_state(self) -> State:
        """The same, where the clock is not behind it.

        Raises:
            ProblemsError: it is, or the ledger cannot be read.
        """
        state = self.state()
        self.ledger.check_clock(state, self.now)
        return state

    def change(self, changed: Callable[[State], State]) -> State:
        """Write what a function makes of the newest state, also where others write meanwhile.

        Nothing is written where it changes nothing, except in place of a ledger that was lost.

        Raises:
            ProblemsError: the ledger cannot be read or written.
        """
        for _ in range(_TRIES):
            before = self.state()
            after = changed(before)
            if after == before and (before.number or not before.editions):
                return before
            if self._seen(after) != self._seen(before):
                after = replace(after, revision=max(before.revision, 0) + 1)
            written = self.ledger.write(after, self.now)
            if written is not None:
                return written
        message = f"others write to {self.shelves.ledger.shown} all the time"
        raise ProblemsError((problem("cannot-write", message, None, "try again"),))

    def due(self, state: State, reports: Sequence[str], at: datetime) -> tuple[Due, ...]:
        """The slots that are due, in order; of some reports only where they are named."""
        found = [
            due
            for name, calendar in self.calendars.items()
            if not reports or name in reports
            for due in due_slots(calendar, state.known(name), at)
        ]
        return tuple(sorted(found, key=lambda due: (due.slot.instant, due.slot.report)))

    def begin(self, reports: Sequence[str]) -> State:
        """Note from when on the slots count of reports that nobody has looked at yet."""

        def changed(state: State) -> State:
            known = {*state.since, *(edition.report for edition in state.editions)}
            new = {}
            for name, calendar in self.calendars.items():
                if name not in known and (not reports or name in reports):
                    last = last_slot(calendar, self.now)
                    new[name] = last.instant if last else self.now
            return replace(state, since={**state.since, **new}) if new else state

        return self.change(changed)

    def prune(self, state: State) -> State:
        """The state with what `keep` does not keep marked as removed.

        Counted are editions that are whole; what came after the oldest of them stays, too.
        """
        if self.keep is None:
            return state
        for report in {edition.report for edition in state.editions}:
            own = [one for one in state.editions if (one.report, one.state) == (report, PUBLISHED)]
            own.sort(key=lambda one: one.instant, reverse=True)
            whole = [number for number, one in enumerate(own) if not one.failed]
            for edition in own[whole[self.keep - 1] + 1 :] if len(whole) >= self.keep else ():
                state = state.with_edition(replace(edition, state=REMOVED, failed=()))
        return state

    def bring(self) -> State:
        """Bring readers what the ledger says, and sweep what nobody needs any more.

        Raises:
            ProblemsError: an edition is damaged, or a place cannot be written.
        """
        for _ in range(_TRIES):
            state = self.state()
            found = deliver(self.shelves, state, self._page)
            self.brought |= found is not None
            self.problems += found or ()
            if self.state().revision == state.revision:
                break  # else somebody has published meanwhile
        self._sweep(state)
        return state

    def _page(self, outputs: Mapping[str, Entry]) -> tuple[Entry, bytes]:
        reading = read_project(self.world)
        if reading.project is None:
            raise ProblemsError(reading.problems)
        return index_page(reading.project, self.world, outputs)

    def _sweep(self, state: State) -> None:
        needed = {
            run for one in state.editions if one.state in (HELD, FAILED) for run in one.staged
        }
        known = {run for one in state.editions for run in one.staged}
        yesterday = (self.now - timedelta(days=1)).strftime(RUN)
        for run in self.shelves.runs():
            # A run that the ledger does not know may be at work just now.
            if run not in needed and (run in known or run < yesterday):
                self.shelves.unstage(run)

    @staticmethod
    def _seen(state: State) -> list[Edition]:
        return [one for one in state.editions if one.state in (PUBLISHED, REMOVED)]
