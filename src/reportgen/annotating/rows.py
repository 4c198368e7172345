"""Problems as JSON for one's own programs."""

from __future__ import annotations

import json

from reportgen.annotating.telling import Finding, Telling


def json_lines(telling: Telling) -> str:
    """One JSON object a line for each problem; `file`, `line` and `column` may be null."""
    return "".join(
        json.dumps(_row(found), ensure_ascii=False) + "\n" for found in telling.findings()
    )


def _row(found: Finding) -> dict[str, str | int | None]:
    problem, place = found.problem, found.problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "file": found.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "width": place.width if place else None,
        "fingerprint": found.fingerprint,
    }
