"""Figures that no longer hold on the day of the edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.model.edtf import bounds
from reportgen.model.evidence import Figure
from reportgen.model.project import Project
from reportgen.problems import Problem, problem


def check_freshness(project: Project, as_of: date | None) -> Iterator[Problem]:
    """A problem for each figure whose `valid_until` lies before the edition's date.

    An edition without a date has no day to compare with, and a figure without `valid_until` is
    not said to have gone stale: it prints the day that it held, or "undated".
    """
    if as_of is None:
        return
    for id_, figure in project.records.get("figures", {}).items():
        if not isinstance(figure, Figure) or figure.valid_until is None:
            continue
        last = bounds(figure.valid_until)[1]
        if last is not None and last < as_of:
            message = (
                f"the figure `{id_}` held until {figure.valid_until}; the edition is of {as_of}"
            )
            hint = "look for a newer value, or set `stale-figure: off` under `checks:`"
            yield problem(
                "stale-figure", message, project.find("figures", id_, ("valid_until",)), hint
            )
