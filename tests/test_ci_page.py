"""docs/ci.md: its commands say what it says, and its tables have what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from reportgen.building.workflows import ACTIONS
from reportgen.cli import OWN_FAULT, main
from reportgen.cli.telling import FORMATS
from reportgen.problems import CODES
from tests.running import write_project

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)


def block(start: str) -> str:
    """The block of code that begins so."""
    found = (dedent(match.group()).strip("\n") for match in BLOCK.finditer(PAGE))
    (text,) = (text for text in found if text.startswith(start))
    return text + "\n"


def test_its_commands_say_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "reportgen.yaml": "reports: {brief: {template: country-brief}}\n",
        "data.yaml": block("partners:"),
    }
    monkeypatch.chdir(write_project(tmp_path, files))
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    shown, told = block("$ reportgen"), ""
    for command in (line for line in shown.splitlines() if line.startswith("$ ")):
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(command)[2:])
        assert ended.value.code == 1
        told += f"{command}\n{capsys.readouterr().out}"
    assert re.sub(r"[0-9a-f]{32}", "FINGERPRINT", told) == shown


def test_its_tables_have_every_format_input_and_exit_code() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(FORMATS)
    assert f"| {OWN_FAULT} |" in PAGE
    for name in yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]:
        assert f"`{name}`" in PAGE
    levels = yaml.safe_load(block("requires:"))["checks"]
    assert all(CODES[code].adjustable for code in levels)
    assert ACTIONS["cache"].split("# ")[1] in PAGE
