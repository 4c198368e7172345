"""Publishes what was built and held back: the same bytes, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportgen.building.locking import locked
from reportgen.building.quick import output_folder
from reportgen.problems import Problem
from reportgen.publishing.desk import Desk, read_schedules
from reportgen.publishing.state import HELD, PUBLISHED, Edition, State
from reportgen.wanted import Options
from reportgen.world import World


@dataclass(frozen=True)
class Released:
    """What came of a release: what was published, what an embargo still holds, and problems."""

    editions: tuple[Edition, ...]
    embargoed: tuple[Edition, ...]
    problems: tuple[Problem, ...]


def release(world: World, reports: Sequence[str] = ()) -> Released:
    """Publish the editions that are held back, except those under an embargo.

    Raises:
        ProblemsError: one of them is not as it was built: nothing is published then. Or the
            project file or the ledger is not right, or a place cannot be used.
    """
    desk = Desk(world, read_schedules(world, reports))
    with locked(world.project, output_folder(world.project, Options()), wait=True):
        desk.checked_state()
        editions = publish_held(
            desk,
            lambda one: (
                (not reports or one.report in reports)
                and (one.until is None or one.until <= desk.now)
            ),
        )
        state = desk.bring()
    held = (one for one in state.editions if one.state == HELD)
    embargoed = tuple(one for one in held if not reports or one.report in reports)
    return Released(editions, embargoed, desk.told())


def is_ready(edition: Edition, now: datetime) -> bool:
    """True for an edition of which the embargo was all that held it, and has ended."""
    over = edition.until is not None and edition.until <= now
    return edition.state == HELD and over and not edition.hold


def publish_held(desk: Desk, chosen: Callable[[Edition], bool]) -> tuple[Edition, ...]:
    """Say in the ledger that the chosen ones of the held editions are published.

    Raises:
        ProblemsError: a file of one of them is not as it was built; none is published then.
    """
    found: list[Edition] = []

    def changed(state: State) -> State:
        found.clear()
        for edition in state.editions:
            if edition.state == HELD and chosen(edition):
                desk.shelves.check(edition)
                found.append(replace(edition, state=PUBLISHED, hold=False, published=desk.now))
                state = state.with_edition(found[-1])
        return desk.prune(state)

    desk.change(changed)
    return tuple(found)
