"""docs/themes.md: its themes are listed, shown and checked as the page says."""

from __future__ import annotations

from pathlib import Path

from tests.pages import Reader
from tests.running import reportgen_says, write_project
from tests.test_templates_page import PROJECT


def test_its_themes_do_what_it_says(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    reader = Reader(folder, lambda arguments: reportgen_says(folder, arguments))
    reader.follow("themes.md")
    assert len(reader.ran) == 6
