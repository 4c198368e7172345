"""GitLab's Code Quality report, which a merge request shows beside the changed lines."""

from __future__ import annotations

import json

from reportgen.annotating.telling import Telling
from reportgen.problems import Severity

_GRAVITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.OFF: "info"}


def gitlab(telling: Telling) -> str:
    """A JSON array with one object a problem, as GitLab documents it for `codequality` reports."""
    rows = [
        {
            "description": found.message.replace("\n", "; "),
            "check_name": found.problem.code,
            "fingerprint": found.fingerprint,
            "severity": _GRAVITY[found.problem.severity],
            "location": {"path": found.path, "lines": {"begin": found.place.line}},
        }
        for found in telling.findings()
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
