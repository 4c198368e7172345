"""Tokens that nothing uses, and that are named almost like one that ships."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.model.lookup import SHIPPED_PATH, Found, Lookup
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, nearest, problem
from reportgen.rendering.custom_properties import custom_properties
from reportgen.rendering.theme import TOKENS
from reportgen.world import World

_USED = re.compile(r"var\(\s*(--[\w-]+)")
_READ = (".css", ".j2", ".yaml")
"""Endings of the files of a theme in which a token may be used."""


def check_tokens(project: Project, world: World) -> Iterator[Problem]:
    """A problem for each token that would change something, were it not misspelt.

    A token of somebody's own is used by a style or a template of theirs, and raises none.
    """
    found = (told for lookup in project.used_lookups for told in _misspelt(world, lookup))
    return iter(dict.fromkeys(found))  # a theme's, once for all themes that stand on it


def _misspelt(world: World, lookup: Lookup) -> Iterator[Problem]:
    sheets = tuple(lookup.every(world.read, TOKENS))
    shipped = [sheet for sheet in sheets if sheet.path.startswith(SHIPPED_PATH)]
    known = {name for sheet in shipped for name in _names(sheet)}
    used = set(_uses(world, lookup))
    for sheet in sheets:
        for name in () if sheet in shipped else _names(sheet):
            near = nearest(name, known) if name not in known | used else None
            if near is not None:
                hint = f"did you mean `{near}`?"
                yield problem("unknown-token", f"nothing uses `{name}`", _place(sheet, name), hint)


def _names(sheet: Found) -> tuple[str, ...]:
    found = custom_properties(sheet.data.decode("utf-8", "replace"))
    return tuple(dict.fromkeys([*found.light, *found.dark]))


def _uses(world: World, lookup: Lookup) -> Iterator[str]:
    """The tokens that a file of any level names."""
    for level in lookup.levels:
        for path in world.files(level.folder or ".", level.root):
            if path.endswith(_READ):
                text = (world.read(path, level.root) or b"").decode("utf-8", "replace")
                yield from _USED.findall(text)


def _place(sheet: Found, name: str) -> Place | None:
    lines: Iterable[str] = sheet.data.decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if match := re.search(rf"{name}(?=\s*:)", line):
            return Place(sheet.path, number, match.start() + 1, line, len(name))
    return None
