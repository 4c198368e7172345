"""The catalogue is complete enough to explain every code that the program can raise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.problems import CODES, Code, problem

SRC = Path(__file__).parents[2] / "src" / "reportgen"


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_every_code_explains_itself(code: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
    assert code.title
    assert not code.title.endswith(".")
    assert code.text.endswith(".")
    assert bool(code.wrong) == bool(code.right) or code.name == "empty-file"
    assert code.wrong != code.right or not code.wrong


def test_every_code_that_the_program_raises_is_in_the_catalogue() -> None:
    raised = {
        (path.name, name)
        for path in SRC.rglob("*.py")
        for name in re.findall(r'\bproblem\(\s*"([^"]+)"', path.read_text("utf-8"))
    }
    assert {(file, name) for file, name in raised if name not in CODES} == set()


def test_every_code_in_the_catalogue_is_told_somewhere() -> None:
    program = "".join(
        path.read_text("utf-8") for path in SRC.rglob("*.py") if not path.name.startswith("codes_")
    )
    untold = {name for name in CODES if f'"{name}"' not in program}
    assert untold == set()


def test_a_code_outside_the_catalogue_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        problem("no-such-code", "it is not there")
