"""EDTF texts: what they mean, what they cover, and what is refused with which hint."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.model.edtf import EdtfError, bounds, covers, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1992", date(1992, 1, 1), date(1992, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-03-28", date(2023, 3, 28), date(2023, 3, 28)),
        ("2015~", date(2015, 1, 1), date(2015, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2023-1X", date(2023, 10, 1), date(2023, 12, 31)),
        ("2022/2026", date(2022, 1, 1), date(2026, 12, 31)),
        ("2022/..", date(2022, 1, 1), None),
        ("/2026", None, date(2026, 12, 31)),
        ("XXXX-03-28", None, None),
        ("2023-23", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_bounds(text: str, first: date | None, last: date | None) -> None:
    assert bounds(text) == (first, last)


GENERAL = "write EDTF: 1992, 2023-03, 2023-03-28, 2022/2026, 2015~ or XXXX-03-28"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("28/03/2023", "write 2023-03-28"),
        ("03/28/2023", "write 2023-03-28"),
        ("03/04/2023", "write 2023-04-03 or 2023-03-04, whichever is meant"),
        ("2026/2022", "write 2022/2026"),
        ("2023-02-29", "look the day up in a calendar"),
        ("2023-13", "months run from 01 to 12"),
        ("2023-00", "months run from 01 to 12"),
        ("/", "write at least one of them"),
        ("soon", GENERAL),
        ("2023-2027", "write 2023/2027"),
        ("2027-2023", GENERAL),
        ("March 2023", "write 2023-03"),
        ("10 February 2025", "write 2025-02-10"),
        ("Feb. 10th, 2025", "write 2025-02-10"),
        ("ngày 10 tháng 2 năm 2025", "write 2025-02-10"),
        ("tháng 2/2025", "write 2025-02"),
        ("31 February 2025", GENERAL),
        ("10 tháng 13 năm 2025", GENERAL),
        ("2023-1-2", "write 2023-01-02"),
    ],
)
def test_refusals_say_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(EdtfError) as refusal:
        parse_edtf(text)
    assert refusal.value.hint == hint


def test_a_leap_day_of_an_unknown_year_exists() -> None:
    assert parse_edtf("XXXX-02-29")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("2027-02-04", ["2027-02-04"], ["2027-02-05", "2028-02-04"]),
        ("2027-02", ["2027-02-01", "2027-02-28"], ["2027-03-01"]),
        ("2027", ["2027-01-01", "2027-12-31"], ["2028-01-01"]),
        ("XXXX-12-25", ["2027-12-25", "2040-12-25"], ["2027-12-24"]),
        ("2027-XX-01", ["2027-05-01"], ["2027-05-02", "2028-05-01"]),
        ("202X-02-29", ["2028-02-29"], ["2032-02-29"]),
        ("2027-02-04/2027-02-10", ["2027-02-04", "2027-02-10"], ["2027-02-03", "2027-02-11"]),
        ("2027-06/..", ["2027-06-01", "2090-01-01"], ["2027-05-31"]),
        ("2027-21", ["2027-01-01", "2027-12-31"], ["2028-01-01"]),
    ],
)
def test_a_day_is_covered_or_not(text: str, inside: list[str], outside: list[str]) -> None:
    assert all(covers(text, date.fromisoformat(day)) for day in inside)
    assert not any(covers(text, date.fromisoformat(day)) for day in outside)
