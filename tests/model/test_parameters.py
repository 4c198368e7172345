"""What is given to a parameter, in the form in which a file would say it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.manifest import Parameter
from reportgen.model.parameters import stated


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        ("list", "a,b", ("a", "b")),
        ("list", "[a, b]", ("a", "b")),
        ("list", ' [ "a, b", c ] ', ("a, b", "c")),
        ("list", "treaty", ("treaty",)),
        ("list", "", ()),
        ("list", ["a", 1, True], ("a", "1", "true")),
        ("list", {"b", "a"}, ("a", "b")),
        ("list", 7, "7"),
        ("text", "a,b", "a,b"),
        ("text", {"en": "A"}, {"en": "A"}),
        ("number", 0.1, "0.1"),
        ("number", Decimal("1E+3"), "1000"),
        ("boolean", False, "false"),
        ("date", date(2024, 4, 24), "2024-04-24"),
        ("text", None, None),
    ],
)
def test_stated(kind: str, given: Any, wanted: Any) -> None:
    parameter = Parameter.model_validate({"type": kind, "description": "d"})
    assert stated(parameter, given) == wanted
