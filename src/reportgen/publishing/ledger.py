"""The ledger: a folder with numbered versions, each the whole of it.

A version is never changed. Who has read version 41 and wants to say something creates version 42,
which succeeds only where nobody else has: so one of several runs wins, and the others look again.
A run that is killed has written its version or not. Older versions stay for a while, so that
nothing is lost if one is damaged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from reportgen.problems import Problem, ProblemsError, problem
from reportgen.publishing.state import DamagedError, NewerError, State, from_json, to_json
from reportgen.publishing.storage import Storage

KEPT = 100
"""Versions that are kept."""

SKEW = timedelta(minutes=15)
"""By so much the clocks of machines may differ."""

_VERSION = re.compile(r"^\d{8}\.json$")


class Ledger:
    """The ledger in a storage."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._known: tuple[str, State] = ("", State())

    def read(self) -> State:
        """The newest version; an empty state where there is none.

        Raises:
            ProblemsError: it is damaged, or a newer reportgen wrote it, or cannot be read.
        """
        names = self._versions()
        if not names:
            return State()
        name = names[-1]
        if name == self._known[0]:  # a version never changes
            return self._known[1]
        try:
            state = from_json(self.storage.read(name) or b"")
        except NewerError as error:
            hint = "install a newer reportgen-toolkit here, too"
            message = f"{self._at(name)} was written by a newer reportgen (form {error})"
            raise ProblemsError((problem("newer-format", message, None, hint),)) from error
        except DamagedError as error:
            raise ProblemsError((self._damaged(names),)) from error
        if _file(state.number) != name:
            raise ProblemsError((self._damaged(names),))
        self._known = (name, state)
        return state

    def write(self, state: State, now: datetime) -> State | None:
        """Write the version after the one that the state comes from.

        Returns:
            The state as it was written; None where somebody else was quicker: read again.

        Raises:
            ProblemsError: it cannot be written.
        """
        latest = max(now, state.written or now)  # clocks of machines differ by seconds
        new = replace(state, number=state.number + 1, written=latest)
        if not self.storage.create(_file(new.number), to_json(new)):
            return None
        versions = self._versions()
        if versions[-1] > _file(new.number + KEPT // 2):  # so long ago that its place was free
            self.storage.remove(_file(new.number))
            return None
        for name in versions:
            if name <= _file(new.number - KEPT):
                self.storage.remove(name)
        return new

    def check_clock(self, state: State, now: datetime) -> None:
        """Nothing, where the clock is not behind the ledger.

        Raises:
            ProblemsError: it is.
        """
        if state.written is None or now >= state.written - SKEW:
            return
        message = (
            f"the clock says {_shown(now)}, and the ledger was written at {_shown(state.written)}"
        )
        hint = (
            "set the clock right; if it was wrong before, remove what the ledger says of then: "
            f"{self._at(_file(state.number))}"
        )
        raise ProblemsError((problem("clock-behind", message, None, hint),))

    def _versions(self) -> list[str]:
        return sorted(name for name in self.storage.names("") if _VERSION.match(name))

    def _damaged(self, names: list[str]) -> Problem:
        message = f"{self._at(names[-1])} is cut off or damaged; nothing is built or published"
        before = f"the version before it is {names[-2]}" if len(names) > 1 else "there is no other"
        hint = (
            f"restore the file from a backup; {before}. To go on from that one, remove the damaged "
            "file: what was published in between may then be published again"
        )
        return problem("bad-ledger", message, None, hint)

    def _at(self, name: str) -> str:
        return f"{self.storage.shown.rstrip('/')}/{name}"


def _file(number: int) -> str:
    return f"{number:08}.json"


def _shown(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
