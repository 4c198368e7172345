"""Every template by name, and from which levels it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.model.configuration import TEMPLATES
from reportgen.model.lookup import PLAIN, SHIPS, Level, Lookup
from reportgen.model.theme import THEME_FILE
from reportgen.problems import ProblemsError, nearest, problem
from reportgen.world import World

PAGE = ".html.j2"
TOKENS = "styles/tokens.css"
CATALOGUES = "locale/"
_NOT_FOR_PAGES = ("scaffolds/", "starter/", "locale/reportgen.pot", "fonts/OFL.txt")
"""Shipped files that no page looks up: one in the project would override nothing."""


@dataclass(frozen=True)
class Listed:
    """A file that pages find by its name, and whose it is.

    Attributes:
        name: Its path inside `templates/`.
        levels: What the levels are called that have it, the first to be looked into first.
        ways: What each of them does with the next: `overrides`, `extends`, `adds to`.
    """

    name: str
    levels: tuple[str, ...]
    ways: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Whose it is, in words: `project, extends themes/ours, overrides shipped`."""
        first, *others = self.levels
        below = (f"{way} {level}" for way, level in zip(self.ways, others, strict=True))
        return ", ".join([first, *below])


def list_templates(world: World, lookup: Lookup = PLAIN) -> tuple[Listed, ...]:
    """Every file that pages can look up, sorted by name."""
    held: dict[str, list[Level]] = {}
    for level in lookup.levels:
        for name in _names(world, level):
            held.setdefault(name, []).append(level)
    return tuple(_listed(world, name, held[name]) for name in sorted(held))


def names_below(world: World, lookup: Lookup = PLAIN) -> set[str]:
    """The files of the theme and the shipped ones that a project's own may override."""
    return {name for level in lookup.levels[1:] for name in _names(world, level)}


def full_name(given: str, names: set[str]) -> str:
    """The name among `names` that is meant: `one-pager` is `one-pager.html.j2`.

    Raises:
        ProblemsError: there is none.
    """
    name = given.removeprefix(f"{TEMPLATES}/")
    for known in (name, name + PAGE):
        if known in names:
            return known
    near = nearest(name, [*sorted(names), *sorted(n.removesuffix(PAGE) for n in names)])
    hint = f"did you mean `{near}`?" if near else "`reportgen templates ls` lists them all"
    raise ProblemsError((problem("unknown-template", f"there is no `{name}`", None, hint),))


def _names(world: World, level: Level) -> Iterator[str]:
    for file in world.files(level.folder or ".", level.root):
        name = file.removeprefix(level.inside(""))
        if not name.startswith(_NOT_FOR_PAGES if level == SHIPS else THEME_FILE):
            yield name


def _listed(world: World, name: str, levels: list[Level]) -> Listed:
    ways = tuple(_way(world, name, level) for level in levels[:-1])
    return Listed(name, tuple(level.called for level in levels), ways)


def _way(world: World, name: str, level: Level) -> str:
    if name == TOKENS or name.startswith(CATALOGUES):
        return "adds to"
    text = level.read(world.read, name) or b"" if name.endswith(PAGE) else b""
    below = (f'"!{name}"'.encode(), f"'!{name}'".encode())
    return "extends" if any(part in text for part in below) else "overrides"
