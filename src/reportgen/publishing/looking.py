"""What the ledger and the calendars tell, without changing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reportgen.problems import Problem, ProblemsError, problem
from reportgen.publishing.delivering import read_catalogue
from reportgen.publishing.desk import Desk, read_schedules, unknown_report
from reportgen.publishing.releasing import is_ready
from reportgen.publishing.state import Edition
from reportgen.scheduling.due import Due
from reportgen.scheduling.moments import parse_moment
from reportgen.scheduling.slots import UTC_NAME, Slot, calendars, coming
from reportgen.world import World, digest


@dataclass(frozen=True)
class Agenda:
    """What `reportgen build --due` would do.

    Attributes:
        due: The slots to build.
        ready: The editions whose embargo has ended.
        behind: Whether readers do not have yet what was published, for a run has died.
        problems: What was found on the way.
    """

    due: tuple[Due, ...]
    ready: tuple[Edition, ...]
    behind: bool
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        return len(self.due) + len(self.ready) + self.behind


def look(world: World, reports: Sequence[str] = (), at: str | None = None) -> Agenda:
    """What is due now, or at another time.

    Raises:
        ProblemsError: the project file or the ledger is not right, or the clock is behind it.
    """
    configuration = read_schedules(world, reports)
    desk = Desk(world, configuration)
    state = desk.state() if at else desk.checked_state()
    moment = parse_moment(at, configuration.timezone or UTC_NAME, "--at") if at else desk.now
    ready = tuple(
        one
        for one in state.editions
        if is_ready(one, moment) and (not reports or one.report in reports)
    )
    behind = read_catalogue(desk.shelves.to).revision != state.revision
    return Agenda(desk.due(state, reports, moment), ready, behind, desk.told())


def history(world: World, reports: Sequence[str] = ()) -> tuple[Edition, ...]:
    """The editions of the ledger, by report and slot; also of reports that are no more.

    Raises:
        ProblemsError: the project file or the ledger is not right.
    """
    configuration = read_schedules(world)
    desk = Desk(world, configuration)
    editions = desk.state().editions
    known = list(dict.fromkeys([*configuration.reports, *(one.report for one in editions)]))
    for name in reports:
        if name not in known:
            raise ProblemsError((unknown_report(name, known),))
    found = [one for one in editions if not reports or one.report in reports]
    return tuple(sorted(found, key=lambda one: (one.report, one.instant)))


def agenda(
    world: World, start: str | None, end: str | None, days: int
) -> tuple[tuple[Slot, datetime | None], ...]:
    """The slots of a time, in order, each with the end of its embargo.

    Args:
        world: The project.
        start: A day or a time; now without it.
        end: A day, which counts wholly, or a time; so many days after the start without it.
        days: How many.

    Raises:
        ProblemsError: the project file is not right, or a time is none.
    """
    configuration = read_schedules(world)
    zone = configuration.timezone or UTC_NAME
    first = parse_moment(start, zone, "--from") if start else world.now()
    last = parse_moment(end, zone, "--to", end=True) if end else first + timedelta(days=days)
    if last < first:
        message = f"--to {end} lies before {f'--from {start}' if start else 'now'}"
        raise ProblemsError((problem("bad-option", message, None, "write the later day as --to"),))
    # A slot at the very beginning counts.
    return coming(calendars(configuration), first - timedelta(seconds=1), last)


def calendar_name(world: World) -> str:
    """What tells this project's calendar from others: of where it lies, and publishes to."""
    publish = read_schedules(world).publish
    return digest(repr((world.project.name, publish and publish.to)).encode())[:12]
