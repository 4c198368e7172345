"""Values of parameters from the command line are judged like those of reportgen.yaml."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.reading import asked_problems
from reportgen.wanted import Wanted
from tests.small import small_project

PARAMETERS: dict[str, dict[str, Any]] = {
    "kinds": {"type": "list", "of": "choice", "choices": ["treaty", "mou"]},
    "lead": {"type": "reference", "of": "partners"},
    "leads": {"type": "list", "of": "partners"},
    "most": {"type": "number"},
    "short": {"type": "boolean"},
    "since": {"type": "date"},
    "note": {"type": "text"},
}
PROJECT = small_project(
    {"partners": [{"id": "ilo", "name": "ILO"}]},
    manifests={
        "brief": {
            "title": "B",
            "parameters": {n: {**p, "description": "d"} for n, p in PARAMETERS.items()},
        }
    },
)


def asked(**given: Any) -> list[tuple[str, str, str | None]]:
    found = asked_problems(PROJECT, Wanted(parameters=given))
    return [(problem.code, problem.message, problem.hint) for problem in found]


def test_right_values_have_no_problem() -> None:
    right = {"kinds": "[treaty, mou]", "lead": "ilo", "leads": "ilo", "most": 3, "short": True}
    assert asked(**right, since="2024~", note={"en": "N", "vi": "G"}) == []
    assert asked(kinds="mou", most="2.5", short="false", note="N", lead=None) == []


@pytest.mark.parametrize(
    ("name", "value", "code", "hint"),
    [
        ("kinds", "treaty,muo", "bad-code", "`mou`"),
        ("kinds", 7, "wrong-type", "kinds: [7]"),
        ("lead", "ilu", "unknown-reference", "`ilo`"),
        ("leads", "[ilo, ilu]", "unknown-reference", "`ilo`"),
        ("most", "many", "bad-number", "digits"),
        ("short", "yes", "wrong-type", "true or false"),
        ("since", "10 February 2025", "bad-date", "2025-02-10"),
        ("note", {"english": "N"}, "wrong-type", "`en: ...`"),
        ("note", {"vn": "N"}, "bad-language", "`en: ...`"),
        ("note", object(), "wrong-type", "one text"),
        ("most", object(), "wrong-type", "one value"),
    ],
)
def test_wrong_values_are_told_once_with_what_to_write(
    name: str, value: Any, code: str, hint: str
) -> None:
    ((found, message, said),) = asked(**{name: value})
    assert found == code
    assert message.startswith(f"-P {name}: ")
    assert hint in (said or "")
