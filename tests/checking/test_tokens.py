"""Tokens that are named almost like one that ships are told, those of somebody's own are not."""

from __future__ import annotations

import pytest

from reportgen.checking.tokens import check_tokens
from reportgen.rendering.theme import TOKENS
from tests.checking.templates import ListedWorld
from tests.small import small_project

TEMPLATES = "templates/"


def told(tokens: str, **files: str) -> list[tuple[str, str | None, int]]:
    world = ListedWorld({f"{TEMPLATES}{TOKENS}": tokens, **files})
    found = check_tokens(small_project(), world)
    return [(one.message, one.hint, one.place.line if one.place else 0) for one in found]


def test_a_misspelt_token_is_told_with_its_line() -> None:
    assert told(":root {\n  --ink: #000;\n  --acent: #7a0019;\n}") == [
        ("nothing uses `--acent`", "did you mean `--accent`?", 3)
    ]
    dark = "@media (prefers-color-scheme: dark) { :root { --papr: #000; } }"
    assert told(dark) == [("nothing uses `--papr`", "did you mean `--paper`?", 1)]


@pytest.mark.parametrize(
    ("tokens", "files"),
    [
        (":root { --accent: #7a0019; --side: 40mm; }", {}),
        (":root { --something-else: 1; }", {}),
        (":root { --acent: red; }", {"templates/styles/print.css": "p { color: var(--acent) }"}),
        (":root { --acent: red; }", {"templates/a.html.j2": '<p style="color: var(--acent)">'}),
        (":root { --acent: red; --accent: var(--acent); }", {}),
    ],
)
def test_what_is_right_or_used_raises_no_alarm(tokens: str, files: dict[str, str]) -> None:
    assert told(tokens, **files) == []
