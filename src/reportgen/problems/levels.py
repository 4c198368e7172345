"""What a project itself says about the gravity of problems: `checks:` and `--strict`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from reportgen.problems.catalogue import CODES
from reportgen.problems.severity import Severity
from reportgen.problems.values import Problem


def apply_levels(
    problems: Iterable[Problem], levels: Mapping[str, Severity], *, strict: bool = False
) -> tuple[Problem, ...]:
    """The problems as the project wants them told; those that it turned off are left out.

    Only codes that the catalogue marks as adjustable move: a file that cannot be read stays an
    error whatever the project says. `strict` turns the warnings that are left into errors.
    """
    told = []
    for found in problems:
        severity = found.severity
        if CODES[found.code].adjustable:
            severity = levels.get(found.code, severity)
        if severity is Severity.OFF:
            continue
        if strict and severity is Severity.WARNING:
            severity = Severity.ERROR
        told.append(
            found if severity is found.severity else dataclasses.replace(found, severity=severity)
        )
    return tuple(told)
