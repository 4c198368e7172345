from __future__ import annotations

import pytest

from benchmarks.outcome import COUNT, TIMES, Goal, Line, over, shown


def test_a_ratio_is_taken_within_each_round() -> None:
    line = over("loop / ours", [4.0, 30.0, 10.0], [2.0, 10.0, 10.0], None)
    assert list(line.values) == [2, 3, 1]
    assert line.median == 2


@pytest.mark.parametrize(
    ("goal", "values", "verdict"),
    [
        (Goal("≥", 2, 3), [2.1, 2.2, 2.5], "met"),
        (Goal("≥", 2, 3), [3.1, 3.2, 2.5], "met, and the aim"),
        (Goal("≥", 2), [1.9, 2.2, 2.5], "met; kept in 2 of 3 rounds"),
        (Goal("≥", 2), [1.9, 1.8, 2.5], "**missed**; kept in 1 of 3 rounds"),
        (Goal("≥", 2), [1.9, 1.8, 1.5], "**missed**"),
        (Goal("≤", 8, 5), [4.9], "met, and the aim"),
        (Goal("≤", 8, 5), [6], "met"),
        (Goal("≤", 8, 5), [8.1], "**missed**"),
        (Goal("=", 0), [0, 0], "met"),
        (Goal("=", 0), [0, 1, 1], "**missed**; kept in 1 of 3 rounds"),
        (None, [1], ""),
    ],
)
def test_the_verdict_says_whether_and_how_surely(
    goal: Goal | None, values: list[float], verdict: str
) -> None:
    assert Line("x", values, TIMES, goal).verdict == verdict


def test_the_margin_is_above_one_where_a_goal_is_met() -> None:
    assert Goal("≥", 2).margin(4) == 2
    assert Goal("≤", 8).margin(16) == 0.5


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.06, "s", "0.06 s"), (7.5812, "s", "7.58 s"), (2.2449, TIMES, "2.24"), (100, COUNT, "100")],
)
def test_numbers_have_three_digits_that_count(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text
