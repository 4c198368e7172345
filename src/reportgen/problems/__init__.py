"""What went wrong, where, and what to do about it: an error is a value.

Every problem has a stable code from the catalogue; `reportgen explain CODE` prints its entry.
"""

from __future__ import annotations

from reportgen.problems.catalogue import CODES, Code
from reportgen.problems.formatting import format_problem, plain, visible
from reportgen.problems.levels import apply_levels
from reportgen.problems.near import did_you_mean, nearest
from reportgen.problems.severity import Severity
from reportgen.problems.values import (
    OUTSIDE,
    Place,
    Problem,
    ProblemsError,
    errors_of,
    only_in,
    problem,
    sort_problems,
    spoilt_reports,
)

__all__ = [
    "CODES",
    "OUTSIDE",
    "Code",
    "Place",
    "Problem",
    "ProblemsError",
    "Severity",
    "apply_levels",
    "did_you_mean",
    "errors_of",
    "format_problem",
    "nearest",
    "only_in",
    "plain",
    "problem",
    "sort_problems",
    "spoilt_reports",
    "visible",
]
