"""docs/templates.md: its steps, one after the other in one project, do what the page says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from textwrap import dedent
from unittest.mock import patch

import pytest

from reportgen.building import loading
from reportgen.cli import main
from reportgen.shipped import templates_root
from tests.running import write_project

PAGE = Path(__file__).parents[1] / "docs" / "templates.md"
STEP = re.compile(
    r"<!-- (?P<kind>[\w-]+): (?P<text>.*) -->|(?P<block>(?:^    .*\n|^\n(?=    ))+)", re.MULTILINE
)
PROJECT = {
    "reportgen.yaml": "reports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


def said(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capfd.readouterr()
    assert ended.value.code in (0, 1), told
    return [line.rstrip() for line in (told.out + told.err).splitlines()]


def edit(path: Path, line: str, *, last: bool) -> None:
    text = path.read_text("utf-8")
    path.write_text(f"{text}{line}\n" if last else f"{line}\n{text}", "utf-8")


def check(part: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Run a command, and find each line that the page shows of what it says."""
    command, *expected = part.strip().splitlines()
    lines = said(shlex.split(command)[1:], capfd)
    for wanted in filter(None, map(str.rstrip, expected)):
        # `base.html.j2:` stands for any line of it.
        found = any(
            line == wanted or (wanted.endswith(":") and line.startswith(wanted)) for line in lines
        )
        assert found, f"{command}: {wanted!r} is not in\n" + "\n".join(lines)


def test_its_steps_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(templates_root(), shipped)
    monkeypatch.chdir(write_project(tmp_path / "project", PROJECT))
    ran, name = 0, ""
    with patch.object(loading, "templates_root", lambda: shipped):
        for step in STEP.finditer(PAGE.read_text("utf-8")):
            kind, rest = step["kind"], step["text"]
            if kind == "file":
                name = rest
            elif kind:
                file, _, line = rest.partition(": ")
                root = shipped if kind.startswith("ships") else Path()
                edit(root / file.strip(), line, last=kind == "ships")
            elif name:
                write_project(Path(), {name: dedent(step["block"]).lstrip("\n")})
                name = ""
            else:
                commands = dedent(step["block"]).strip().removeprefix("$ ")
                for part in commands.split("\n$ "):
                    check(part, capfd)
                    ran += 1
    assert ran == 12
