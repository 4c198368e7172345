"""Small whole projects: those that are right are read, those that are broken say all of it."""

from __future__ import annotations

from pathlib import Path

from reportgen.reading import read_project
from reportgen.world import World

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"


def test_the_smallest_project_is_read() -> None:
    reading = read_project(World(HERE / "smallest", TEMPLATES))
    assert reading.problems == ()
    assert reading.project is not None
    assert reading.project.languages == ("en", "vi")
    assert list(reading.project.records["partners"]) == ["ilo", "molisa"]
