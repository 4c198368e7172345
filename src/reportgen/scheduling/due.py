"""What is due: the slots since the last one that was done, by the policy for those missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from reportgen.scheduling.slots import Calendar, Slot, last_slot, slots

LATE = timedelta(hours=24)
"""With `catch_up: none` a slot that nobody came for within this time is left out."""

_COUNTED = 1000
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report's slots.

    Attributes:
        since: From when on slots count; None where nobody has looked yet.
        done: The slots that were done, with the names of the jobs that failed in them.
    """

    since: datetime | None = None
    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that is due.

    Attributes:
        jobs: The names of those to be done; None for all.
        why: In words.
        left_out: How many earlier slots will never be done, for this one goes before them.
    """

    slot: Slot
    jobs: tuple[str, ...] | None
    why: str
    left_out: int = 0


def due_slots(calendar: Calendar, known: Known, now: datetime) -> tuple[Due, ...]:
    """The slots of a report that are due, in order."""
    newest = max((calendar.instant(key) for key in known.done), default=None)
    ahead = [
        Due(calendar.slot(calendar.instant(key)), failed, _failed(failed))
        for key, failed in known.done.items()
        if failed and calendar.instant(key) <= now
    ]
    why = "no edition yet"
    if newest is not None:
        why = f"the last edition is of {calendar.slot(newest).shown}"
    last = last_slot(calendar, now)
    if last is not None and (newest is None or last.instant > newest):
        after = newest or min(known.since or last.instant, last.instant) - _MOMENT
        if calendar.catch_up == "all":
            ahead += [Due(slot, None, why) for slot in slots(calendar, after, now)]
        else:
            missed = sum(1 for _ in islice(slots(calendar, after, now), _COUNTED)) - 1
            ahead.append(Due(last, None, why, missed))
    ahead.sort(key=lambda due: due.slot.instant)
    if calendar.catch_up == "all":
        return tuple(ahead)
    best = ahead[-1:]
    if best and newest is not None and best[0].slot.instant < newest:
        return ()  # what failed then has been done anew for a later slot
    if best and calendar.catch_up == "none" and now - best[0].slot.instant > LATE:
        return ()
    return tuple(best)


def _failed(names: tuple[str, ...]) -> str:
    some = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"{len(names)} failed: {some}"
