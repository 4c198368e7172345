"""What a run of the plug-in found, as problems: for the formats of code hosts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.model.configuration import PROJECT_FILE
from reportgen.problems import Place, Problem, problem, sort_problems

_AT = re.compile(r"^\s+at +([^\s:][^:\n]*):(\d+)$", re.MULTILINE)
"""How `telling` names the place of what changed in the data."""

_END = re.compile(r" \(([^()\s]+):(\d+)\)$")
"""The same, at the end of its one line."""


class Failures:
    """A plug-in of one run: it keeps what failed."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One for each layer that differs, and for what kept the run from comparing."""
        return sort_problems(self._problems)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a layer that differs."""
        if report.failed:
            self._add(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep why nothing could be compared."""
        if report.failed:
            self._add(report)

    def _add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        text = report.longreprtext
        crash = getattr(report.longrepr, "reprcrash", None)
        message = crash.message if crash else next(iter(text.splitlines()), report.nodeid)
        at = _END.search(message) or _AT.search(text)
        line = crash.lineno if crash and Path(crash.path).name == PROJECT_FILE else 1
        place = Place(at[1], int(at[2])) if at else Place(PROJECT_FILE, line)
        hint = "`reportgen review` shows it; `reportgen accept` takes it"
        self._problems.append(problem("snapshot-differs", _END.sub("", message), place, hint))
