"""What a bare import and the quick commands load: they must not wait for what they do not use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"weasyprint", "vl_convert", "fontTools", "pypdfium2"}
LIBRARIES = HEAVY | {"babel", "click", "jinja2", "jsonschema", "markdown_it", "pydantic", "yaml"}


def loaded(cwd: Path, *arguments: str, code: int = 0) -> set[str]:
    """The names of all modules that `python ARGUMENTS` loads."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    lines = [line for line in ran.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip() for line in lines[1:]}


def libraries(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules} & LIBRARIES


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "reportgen.yaml", tmp_path)
    return tmp_path


def test_the_package_alone_loads_no_library(tmp_path: Path) -> None:
    before = loaded(tmp_path, "-c", "pass")
    added = loaded(tmp_path, "-c", "import reportgen") - before
    assert libraries(added) == set()
    assert len(added) < 10, sorted(added)


@pytest.mark.parametrize("module", ["problems", "shipped", "machine", "world"])
def test_a_room_on_the_ground_loads_no_library(tmp_path: Path, module: str) -> None:
    assert libraries(loaded(tmp_path, "-c", f"import reportgen.{module}")) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"]])
def test_help_loads_click_alone(tmp_path: Path, arguments: list[str]) -> None:
    assert libraries(loaded(tmp_path, "-m", "reportgen", *arguments)) == {"click"}


def test_checking_loads_nothing_that_renders(sample: Path) -> None:
    modules = loaded(sample, "-m", "reportgen", "check")
    assert libraries(modules) & HEAVY == set()
    assert {"pydantic", "yaml"} <= libraries(modules)  # else this test sees nothing


def test_doctor_loads_nothing_that_renders(tmp_path: Path) -> None:
    assert libraries(loaded(tmp_path, "-m", "reportgen", "doctor")) & HEAVY == set()


def test_pytest_in_a_folder_without_a_project_loads_no_library(tmp_path: Path) -> None:
    program = (
        "import sys, pytest\n"
        "code = pytest.main(['-q', '-p', 'no:syrupy', '-p', 'reportgen.testing.plugin'])\n"
        "print(*sorted(sys.modules), sep='\\n', file=open('loaded.txt', 'w'))\n"
        "sys.exit(int(code))\n"
    )
    loaded(tmp_path, "-c", program, code=5)  # no tests
    modules = set((tmp_path / "loaded.txt").read_text("utf-8").split())
    ours = {name for name in modules if name.startswith("reportgen")}
    assert ours == {"reportgen", "reportgen.testing", "reportgen.testing.plugin"}
    assert libraries(modules) & (HEAVY | {"jinja2", "pydantic"}) == set()
