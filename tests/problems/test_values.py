"""Order, levels and did-you-mean."""

from __future__ import annotations

import pickle

import pytest

from reportgen.problems import (
    CODES,
    Place,
    ProblemsError,
    Severity,
    apply_levels,
    did_you_mean,
    nearest,
    problem,
    sort_problems,
)


def test_problems_sort_by_place_and_stand_once() -> None:
    second = problem("bad-code", "m", Place("a.yaml", 2))
    tenth = problem("bad-code", "m", Place("a.yaml", 10))
    other = problem("bad-code", "m", Place("b.yaml", 1))
    nowhere = problem("no-project", "m")
    assert sort_problems([other, tenth, second, nowhere, second]) == (
        nowhere,
        second,
        tenth,
        other,
    )


@pytest.mark.parametrize(
    ("word", "choices", "found"),
    [
        ("budgett", ["title", "budgets", "type"], "budgets"),
        ("Title", ["title"], "title"),
        ("as_of", ["as-of", "area"], "as-of"),
        ("un_system", ["un-system"], "un-system"),
        ("partnres", ["programmes", "partners"], "partners"),
        ("zzz", ["title", "id"], None),
        ("", ["title"], None),
        ("record-77777", [f"record-{n}" for n in range(70000, 80000)], "record-77777"),
    ],
)
def test_nearest(word: str, choices: list[str], found: str | None) -> None:
    assert nearest(word, choices) == found


def test_a_hint_names_the_nearest_or_lists_all() -> None:
    assert did_you_mean("nmae", ["name", "id"]) == "did you mean `name`?"
    assert did_you_mean("zzz", ["name", "id"], kind="fields") == "the fields are `name`, `id`"
    many = did_you_mean("zzz", [f"a{n}" for n in range(20)], kind="ids", limit=2)
    assert many == "the ids are `a0`, `a1` and 18 more"


def test_a_project_sets_levels_and_strict_raises_what_is_left() -> None:
    typed = problem("typed-figure", "m")
    unused = problem("unused-record", "m")
    broken = problem("yaml-syntax", "m")
    levels = {"typed-figure": Severity.OFF, "yaml-syntax": Severity.OFF}
    told = apply_levels([typed, unused, broken], levels)
    assert [(found.code, found.severity) for found in told] == [
        ("unused-record", Severity.WARNING),
        ("yaml-syntax", Severity.ERROR),
    ]
    assert not CODES["yaml-syntax"].adjustable
    strict = apply_levels([typed, unused], {"typed-figure": Severity.WARNING}, strict=True)
    assert {found.severity for found in strict} == {Severity.ERROR}


def test_problems_come_back_from_another_process() -> None:
    raised = ProblemsError([problem("no-project", "no project"), problem("no-pango", "no Pango")])
    back = pickle.loads(pickle.dumps(raised))
    assert isinstance(back, ProblemsError)
    assert back.problems == raised.problems
    assert str(back) == "no project; no Pango"
