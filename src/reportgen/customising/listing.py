"""Every template by name, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.model.configuration import TEMPLATES
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
        own: True where the project has one.
        ships: True where one ships.
        way: What the project's does with the shipped one: `overrides`, `extends`, `adds to`.
    """

    name: str
    own: bool
    ships: bool
    way: str | None = None


def list_templates(world: World) -> tuple[Listed, ...]:
    """Every file that pages can look up, sorted by name."""
    own = {name.removeprefix(f"{TEMPLATES}/") for name in world.files(TEMPLATES)}
    shipped = set(shipped_names(world))
    return tuple(_listed(world, name, own, shipped) for name in sorted(own | shipped))


def shipped_names(world: World) -> Iterator[str]:
    """The shipped files that a project's own may override."""
    for name in world.files(".", "shipped"):
        if not name.startswith(_NOT_FOR_PAGES):
            yield name


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


def _listed(world: World, name: str, own: set[str], shipped: set[str]) -> Listed:
    way = None
    if name in own and name in shipped:
        way = "overrides"
        if name == TOKENS or name.startswith(CATALOGUES):
            way = "adds to"
        elif name.endswith(PAGE):
            text = world.read(f"{TEMPLATES}/{name}") or b""
            below = (f'"!{name}"'.encode(), f"'!{name}'".encode())
            way = "extends" if any(part in text for part in below) else way
    return Listed(name, name in own, name in shipped, way)
