"""Whether the colours of the project's themes stand apart enough for text to be read (WCAG AA)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.model.brand import Brand
from reportgen.model.colours import (
    TEXT_CONTRAST,
    Colour,
    contrast,
    read_colour,
    readable,
    shown_contrast,
)
from reportgen.model.lookup import SHIPPED_PATH, Found, Lookup
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, problem
from reportgen.rendering.custom_properties import Properties, custom_properties
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import TOKENS, Files
from reportgen.world import World

PAIRS = (
    ("--ink", "--paper"),
    ("--ink", "--tint"),
    ("--muted", "--paper"),
    ("--muted", "--tint"),
    ("--accent", "--paper"),
    ("--accent", "--tint"),
    ("--on-cover", "--cover"),
    ("--on-cover-muted", "--cover"),
    ("--warn", "--paper"),
    ("--warn", "--warn-tint"),
)
"""(text, ground) wherever the shipped styles print the one on the other."""

_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*(.+))?\)", re.DOTALL)
_DEEPEST = 8  # references from one property to the next


def check_contrast(project: Project, world: World) -> Iterator[Problem]:
    """A problem for each pair of colours that a project or its themes make too near to each other.

    What ships is held by tests, and what a brand states is checked with the brand. Dark pages are
    judged by the colours that are stated for them.
    """
    found = (
        told for lookup in project.used_lookups for told in _too_near(world, lookup, project.brand)
    )
    return iter(dict.fromkeys(found))  # a theme's, once for all themes that stand on it


def _too_near(world: World, lookup: Lookup, brand: Brand | None) -> Iterator[Problem]:
    levels = tuple(lookup.every(world.read, TOKENS))
    files = Files(world, Templates(world, lookup), brand)
    every = custom_properties((files(TOKENS) or b"").decode("utf-8", "replace"))
    own = _properties(level for level in levels if not level.path.startswith(SHIPPED_PATH))
    told: set[str] = set()
    for where, values, set_here in (
        ("", every.light, own.light),
        (" on dark pages", {**every.light, **every.dark}, own.dark),
    ):
        for text, ground in PAIRS:
            colour, paper = _colour(values, text), _colour(values, ground)
            if colour is None or paper is None or not {text, ground} & set(set_here):
                continue
            ratio = contrast(colour, paper)
            if ratio < TEXT_CONTRAST and text not in told:
                told.add(text)
                message = (
                    f"text in `{text}` ({colour}) on `{ground}` ({paper}) cannot be read{where}: "
                    f"the contrast is {shown_contrast(ratio)}, and needs {TEXT_CONTRAST}:1"
                )
                hint = f"`{text}: {readable(colour, paper)};` is the nearest that has it"
                yield problem("low-contrast", message, _place(levels, set_here, text, ground), hint)


def _properties(levels: Iterable[Found]) -> Properties:
    """What the levels declare together, the last of them first."""
    texts = [level.data.decode("utf-8", "replace") for level in levels]
    return custom_properties("\n".join(reversed(texts)))


def _colour(values: Mapping[str, str], name: str) -> Colour | None:
    """The colour of a property, through others that it names; None where it is no opaque one."""
    value = values.get(name, "")
    for _ in range(_DEEPEST):
        reference = _REFERENCE.fullmatch(value.strip())
        if reference is None:
            return read_colour(value)
        value = values.get(reference[1]) or reference[2] or ""
    return None


def _place(levels: Iterable[Found], values: Mapping[str, str], *names: str) -> Place | None:
    """The last line of the first level that gives one of the properties this value."""
    for level in levels:
        lines = level.data.decode("utf-8", "replace").splitlines()
        for name in (name for name in names if name in values):
            wanted = re.compile(rf"({name}\s*:\s*{re.escape(values[name])})\s*(?:[;}}]|/\*|$)")
            for number, line in reversed(list(enumerate(lines, start=1))):
                if match := wanted.search(line):
                    return Place(level.path, number, match.start(1) + 1, line, len(match[1]))
    return None
