"""Problems look the same everywhere, line up, and cannot drive a terminal."""

from __future__ import annotations

import re

from reportgen.problems import Place, Severity, format_problem, problem

LINE = "    budgett: 120000"


def test_it_shows_place_code_line_marks_and_hint() -> None:
    place = Place("data/programmes.yaml", 14, 5, LINE, width=7)
    found = problem(
        "unknown-field", "Programme has no field `budgett`", place, "did you mean `budgets`?"
    )
    assert format_problem(found).splitlines() == [
        "data/programmes.yaml:14:5: error[unknown-field]: Programme has no field `budgett`",
        "    14 |     budgett: 120000",
        "       |     ^^^^^^^",
        "hint: did you mean `budgets`?",
    ]


def test_without_a_place_it_is_one_line() -> None:
    found = problem("no-project", "there is no reportgen.yaml")
    assert format_problem(found) == "error[no-project]: there is no reportgen.yaml"


def test_marks_stand_under_wide_and_combining_letters() -> None:
    place = Place("a.yaml", 1, 5, "名e\u0301: x", width=1)
    assert format_problem(problem("bad-code", "m", place)).splitlines()[1:] == [
        "    1 | 名e\u0301: x",
        "      |     ^",
    ]


def test_a_long_line_is_cut_around_the_mark() -> None:
    place = Place("a.yaml", 1, 501, "a" * 500 + "HERE" + "b" * 500, width=4)
    source, marks = format_problem(problem("bad-code", "m", place)).splitlines()[1:]
    assert len(source) < 140
    assert source[marks.index("^") : marks.rindex("^") + 1] == "HERE"


def test_control_characters_of_the_data_are_shown_not_sent() -> None:
    place = Place("a\x1b[2J.yaml", 1, 4, "x: \x1b[31mred\u202e", width=50)
    shown = format_problem(problem("bad-code", "`\x1b]0;t\x07` is bad", place))
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)
    assert r"\x1b[31mred\u202e" in shown


def test_colour_adds_nothing_but_colour() -> None:
    place = Place("a.yaml", 2, 1, "id: X", width=2)
    found = problem("typed-figure", "m", place, "h")
    assert found.severity is Severity.WARNING
    painted = format_problem(found, color=True)
    assert painted != format_problem(found)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == format_problem(found)


def test_a_message_does_not_fill_the_screen_with_what_it_quotes() -> None:
    found = problem("bad-date", f"'{'9' * 100_000}' is no date", None, "x" * 100_000)
    assert len(format_problem(found)) < 1200
