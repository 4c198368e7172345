"""`reportgen doctor`: its words, its JSON and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from reportgen.cli import doctor as module
from reportgen.doctoring import Check, Status

GOOD = Check("Python", Status.OK, "3.11.7")
DULL = Check("HarfBuzz-subset", Status.WARNING, "missing", "apt-get install it")
BAD = Check("Pango", Status.ERROR, "missing", "brew install pango")


@pytest.fixture(autouse=True)
def _ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last check is another room's: what the user's own configuration says."""
    monkeypatch.setattr(module, "own_configuration", lambda _: GOOD)


@pytest.mark.parametrize(
    ("checks", "code", "last"),
    [
        ((GOOD,), 0, "all is well"),
        ((GOOD, DULL), 0, "briefs can be built; 1 could be better"),
        ((GOOD, DULL, BAD), 1, "no PDF can be built here: 1 to mend"),
    ],
)
def test_text_and_exit_code(
    monkeypatch: pytest.MonkeyPatch, checks: tuple[Check, ...], code: int, last: str
) -> None:
    monkeypatch.setattr(module, "examine", lambda _: checks)
    result = CliRunner().invoke(module.doctor)
    assert result.exit_code == code
    lines = result.stdout.splitlines()
    assert lines[-1] == last
    for check in checks:
        assert any(check.name in line and check.found in line for line in lines)
        assert check.fix is None or f"         fix: {check.fix}" in lines


def test_a_shared_fix_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "examine", lambda _: (BAD, BAD, DULL, BAD))
    text = CliRunner().invoke(module.doctor).stdout
    assert text.count("brew install pango") == 2


def test_json_and_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "examine", lambda _: (GOOD, BAD))
    result = CliRunner().invoke(module.doctor, ["--format", "json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ok": False,
        "checks": [
            {"name": "Python", "status": "ok", "found": "3.11.7", "fix": None},
            {
                "name": "Pango",
                "status": "error",
                "found": "missing",
                "fix": "brew install pango",
            },
            {"name": "Python", "status": "ok", "found": "3.11.7", "fix": None},
        ],
    }


def test_it_loads_no_weasyprint() -> None:
    program = (
        "import sys; from reportgen.cli.doctor import doctor;"
        "doctor(standalone_mode=False);"
        "sys.exit(bool({'weasyprint', 'vl_convert'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)}, check=False
    )
    assert ran.returncode == 0
