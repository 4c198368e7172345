"""Cases of odd machines, and of data in the output for CI."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import SRC, reportgen
from tests.safety.building import make

BODY = "<p>{{ partners.ilo.name }} đồng</p>"
NO_PANGO = """
import ctypes, sys
import cffi

def missing(name):
    raise OSError(f"cannot load library '{name}': no such file")

known = ctypes.CDLL
ctypes.CDLL = lambda name, *rest, **named: missing(name) if "pango" in str(name) else known(name, *rest, **named)
from reportgen.rendering import weasy_declaring
declare = weasy_declaring._Declared.cdef

def cdef(self, *given, **options):
    declare(self, *given, **options)
    self.dlopen = lambda name, *_: missing(name)

weasy_declaring._Declared.cdef = cdef
from reportgen.cli import main
main(["build"])
"""


def run(project: Path, *command: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if variables.get(key, "") is not None}
    given = {key: value for key, value in variables.items() if value is not None}
    return subprocess.run(
        [sys.executable, *(command or ("-m", "reportgen", "build"))],
        cwd=project,
        env={**kept, "PYTHONPATH": str(SRC), **given},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def outputs(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "build/en").iterdir()}


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"HOME": "/nowhere/at/all", "XDG_CONFIG_HOME": None, "XDG_CACHE_HOME": None}, id="b-home-ro"),
        pytest.param({"HOME": None, "XDG_CONFIG_HOME": None, "XDG_CACHE_HOME": None}, id="b-home-ro:none"),
        pytest.param({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="b-lang-c"),
        pytest.param({"LC_ALL": "POSIX", "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, id="b-lang-c:cp1252"),
        pytest.param({"TMPDIR": "/nowhere/at/all"}, id="b-tmp-missing"),
    ],
)  # fmt: skip
def test_it_builds_the_same_bytes(tmp_path: Path, variables: dict[str, str | None]) -> None:
    usual, odd = (make(tmp_path / name, BODY) for name in ("usual", "odd"))
    assert run(usual).returncode == 0
    ran = run(odd, **variables)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert outputs(odd) == outputs(usual)


@pytest.mark.parametrize("case", ["b-no-pango"])
def test_without_pango_one_line_says_what_to_install(tmp_path: Path, case: str) -> None:
    project = make(tmp_path, BODY)
    ran = run(project, "-c", NO_PANGO)
    assert ran.returncode == 1, ran.stderr
    assert "error[no-pango]" in ran.stderr
    assert "hint: " in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "cannot load library" not in ran.stderr


@pytest.mark.parametrize("case", ["ci-gha-annotations"])
def test_data_cannot_speak_to_the_ci(tmp_path: Path, case: str) -> None:
    evil = "a%0A::error::b\\n::add-mask::c"
    data = f'partners:\n  - id: ilo\n    name: ILO\n    website: "{evil}"\n    "{evil}": x\n'
    ran = reportgen(make(tmp_path, BODY, data=data), "check", "--format", "github", code=1)
    lines = (ran.stdout + ran.stderr).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert commands
    for line in commands:
        head, _, _ = line.removeprefix("::").partition("::")
        assert head.partition(" ")[0] in {"error", "warning", "notice"}, line
    assert "a%250A::error::b%0A::add-mask::c" in "".join(commands)  # as the toolkit escapes it


@pytest.mark.parametrize("case", ["ci-prt"])
def test_the_workflow_we_write_gives_pull_requests_nothing(tmp_path: Path, case: str) -> None:
    """What zizmor says of it: tests/packaging/test_hosts.py."""
    project = make(tmp_path, BODY)
    reportgen(project, "ci", "init", "github")
    text = (project / ".github/workflows/reportgen.yml").read_text("utf-8")
    assert "pull_request_target" not in text
    assert "\npermissions: {}\n" in text
    assert "persist-credentials: false" in text
    uses = [line.partition("uses:")[2].strip() for line in text.splitlines() if "uses:" in line]
    assert uses
    assert all(re.search(r"@[0-9a-f]{40}( #.*)?$", pin) for pin in uses)
