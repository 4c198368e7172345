"""Each copied template in its three texts: the project's, the one it was copied from, the shipped.

The one it was copied from stands under `templates/.base/`, where no look-up of templates goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reportgen.customising.conflicts import has_marks
from reportgen.model.configuration import TEMPLATES
from reportgen.model.lookup import BELOW, PLAIN, SHIPPED_PATH, SHIPS, Lookup
from reportgen.problems import Place, Problem, problem
from reportgen.world import World

ROOT = "originals"
"""The root of a world under which the kept originals lie."""


class State(StrEnum):
    """How a copy stands to the file that ships."""

    SAME = "as shipped"
    CHANGED = "changed by you"
    MOVED_ON = "original moved on"
    GONE = "no longer ships"
    CONFLICT = "conflict marks"
    REMOVED = "copy removed"


@dataclass(frozen=True)
class Copy:
    """A template that was copied into the project.

    Attributes:
        name: Its path inside `templates/`.
        own: The project's text; None where the file is gone.
        base: The shipped text from which it was copied, or last upgraded.
        shipped: What stands below the project now, in its theme or among what ships; None where
            nothing does under this name any more.
        original: How messages call that file.
    """

    name: str
    own: bytes | None
    base: bytes
    shipped: bytes | None
    original: str

    @property
    def path(self) -> str:
        """The path of the copy in the project."""
        return f"{TEMPLATES}/{self.name}"

    @property
    def state(self) -> State:
        """How the copy stands to what ships."""
        if self.own is None:
            return State.REMOVED
        if has_marks(self.own):
            return State.CONFLICT
        if self.shipped is None:
            return State.GONE
        if self.own == self.shipped:
            return State.SAME
        return State.CHANGED if self.base == self.shipped else State.MOVED_ON


def read_copies(world: World, lookup: Lookup = PLAIN) -> tuple[Copy, ...]:
    """Every template of which the project keeps the original, by name."""
    return tuple(_copies(world, lookup))


def _copies(world: World, lookup: Lookup) -> Iterator[Copy]:
    for name in world.files(".", ROOT):
        own, base = world.read(f"{TEMPLATES}/{name}"), world.read(name, ROOT)
        if base is not None:
            below = lookup.find(world.read, BELOW + name)
            original = below.path if below else SHIPS.path(name)
            yield Copy(name, own, base, below.data if below else None, original)


def check_originals(world: World, lookup: Lookup = PLAIN) -> Iterator[Problem]:
    """A problem for each copy whose original is not what it was copied from any more."""
    for copy in read_copies(world, lookup):
        upgrade = f"`reportgen templates upgrade {copy.name}`"
        if copy.state is State.MOVED_ON:
            the = "the " if copy.original.startswith(SHIPPED_PATH) else ""
            message = f"{the}{copy.original} has changed since this copy was made"
            hint = f"`reportgen templates diff {copy.name}` shows how; {upgrade} merges it"
        elif copy.state is State.GONE:
            message = f"{copy.name}, of which this is a copy, no longer ships"
            hint = f"{upgrade} makes it the project's own"
        else:
            continue
        yield problem("original-moved-on", message, Place(copy.path), hint)
