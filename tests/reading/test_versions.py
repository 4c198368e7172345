"""`requires:` says which versions may build a project."""

from __future__ import annotations

import pytest

from reportgen.reading.versions import admits


@pytest.mark.parametrize(
    ("wanted", "version", "held"),
    [
        (">=0.1,<1", "0.1.0", True),
        (">=0.1,<1", "1.0", False),
        (">=0.1", "0.1.dev3+g123", True),
        ("==0.1.*", "0.1.7", True),
        ("==0.1.*", "0.2", False),
        ("==0.1", "0.1.0", True),
        ("~=0.1.2", "0.1.9", True),
        ("~=0.1.2", "0.2.0", False),
        ("!=0.3", "0.3.0", False),
        (">0.9", "0.10", True),
        ("0.1", "0.1", None),
        ("", "0.1", None),
    ],
)
def test_admits(wanted: str, version: str, held: bool | None) -> None:
    assert admits(wanted, version) is held
