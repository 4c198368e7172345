"""What the server shows, and waiting for the next change: one for all its threads."""

from __future__ import annotations

from threading import Condition
from typing import Any

from reportgen.serving.state import Inspected, Preview, State, Viewing, told


class Board:
    """Holds the latest state; threads wait until there is a newer one."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0
        self._state = State()
        self._previews: dict[str, Preview] = {}
        self._inspected: dict[tuple[str, str], Inspected] = {}
        self._views: dict[int, Viewing] = {}

    def put(self, message: State | Preview | Inspected) -> None:
        """Show this from now on; a preview until the build has written its file."""
        with self._changed:
            if isinstance(message, Preview):
                self._previews[message.path] = message
            elif isinstance(message, Inspected):
                self._inspected[message.key, message.format] = message
            else:
                if message.phase == "ready":
                    self._previews.clear()
                self._state = message
            self._number += 1
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> tuple[int, dict[str, Any]] | None:
        """(its number, the state) of one that is newer; None where none comes in that time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._number > number, seconds):
                return None
            shown = {path: preview.digest for path, preview in self._previews.items()}
            return self._number, told(self._state, shown, self._inspected.values())

    def preview(self, path: str) -> bytes | None:
        """The bytes of a file that is shown before it is written."""
        with self._changed:
            found = self._previews.get(path)
        return found.data if found else None

    def inspected(self, path: str) -> bytes | None:
        """The bytes of a file that was made to be looked into, and is nowhere else."""
        with self._changed:
            for one in self._inspected.values():
                if path in one.files:
                    return one.files[path]
        return None

    def may_be_shown(self, path: str) -> bool:
        """Whether a build made a file of this name."""
        with self._changed:
            return path in self._state.outputs

    def view(self, who: int, viewing: Viewing | None) -> Viewing:
        """What everybody looks at, now that one looks at something else, or at nothing."""
        with self._changed:
            self._views.pop(who, None)
            if viewing is not None:
                self._views[who] = viewing
            keys = frozenset(key for view in self._views.values() for key in view.keys)
            inspected = any(view.inspected for view in self._views.values())
            if not inspected:
                self._inspected.clear()
            return Viewing(keys, inspected)
