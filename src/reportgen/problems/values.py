"""The values that all stages hand up when something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.problems.catalogue import CODES
from reportgen.problems.severity import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file of the project.

    Attributes:
        file: Path relative to the project, with forward slashes.
        line: Counted from 1.
        column: Counted from 1, in characters.
        text: The whole source line, without its line break.
        width: How many characters are marked.
    """

    file: str
    line: int = 1
    column: int = 1
    text: str = ""
    width: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its code, what, where, and what to do."""

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR


class ProblemsError(Exception):
    """Raised where a caller asked for a result and there are only problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)  # so that it can be sent from a worker

    def __str__(self) -> str:
        return "; ".join(found.message for found in self.problems)


def problem(
    code: str, message: str, place: Place | None = None, hint: str | None = None
) -> Problem:
    """A problem with the severity that the catalogue gives its code.

    Why: a code that is not in the catalogue is a KeyError, so that nothing reaches a person
    which `reportgen explain` cannot explain.
    """
    return Problem(code, message, place, hint, CODES[code].severity)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line, column and code, each once; those without a place come first."""
    return tuple(sorted(dict.fromkeys(problems), key=_order))


def _order(found: Problem) -> tuple[str, int, int, str, str]:
    if found.place is None:
        return ("", 0, 0, found.code, found.message)
    place = found.place
    return (place.file, place.line, place.column, found.code, found.message)
