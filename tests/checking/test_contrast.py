"""Colours of a theme that are too near to each other, and where that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.checking.contrast import PAIRS, check_contrast
from reportgen.model.colours import TEXT_CONTRAST, contrast, read_colour
from reportgen.rendering.custom_properties import custom_properties
from reportgen.rendering.theme import TOKENS
from reportgen.shipped import templates_root
from tests.running import reportgen, write_project
from tests.small import MemoryWorld, small_project

DARK = "@media screen { @media (prefers-color-scheme: dark) { :root { %s; } } }"
NEEDED = "and needs 4.5:1"


def told(css: str) -> list[tuple[int, int, str, str | None]]:
    world = MemoryWorld({f"templates/{TOKENS}": css})
    found = list(check_contrast(small_project(), world))
    assert {p.code for p in found} <= {"low-contrast"}
    assert {p.place.file for p in found if p.place} <= {f"templates/{TOKENS}"}
    return [(p.place.line, p.place.column, p.message, p.hint) for p in found if p.place]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (":root { --muted: #666666; } " + DARK % "--muted: #bbbbbb", None),
        (
            "/* --warn: #999; */\n:root {\n  --warn: #999999;\n}",
            (
                3,
                3,
                (
                    "text in `--warn` (#999999) on `--paper` (#ffffff) cannot be read: the contrast is "
                    f"2.8:1, {NEEDED}"
                ),
                "`--warn: #767676;` is the nearest that has it",
            ),
        ),
        (
            ":root { --ours: teal; --on-cover: var(--ours, red); --on-cover-muted: white }",
            (
                1,
                23,
                (
                    "text in `--on-cover` (#008080) on `--cover` (#0f5b6b) cannot be read: the contrast"
                    f" is 1.6:1, {NEEDED}"
                ),
                None,
            ),
        ),
        (
            "@media screen {\n@media (prefers-color-scheme: dark) {\n:root { --warn-tint: #fbf3e7; }}}",
            (
                3,
                9,
                (
                    "text in `--warn` (#e9b872) on `--warn-tint` (#fbf3e7) cannot be read on dark pages:"
                    f" the contrast is 1.6:1, {NEEDED}"
                ),
                None,
            ),
        ),
        (":root { --muted: currentColor; --accent: var(--accent); --ink: rgb(0 0 0 / 50%) }", None),
        (":root { --rule: #fffffe; --accent-light: white }", None),
    ],
)
def test_colours_that_cannot_be_read_are_told_at_their_line(
    css: str, expected: tuple[int, int, str, str | None] | None
) -> None:
    found = told(css)
    if expected is None:
        assert found == []
    else:
        assert found[0][:3] == expected[:3]
        assert expected[3] is None or found[0][3] == expected[3]


def test_a_ground_is_told_where_it_is_changed_and_not_the_text() -> None:
    found = told(":root { --paper: #0f5b6b; }")
    assert {(line, column) for line, column, _, _ in found} == {(1, 9)}
    assert "`--ink`" in found[0][2]


def test_the_colours_that_ship_can_be_read() -> None:
    found = custom_properties((templates_root() / TOKENS).read_text("utf-8"))
    near = []
    for values in (found.light, {**found.light, **found.dark}):
        for text, ground in PAIRS:
            colour, paper = read_colour(values[text]), read_colour(values[ground])
            assert colour is not None
            assert paper is not None
            near += [(text, ground)] if contrast(colour, paper) < TEXT_CONTRAST else []
    assert near == []


def test_check_tells_it_and_a_project_may_judge_otherwise(tmp_path: Path) -> None:
    files = {
        "reportgen.yaml": "languages: [en]\nreports: {one: {template: one-pager}}\n",
        "data.yaml": "partners: [{id: a, name: A}]\n",
        f"templates/{TOKENS}": ":root { --ink: #aaaaaa; }\n",
    }
    ran = reportgen(write_project(tmp_path, files), "check", code=1)
    assert f"templates/{TOKENS}:1:9: error[low-contrast]: text in `--ink`" in ran.stderr
    (tmp_path / "reportgen.yaml").write_text(
        files["reportgen.yaml"] + "checks: {low-contrast: off}\n"
    )
    assert "low-contrast" not in reportgen(tmp_path, "check").stderr
