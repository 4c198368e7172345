"""In which folders the templates of a report are looked up, and in which order.

A level is a folder that holds templates, styles, fonts, words and charts under the same names. The
first is the project's `templates/`; below it stand the report's theme and the parents of that
theme; the last holds what ships. A file is taken from the first level that has it.

A name carries the level from which it is looked up: each `!` before it leaves one level out.
Templates write a single `!`, which means the next file below the one that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportgen.model.configuration import DEFAULT_THEME, TEMPLATES

BELOW = "!"
PROJECT, SHIPPED = "project", "shipped"
SHIPPED_PATH = "shipped "
"""How messages begin the path of a shipped file. No other level's paths begin so."""

Read = Callable[[str, str], bytes | None]
"""(name, root) -> bytes or None: the reading of a world."""


@dataclass(frozen=True)
class Level:
    """A folder that holds templates.

    Attributes:
        root: Of the world: `project`, `shipped`, or `theme NAME` for one that is installed.
        folder: Its POSIX path inside the root; empty for the root itself.
    """

    root: str
    folder: str = ""

    def __post_init__(self) -> None:
        if " " in self.folder:
            raise ValueError(f"paths in {self.folder!r} would pass for those of another root")

    @property
    def installed(self) -> str:
        """The name of an installed theme; empty for any other level."""
        return "" if self.root in (PROJECT, SHIPPED) else self.root.partition(" ")[2]

    def inside(self, name: str) -> str:
        """The path of a file of this level inside the root."""
        return f"{self.folder}/{name}" if self.folder else name

    def path(self, name: str) -> str:
        """The path of a file of this level for messages: `themes/ours/base.html.j2`."""
        if self.root == SHIPPED:
            return SHIPPED_PATH + name
        return self.inside(name) if self.root == PROJECT else f"{self.root}/{name}"

    def read(self, read: Read, name: str) -> bytes | None:
        """The bytes of a file of this level, or None."""
        return read(self.inside(name), self.root)

    @property
    def called(self) -> str:
        """What people call it: `project`, `themes/ours`, `theme ministry`, `shipped`."""
        return PROJECT if self == OWN else self.folder or self.root


OWN = Level(PROJECT, TEMPLATES)
SHIPS = Level(SHIPPED)


@dataclass(frozen=True)
class Found:
    """A file that was looked up: the number of its level, its path for messages, its bytes."""

    number: int
    path: str
    data: bytes


@dataclass(frozen=True)
class Lookup:
    """The levels of a theme, from the first that is looked into to the last.

    Attributes:
        levels: The project's own, the theme, its parents, the shipped one.
        theme: How the project file calls the theme.
    """

    levels: tuple[Level, ...] = (OWN, SHIPS)
    theme: str = DEFAULT_THEME

    def find(self, read: Read, name: str) -> Found | None:
        """The first file of this name, or None; each `!` leaves one level out."""
        return next(self.every(read, name), None)

    def every(self, read: Read, name: str) -> Iterator[Found]:
        """Every file of this name, that of the first level first."""
        plain = name.lstrip(BELOW)
        first = len(name) - len(plain)
        for number, level in enumerate(self.levels[first:], first):
            data = level.read(read, plain)
            if data is not None:
                yield Found(number, level.path(plain), data)

    def names(self, name: str) -> tuple[str, ...]:
        """The name as it is looked up from each level on."""
        return tuple(BELOW * number + name for number in range(len(self.levels)))

    def name_of(self, path: str) -> str | None:
        """The name under which the file is looked up that messages call by this path."""
        found = [
            (len(level.path("")), number)
            for number, level in enumerate(self.levels)
            if path.startswith(level.path(""))
        ]
        if not found:
            return None
        size, number = max(found)
        return BELOW * number + path[size:]

    @property
    def own(self) -> tuple[Level, ...]:
        """The levels that lie in the project folder."""
        return tuple(level for level in self.levels if level.root == PROJECT)

    @property
    def themes(self) -> tuple[Level, ...]:
        """The levels between the project's own and what ships."""
        return tuple(level for level in self.levels if level not in (OWN, SHIPS))


PLAIN = Lookup()
"""Without a theme: the project's own, and what ships."""
