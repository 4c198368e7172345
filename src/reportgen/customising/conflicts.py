"""Marks of a merge that nobody has settled: the build stops at them, with their line."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.configuration import TEMPLATES
from reportgen.problems import Place, Problem, problem
from reportgen.world import World

OPENS, CLOSES = "<<<<<<< ", ">>>>>>> "
"""How git begins and ends the lines on which two changes meet."""

_TEXT = (".j2", ".css", ".yaml", ".yml", ".po", ".svg", ".html", ".json", ".md", ".txt")


def check_conflicts(world: World) -> tuple[Problem, ...]:
    """A problem for each place in the project's templates where marks of a merge stand."""
    files = [name for name in world.files(TEMPLATES) if name.endswith(_TEXT)]
    return tuple(found for name in files for found in conflicts(name, world.read(name) or b""))


def has_marks(data: bytes) -> bool:
    """True where a line of the text is such a mark."""
    return any(True for _ in conflicts("", data))


def conflicts(file: str, data: bytes) -> Iterator[Problem]:
    """A problem for each conflict: at its first mark, or at an end that has lost its beginning."""
    if OPENS.encode() not in data and CLOSES.encode() not in data:
        return
    is_open = False
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        opens, closes = line.startswith(OPENS), line.startswith(CLOSES)
        if opens or (closes and not is_open):
            message = "two changes of the same lines have not been brought together"
            hint = "keep what is right of both and delete the lines of marks"
            place = Place(file, number, 1, line.rstrip("\r"), 7)
            yield problem("conflict-marks", message, place, hint)
        is_open = opens or (is_open and not closes)
