"""docs/templates.md: its steps, one after the other in one project, do what the page says."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from reportgen.building import loading
from reportgen.cli import main
from reportgen.shipped import templates_root
from tests.pages import Reader
from tests.running import write_project

PROJECT = {
    "reportgen.yaml": "reports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


def test_its_steps_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(arguments: list[str]) -> list[str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        told = capfd.readouterr()
        assert ended.value.code in (0, 1), told
        return [line.rstrip() for line in (told.out + told.err).splitlines()]

    shipped = tmp_path / "shipped"
    shutil.copytree(templates_root(), shipped)
    folder = write_project(tmp_path / "project", PROJECT)
    monkeypatch.chdir(folder)
    reader = Reader(folder, run, shipped)
    with patch.object(loading, "templates_root", lambda: shipped):
        reader.follow("templates.md")
    assert len(reader.ran) == 12
