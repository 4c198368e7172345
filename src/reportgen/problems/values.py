"""The values that all stages hand up when something is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.problems.catalogue import CODES
from reportgen.problems.severity import Severity

OUTSIDE = ("shipped ", "theme ")
"""How paths begin that are no project's: of files that ship, of those of installed themes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file of the project.

    Attributes:
        file: Path relative to the project, with forward slashes; it begins with one of OUTSIDE
            for a file that lies elsewhere.
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
    """One thing that is wrong: its code, what, where, and what to do.

    `reports` are the reports that it spoils, by name; None where it stands in the way of all.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    reports: tuple[str, ...] | None = None


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


def only_in(reports: Iterable[str], problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems as such that spoil these reports and no others."""
    names = tuple(reports)
    return (dataclasses.replace(found, reports=names) for found in problems)


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that are errors: those that stop what they concern."""
    return [found for found in problems if found.severity is Severity.ERROR]


def spoilt_reports(problems: Iterable[Problem]) -> frozenset[str] | None:
    """The reports that errors among the problems spoil; None where one of them spoils all."""
    errors = errors_of(problems)
    if any(found.reports is None for found in errors):
        return None
    return frozenset(name for found in errors for name in found.reports or ())


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line, column and code, each once; those without a place come first.

    What several stages have found, each for other reports, is one problem of all of these.
    """
    joined: dict[Problem, dict[str, None] | None] = {}
    for found in problems:
        plain = dataclasses.replace(found, reports=None)
        known = joined.setdefault(plain, {})
        if known is None or found.reports is None:
            joined[plain] = None
        else:
            known.update(dict.fromkeys(found.reports))
    whole = (
        found if names is None else dataclasses.replace(found, reports=tuple(names))
        for found, names in joined.items()
    )
    return tuple(sorted(whole, key=_order))


def _order(found: Problem) -> tuple[str, int, int, str, str]:
    if found.place is None:
        return ("", 0, 0, found.code, found.message)
    place = found.place
    return (place.file, place.line, place.column, found.code, found.message)
