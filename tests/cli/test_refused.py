"""Files and folders that the system refuses, and folders that are no project: problems, no crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.cli import main
from tests.running import make_unreadable, write_project

FILES = {
    "reportgen.yaml": "reports:\n  brief: {template: one-pager}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path, FILES)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["data.yaml", "reportgen.yaml", "one-pager.yaml", "fonts.yaml", "translations.lock"]
)
@pytest.mark.parametrize("command", ["check", "ls"])
def test_an_unreadable_file_is_named(
    folder: Path,
    name: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_project(folder, {"translations.lock": "version: 1\n"})
    make_unreadable(monkeypatch, name)
    code, told = run(capsys, command)
    assert code == 1
    assert "error[cannot-read]" in told
    assert f"{name} cannot be read: permission denied" in told


@pytest.mark.parametrize("command", ["check", "build", "ls", "schema"])
def test_a_folder_that_is_no_project_is_named(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "reportgen.yaml").unlink()
    assert run(capsys, command)[1].startswith("error[no-project]: there is no reportgen.yaml here")
    (folder / "other").mkdir()
    code, told = run(capsys, command, "-C", "other")
    assert code == 1
    assert told.startswith("error[no-project]: there is no reportgen.yaml in other")
    assert not (folder / "other" / ".reportgen" / "schemas").exists()
