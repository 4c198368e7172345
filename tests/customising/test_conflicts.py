"""Marks of a merge in the project's templates: each conflict with its line, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.pipeline import check
from reportgen.customising.conflicts import conflicts
from tests.running import write_project

MARKED = "a\n<<<<<<< yours\nb\n=======\nc\n>>>>>>> as it ships now\n"
PROJECT = {
    "reportgen.yaml": "reports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (MARKED, [2]),
        (MARKED + MARKED, [2, 8]),
        (MARKED.replace("\n", "\r\n"), [2]),
        ("a\n>>>>>>> as it ships now\n", [2]),  # whoever settled it has forgotten the end
        ("<<<<<<< yours\na\n", [1]),
        ("Title\n=======\n", []),
        ("a <<<<<<< b\n{# <<<<<< #}\n", []),
        ("", []),
    ],
)
def test_each_conflict_has_its_line(text: str, lines: list[int]) -> None:
    found = list(conflicts("templates/a.css", text.encode()))
    assert [p.place.line for p in found if p.place] == lines
    assert {p.code for p in found} <= {"conflict-marks"}


@pytest.mark.parametrize(
    "name", ["sections/context.html.j2", "styles/print.css", "country-brief.yaml", "locale/vi.po"]
)
def test_marks_stop_the_build_and_nothing_that_follows_from_them_is_told(
    tmp_path: Path, name: str
) -> None:
    broken = MARKED.replace("a\n", "{% for %}\n", 1) if name.endswith(".j2") else MARKED
    result = check(write_project(tmp_path, PROJECT | {f"templates/{name}": broken}))
    assert not result.ok
    assert [(p.code, p.place and (p.place.file, p.place.line)) for p in result.problems] == [
        ("conflict-marks", (f"templates/{name}", 2))
    ]


def test_an_original_with_marks_is_not_looked_at(tmp_path: Path) -> None:
    files = PROJECT | {"templates/.base/styles/print.css": MARKED, "templates/x.css": "p {}"}
    assert "conflict-marks" not in {p.code for p in check(write_project(tmp_path, files)).problems}
