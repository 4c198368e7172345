"""The public face: what `from reportgen import ...` gives, and nothing else."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import reportgen
from reportgen import api
from reportgen.cli.build import build as build_command
from reportgen.cli.check import check as check_command
from tests.running import SRC, write_project

PROJECTS = Path(__file__).with_name("projects")


def test_the_public_face_is_all() -> None:
    assert dir(reportgen) == sorted(reportgen.__all__)
    assert set(reportgen.__all__) == {*reportgen._HOMES, "__version__"}
    assert all(getattr(reportgen, name) is not None for name in reportgen.__all__)
    own = {name for name in vars(reportgen) if name.isidentifier() and not name.startswith("_")}
    modules = {path.stem for path in Path(reportgen.__path__[0]).iterdir()}
    assert own - modules - {"annotations", "TYPE_CHECKING"} <= set(reportgen.__all__)


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'reportgen' has no attribute 'biuld'"):
        _ = reportgen.biuld
    with pytest.raises(ImportError):
        exec("from reportgen import Wanted")


@pytest.mark.parametrize("name", sorted(set(reportgen.__all__) - {"__version__"}))
def test_public_things_say_what_they_are(name: str) -> None:
    thing = getattr(reportgen, name)
    assert inspect.getdoc(thing)
    if inspect.isfunction(thing):
        assert set(typing.get_type_hints(thing)) == {*inspect.signature(thing).parameters, "return"}


def test_functions_can_what_their_commands_can() -> None:
    """How a build goes about its work and what it shows are matters of the command line."""
    of_the_command_line = {
        "jobs", "dry_run", "force", "explain", "no_wait", "timeout", "memory", "profile",
        "engine", "scheduler", "due", "hold", "partial", "shard",
    }  # fmt: skip
    given = {
        "reports": "reports", "languages": "languages", "formats": "formats", "where": "where",
        "parameters": "parameters", "output_dir": "output", "as_of": "as_of", "strict": "strict",
        "root": "project", "trust": "trust",
    }  # fmt: skip
    options = {str(option.name) for option in build_command.params} - of_the_command_line
    assert {given[name] for name in options} == set(inspect.signature(api.build).parameters)
    options = {option.name for option in check_command.params}
    assert {given.get(str(name), name) for name in options} >= set(
        inspect.signature(api.check).parameters
    )


def test_check_gives_problems_as_values(tmp_path: Path) -> None:
    assert reportgen.check(PROJECTS / "smallest").ok
    files = {"reportgen.yaml": "reports: {a: {template: nobody}}\n", "data.yaml": "partners: []\n"}
    result = reportgen.check(str(write_project(tmp_path, files)))
    assert not result.ok
    (found,) = (p for p in result.problems if p.severity is reportgen.Severity.ERROR)
    assert found.code == "unknown-template"
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("reportgen.yaml", 1)


def test_a_folder_without_a_project_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    for result in (reportgen.check(tmp_path), reportgen.build(tmp_path)):
        assert [found.code for found in result.problems] == ["no-project"]
        assert not result.ok


def test_build_writes_where_it_is_told(tmp_path: Path) -> None:
    # In a process of its own: workers cannot be forked where another test has drawn a chart.
    program = (
        "from reportgen import build\n"
        "result = build('project', languages=['vi'], formats=['html'], output='out')\n"
        "print(result.ok, *(f'{file.path} {file.size}' for file in result.written))"
    )
    shutil.copytree(PROJECTS / "smallest", tmp_path / "project")
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    names = ("vi/one-pager.html", "index.html")
    told = " ".join(f"{name} {(tmp_path / 'out' / name).stat().st_size}" for name in names)
    assert ran.stdout == f"True {told}\n"
    assert not (tmp_path / "out" / "en").exists()


def test_version_is_a_version() -> None:
    assert reportgen.__version__[:1].isdigit()
