"""docs/filters.md: its filters do what it says, and its commands say what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import Reader
from tests.running import reportgen_says, write_project
from tests.test_templates_page import PROJECT


def test_its_commands_say_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    project = {**PROJECT, "data.yaml": "partners:\n  - {id: ilo, name: Labour Organization}\n"}
    folder = write_project(tmp_path / "project", project)

    def run(arguments: list[str]) -> list[str]:
        said = reportgen_says(folder, arguments)
        html = folder / "build/en/brief.html"
        if arguments == ["build", "--trust"] and not printed and html.exists():
            printed.append(html.read_text("utf-8"))
        return said

    printed: list[str] = []
    reader = Reader(folder, run)
    reader.follow("filters.md")
    assert len(reader.ran) == 5
    assert '<p>L.O. <span class="missing">' in printed[0]
