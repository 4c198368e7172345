"""What the ledger says: every edition, what became of it, and since when slots count."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from reportgen.scheduling.due import Known
from reportgen.scheduling.slots import Calendar, Slot

VERSION = 1

HELD = "held"
PUBLISHED = "published"
REMOVED = "removed"
INTERNAL = "internal"
FAILED = "failed"
STATES = (HELD, PUBLISHED, REMOVED, INTERNAL, FAILED)
"""Built and held back; published; published and removed since (`keep`); built, and never published
(`audience: internal`); nothing of it could be built."""


_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9+-]*$")
"""Of reports, slots and runs: they are names of folders."""


class DamagedError(ValueError):
    """Bytes that are no ledger, or only a part of one."""


class NewerError(ValueError):
    """A ledger that a newer reportgen wrote."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What was built for one slot of one report.

    Attributes:
        slot: The name of the slot.
        zone: The time zone in which it is named.
        as_of: The date of the edition.
        built: When the last of it was built.
        state: One of STATES.
        files: How many it has.
        digest: Of its manifest, which has the digest of every file.
        staged: The runs that built it; below `staged/RUN/` lie its bytes until they are published.
        failed: The jobs that failed, and are still due.
        hold: Held back by `--hold`, until `reportgen release`.
        until: The end of its embargo.
        published: When it was published.
    """

    report: str
    slot: str
    zone: str
    as_of: date
    built: datetime
    state: str
    files: int = 0
    digest: str = ""
    staged: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    hold: bool = False
    until: datetime | None = None
    published: datetime | None = None

    @property
    def folder(self) -> str:
        """Its folder among all editions, the published and the staged ones."""
        return f"{self.report}/{self.slot}"

    @property
    def instant(self) -> datetime:
        """When its slot was."""
        return Calendar(self.report, "", self.zone).instant(self.slot)

    @property
    def shown(self) -> str:
        """Its slot as people read it, with its distance from UTC."""
        return Slot(self.report, self.slot, self.instant, self.zone).shown


@dataclass(frozen=True, slots=True)
class State:
    """The whole ledger at one time.

    Attributes:
        number: Of this version; 0 before the first.
        written: When it was written.
        revision: Grows whenever what readers see changes.
        since: From when on the slots of a report count.
        editions: In the order in which they were built.
    """

    number: int = 0
    written: datetime | None = None
    revision: int = 0
    since: Mapping[str, datetime] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()

    def known(self, report: str) -> Known:
        """What is known of the slots of a report."""
        done = {one.slot: one.failed for one in self.editions if one.report == report}
        return Known(self.since.get(report), done)

    def edition(self, report: str, slot: str) -> Edition | None:
        """The edition of a slot, or None where it was not built."""
        found = (one for one in self.editions if (one.report, one.slot) == (report, slot))
        return next(found, None)

    def with_edition(self, edition: Edition) -> State:
        """The state with this edition, in place of the one of the same slot."""
        if self.edition(edition.report, edition.slot) is None:
            return replace(self, editions=(*self.editions, edition))
        editions = (edition if one.folder == edition.folder else one for one in self.editions)
        return replace(self, editions=tuple(editions))


def to_json(state: State) -> bytes:
    """A state as it is written."""
    value = {
        "version": VERSION,
        "number": state.number,
        "written": _moment(state.written),
        "revision": state.revision,
        "since": {report: _moment(moment) for report, moment in sorted(state.since.items())},
        "editions": [edition_json(edition) for edition in state.editions],
    }
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def edition_json(edition: Edition) -> dict[str, Any]:
    """An edition in JSON's own types; what has nothing to say is left out."""
    value = asdict(edition)
    for name in ("built", "until", "published"):
        value[name] = _moment(value[name])
    value["as_of"] = edition.as_of.isoformat()
    return {name: found for name, found in value.items() if found not in (None, (), False, "")}


def from_json(raw: bytes) -> State:
    """The state that bytes hold.

    Raises:
        NewerError: a newer reportgen wrote them.
        DamagedError: they are cut off, or no ledger.
    """
    try:
        value = json.loads(raw)
        version = int(value["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(str(error)) from error
    if version > VERSION:
        raise NewerError(str(version))
    try:
        return State(
            number=int(value["number"]),
            written=_read_moment(value["written"]),
            revision=int(value["revision"]),
            since={str(name): _needed(at) for name, at in value["since"].items()},
            editions=tuple(read_edition(one) for one in value["editions"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(str(error)) from error


def read_edition(value: Any) -> Edition:
    """An edition from JSON's own types.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    edition = Edition(
        report=str(value["report"]),
        slot=str(value["slot"]),
        zone=str(value["zone"]),
        as_of=date.fromisoformat(value["as_of"]),
        built=_needed(value["built"]),
        state=str(value["state"]),
        files=int(value.get("files", 0)),
        digest=str(value.get("digest", "")),
        staged=tuple(map(str, value.get("staged", ()))),
        failed=tuple(map(str, value.get("failed", ()))),
        hold=bool(value.get("hold", False)),
        until=_read_moment(value.get("until")),
        published=_read_moment(value.get("published")),
    )
    names = (edition.report, edition.slot, *edition.staged)
    if edition.state not in STATES or not all(_NAME.match(name) for name in names):
        raise ValueError(f"no edition: {edition.folder}")
    edition.instant  # noqa: B018  the name of a slot, or it fails
    return edition


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _read_moment(text: Any) -> datetime | None:
    return None if text is None else _needed(text)


def _needed(text: Any) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"'{text}' has no time zone")
    return found.astimezone(UTC)
