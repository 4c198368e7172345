"""A figure that no longer holds is told on the day of the edition, and not before."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.checking.freshness import check_freshness
from tests.small import small_project


@pytest.mark.parametrize(
    ("valid_until", "as_of", "stale"),
    [
        ("2023", date(2024, 1, 1), True),
        ("2023", date(2023, 12, 31), False),
        ("2023-06", date(2023, 7, 1), True),
        ("2024/..", date(2030, 1, 1), False),
        (None, date(2030, 1, 1), False),
        ("2023", None, False),
    ],
)
def test_a_stale_figure(valid_until: str | None, as_of: date | None, stale: bool) -> None:
    figure = {"id": "ngos", "label": "NGOs", "value": "40", "valid_until": valid_until}
    found = list(check_freshness(small_project({"figures": [figure]}), as_of))
    assert [problem.code for problem in found] == ["stale-figure"] * stale
