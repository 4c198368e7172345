"""Builds the slots that are due, each as of its own day, and publishes what came of them.

The order of the steps lets a run die anywhere: build, stage the bytes beside the ledger, say in one
version of the ledger what they are (that is the publication), bring them to their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from reportgen.building.events import Listener, Waiting
from reportgen.building.locking import locked
from reportgen.building.pipeline import Result
from reportgen.building.quick import output_folder
from reportgen.problems import (
    Problem,
    ProblemsError,
    errors_of,
    sort_problems,
)
from reportgen.publishing.building_slots import Made, SlotBuilder
from reportgen.publishing.desk import Desk, read_schedules
from reportgen.publishing.releasing import is_ready, publish_held
from reportgen.publishing.state import FAILED, HELD, INTERNAL, PUBLISHED, Edition, State
from reportgen.reading import read_project
from reportgen.scheduling.due import Due
from reportgen.wanted import Options
from reportgen.world import World


@dataclass(frozen=True)
class Asked:
    """What a run of `reportgen build --due` is to do.

    Attributes:
        options: How to build.
        reports: Only these; all without.
        hold: Publish nothing; `reportgen release` does.
        partial: Publish what could be built though other briefs failed.
    """

    options: Options = field(default_factory=Options)
    reports: tuple[str, ...] = ()
    hold: bool = False
    partial: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        problems: Everything that was found.
        due: How many slots were due.
        editions: What the ledger says of the editions that this run has built or released.
        taken: The slots that another run had done meanwhile.
        builds: The results of the builds.
        brought: Whether readers were given anything, perhaps of a run before that has died.
    """

    problems: tuple[Problem, ...] = ()
    due: int = 0
    editions: tuple[Edition, ...] = ()
    taken: tuple[Due, ...] = ()
    builds: tuple[Result, ...] = ()
    brought: bool = False

    @property
    def ok(self) -> bool:
        """True where no problem is an error."""
        return not errors_of(self.problems)


def make_due(world: World, asked: Asked, tell: Listener = lambda _: None) -> Outcome:
    """Build and publish what is due; what waited for the end of its embargo is published first.

    Nothing is published until all that is due could be built, unless `asked.partial` says so.

    Raises:
        ProblemsError: the project file or the ledger is not right, or a place cannot be used.
    """
    desk = Desk(world, read_schedules(world, asked.reports))
    folder = output_folder(world.project, asked.options)
    waiting = partial(tell, Waiting())
    with locked(world.project, folder, wait=asked.options.wait, waiting=waiting):
        desk.checked_state()
        state = desk.begin(asked.reports)
        freed = () if asked.hold else _free(desk, asked)
        due = [one for one in desk.due(state, asked.reports, desk.now) if _may(one, state, asked)]
        outcome = _Run(desk, asked, folder, tell).make(state, due) if due else Outcome()
        desk.bring()
    problems = desk.told(sort_problems(outcome.problems))
    editions = (*freed, *outcome.editions)
    return replace(outcome, problems=problems, editions=editions, brought=desk.brought)


def _free(desk: Desk, asked: Asked) -> tuple[Edition, ...]:
    """Publish what waited for the end of its embargo; one that is damaged stops nothing else."""
    try:
        return publish_held(
            desk,
            lambda one: (
                is_ready(one, desk.now) and (not asked.reports or one.report in asked.reports)
            ),
        )
    except ProblemsError as error:
        desk.problems += error.problems
        return ()


def _may(due: Due, state: State, asked: Asked) -> bool:
    """False for the rest of an edition that is published already, while nothing may be."""
    known = state.edition(due.slot.report, due.slot.key)
    return not (asked.hold and known is not None and known.state == PUBLISHED)


class _Run:
    """One run: builds what is due, and says in the ledger what it is."""

    def __init__(self, desk: Desk, asked: Asked, folder: Path, tell: Listener) -> None:
        self._desk = desk
        self._asked = asked
        self._folder = folder
        self._tell = tell
        self._editions: list[Edition] = []
        self._taken: list[Due] = []

    def make(self, state: State, due: Sequence[Due]) -> Outcome:
        """Build the slots; what is published is in the ledger then."""
        desk = self._desk
        reading = read_project(desk.world)
        if reading.project is None:
            return Outcome(reading.problems, len(due))
        builder = SlotBuilder(desk, reading.project, self._asked.options, self._folder, self._tell)
        found: list[Problem] = []
        try:
            made = builder.make(state, due)
        except ProblemsError as error:
            found += error.problems
            made = ()
        if made and (self._asked.partial or builder.ok):
            desk.change(lambda now: self._with_all(now, made, builder.run))
        if not any(builder.run in edition.staged for edition in self._editions):
            desk.shelves.unstage(builder.run)
        found += (one for result in builder.builds for one in result.problems)
        return Outcome(
            tuple(found),
            len(due),
            tuple(self._editions),
            tuple(self._taken),
            tuple(builder.builds),
        )

    def _with_all(self, state: State, made: Sequence[Made], run: str) -> State:
        """The state with everything that was made, unless another run has been quicker."""
        self._editions, self._taken = [], []
        for one in made:
            edition = self._edition(state, one, run)
            if edition is None:
                self._taken.append(one.due)
            else:
                state = state.with_edition(edition)
                self._editions.append(edition)
        return self._desk.prune(state)

    def _edition(self, state: State, made: Made, run: str) -> Edition | None:
        slot, now = made.due.slot, self._desk.now
        known = state.edition(slot.report, slot.key)
        if known is not None:
            same = known.digest == made.earlier
            if not same or not set(made.due.jobs or (None,)) <= set(known.failed):
                return None
        until = self._desk.calendars[slot.report].held_until(slot)
        becomes = self._becomes(made, known, until)
        new = made.digest != made.earlier
        return Edition(
            report=slot.report,
            slot=slot.key,
            zone=slot.zone,
            as_of=slot.as_of,
            built=now,
            state=becomes,
            files=made.files,
            digest=made.digest,
            staged=(*(known.staged if known else ()), *((run,) if new else ())),
            failed=made.failed,
            hold=becomes == HELD and (self._asked.hold or (known is not None and known.hold)),
            until=until,
            published=now if becomes == PUBLISHED else None,
        )

    def _becomes(self, made: Made, known: Edition | None, until: datetime | None) -> str:
        if made.internal:
            return INTERNAL
        if made.failed and not made.files:
            return FAILED
        if known is not None and known.state == PUBLISHED:
            return PUBLISHED
        held = self._asked.hold or (known is not None and known.hold)
        return HELD if held or (until is not None and until > self._desk.now) else PUBLISHED
