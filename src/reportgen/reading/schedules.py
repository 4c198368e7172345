"""`schedule:`, `timezone:` and `publish:` of the project file: what the model cannot know."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator

from reportgen.model.configuration import Publish, Schedule
from reportgen.model.edtf import SEASONS, EdtfDate, EdtfInterval, parse_edtf
from reportgen.model.recurrence import WORDS, RecurrenceError, check_schedule, parse_span
from reportgen.problems import Problem, nearest, problem
from reportgen.reading.origin import Origin

_PUBLISH = ("publish",)


def schedule_problems(
    schedule: Schedule, origin: Origin, path: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with when a report falls due; `path` leads to its `schedule:`."""
    try:
        check_schedule(schedule.cron)
    except RecurrenceError as error:
        near = nearest(schedule.cron, WORDS) if len(schedule.cron.split()) == 1 else None
        hint = f"did you mean `{near}`?" if near else error.hint
        yield problem("bad-schedule", str(error), origin.place((*path, "cron")), hint)
    try:
        parse_span(schedule.embargo or "0 days")
    except RecurrenceError as error:
        yield problem("bad-schedule", str(error), origin.place((*path, "embargo")), error.hint)
    for number, text in enumerate(schedule.except_):
        if not _is_exact(text):
            message = f"`{text}` does not say which days"
            hint = "write days or periods: 2027-02-04, XXXX-12-25, 2027-02-04/2027-02-10"
            place = origin.place((*path, "except", number))
            yield problem("bad-schedule", message, place, hint)
    if schedule.timezone is not None:
        yield from check_timezone(schedule.timezone, origin, (*path, "timezone"))


def check_timezone(name: str, origin: Origin, path: tuple[str, ...]) -> Iterator[Problem]:
    """A problem, where this is no name of the IANA time zone database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, sorted(zoneinfo.available_timezones()))
        hint = f"did you mean `{near}`?" if near else "write for instance `Asia/Ho_Chi_Minh`"
        yield problem("bad-value", f"`{name}` is not a time zone", origin.place(path), hint)


def publish_problems(publish: Publish, origin: Origin) -> Iterator[Problem]:
    """What is wrong with where editions go."""
    to, ledger = _address(publish.to), _address(publish.ledger or "")
    if not to:
        place, hint = origin.place((*_PUBLISH, "to")), "write a folder, or s3://bucket/briefs"
        yield problem("bad-value", "editions need a place", place, hint)
    elif ledger and f"{ledger}/".startswith(f"{to}/"):
        # It also keeps what is held back, and where editions are anybody may read.
        place = origin.place((*_PUBLISH, "ledger"))
        hint = "write a folder beside it"
        yield problem("bad-value", f"the ledger cannot lie in `{publish.to}`", place, hint)
    if publish.keep is not None and publish.keep < 1:
        place, hint = origin.place((*_PUBLISH, "keep")), "write 1 or more, or leave it out"
        yield problem("bad-value", "at least one edition is kept", place, hint)


def _address(text: str) -> str:
    """A folder or address in the form in which two can be compared."""
    return text.strip().removeprefix("./").rstrip("/")


def _is_exact(text: str) -> bool:
    """Whether an EDTF text says for every day whether it is meant."""
    value = parse_edtf(text)
    ends = (value.start, value.end) if isinstance(value, EdtfInterval) else (value,)
    return all(end is None or _is_sure(end) for end in ends) and (
        not isinstance(value, EdtfInterval)
        or all(end is None or "X" not in end.year for end in ends)
    )


def _is_sure(value: EdtfDate) -> bool:
    return not value.mark and (value.month or "") not in map(str, SEASONS)
