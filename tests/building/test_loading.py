"""The date of an edition: who says it, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reportgen.building.loading import edition_date, open_world
from reportgen.model.configuration import Configuration
from reportgen.problems import ProblemsError

NOW = datetime(2026, 1, 31, 20, 0, tzinfo=UTC)  # in Ha Noi it is the first of February
EPOCH = {"SOURCE_DATE_EPOCH": "1000000000"}  # 2001-09-09


def dated(
    folder: Path,
    given: str | None = None,
    environment: Mapping[str, str] | None = None,
    **settings: str,
) -> date | None:
    world = open_world(folder, environment=environment or {}, now=NOW)
    return edition_date(world, Configuration.model_validate(settings), given)


@pytest.mark.parametrize(
    ("given", "environment", "settings", "day"),
    [
        (None, {}, {}, None),
        (None, {}, {"as_of": "2024-04-24"}, date(2024, 4, 24)),
        (None, EPOCH, {"as_of": "2024-04-24"}, date(2001, 9, 9)),
        (None, EPOCH, {}, date(2001, 9, 9)),
        ("2025-01-02", EPOCH, {"as_of": "2024-04-24"}, date(2025, 1, 2)),
        # The clock is asked only where somebody says so.
        (None, {}, {"as_of": "today"}, date(2026, 1, 31)),
        (None, {}, {"as_of": "today", "timezone": "Asia/Ho_Chi_Minh"}, date(2026, 2, 1)),
        (None, EPOCH, {"as_of": "today"}, date(2001, 9, 9)),
        ("today", EPOCH, {"as_of": "2024-04-24"}, date(2026, 1, 31)),
    ],
)
def test_precedence(
    tmp_path: Path,
    given: str | None,
    environment: Mapping[str, str],
    settings: dict[str, str],
    day: date | None,
) -> None:
    assert dated(tmp_path, given, environment, **settings) == day


@pytest.mark.parametrize(
    ("given", "environment", "settings", "found"),
    [
        ("24.4.2024", {}, {}, "'24.4.2024'"),
        ("2024-02-30", {}, {}, "'2024-02-30'"),
        (None, {"SOURCE_DATE_EPOCH": "soon"}, {}, "'SOURCE_DATE_EPOCH=soon'"),
        (None, {"SOURCE_DATE_EPOCH": "9" * 30}, {}, "'SOURCE_DATE_EPOCH=999"),
        (None, {}, {"as_of": "2024"}, "'2024'"),
    ],
)
def test_what_is_no_day_is_a_problem(
    tmp_path: Path,
    given: str | None,
    environment: Mapping[str, str],
    settings: dict[str, str],
    found: str,
) -> None:
    with pytest.raises(ProblemsError) as caught:
        dated(tmp_path, given, environment, **settings)
    (problem,) = caught.value.problems
    assert (problem.code, found in problem.message) == ("bad-option", True)
    assert problem.hint == "write a day such as 2024-04-24, or today"
