"""docs/scheduling.md: its project file is right, its commands say what it says; docs/files.md."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from unittest.mock import patch

import pytest

from reportgen.cli import main
from reportgen.publishing.state import STATES, Edition, State, from_json, to_json
from reportgen.world import World
from tests.publishing.press import PAGE, PARTNERS
from tests.running import write_project
from tests.workshop import cheap, write_shipped

PAGE_OF_DOCS = Path(__file__).parents[1] / "docs" / "scheduling.md"
FILES_OF_DOCS = PAGE_OF_DOCS.with_name("files.md")
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
CLOCK = re.compile(r"<!-- clock: (\S+) -->")


def blocks() -> Iterator[tuple[str, str]]:
    """(time, text) of every block of code, in order."""
    text = PAGE_OF_DOCS.read_text("utf-8")
    for match in BLOCK.finditer(text):
        clocks = CLOCK.findall(text[: match.start()])
        yield clocks[-1] if clocks else "", dedent(match.group()).strip("\n")


def timeless(text: str) -> str:
    return re.sub(r"\(\d+\.\d s\)", "(N s)", text)


def test_its_commands_say_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    found = list(blocks())
    (configuration,) = (text for _, text in found if text.startswith("timezone:"))
    files = {"reportgen.yaml": configuration + "\n", "data/partners.yaml": PARTNERS}
    for name in ("one-pager", "country-brief", "partner-profile"):
        files |= {f"templates/{name}.html.j2": PAGE, f"templates/{name}.yaml": "title: A brief\n"}
    monkeypatch.chdir(write_project(tmp_path / "project", files))
    told, ran = [], 0
    with cheap(write_shipped(tmp_path / "shipped")):
        for clock, text in found:
            for command in (line for line in text.splitlines() if line.startswith("$ reportgen ")):
                now = datetime.fromisoformat(clock)
                with (
                    patch.object(World, "now", lambda _, now=now: now),
                    pytest.raises(SystemExit) as ended,
                ):
                    main(shlex.split(command)[2:])
                assert ended.value.code in (None, 0), command
                out = capfd.readouterr()
                told.append(f"{command}\n{out.out}{out.err}".rstrip("\n"))
                ran += 1
    commands = [text for _, text in found if text.startswith("$ ")]
    assert timeless("\n".join(told)) == timeless("\n".join(commands))
    assert ran == 10
    site = tmp_path / "project/build/site"
    named = re.findall(r"^(?:en|editions)/\S+", "\n".join(text for _, text in found), re.MULTILINE)
    assert len(named) == 3
    assert all((site / path).is_file() for path in named)


def test_the_files_are_as_they_are_documented() -> None:
    text = FILES_OF_DOCS.read_text("utf-8")
    examples = [dedent(match.group()).strip() for match in BLOCK.finditer(text)]
    (state,) = (from_json(one.encode()) for one in examples if '"number": 7' in one)
    assert json.loads(to_json(state)) == json.loads(next(e for e in examples if '"number": 7' in e))
    documented = set(re.findall(r"`(\w+)`", text.partition("## LEDGER")[2]))
    assert {field.name for field in fields(Edition)} <= documented
    assert {field.name for field in fields(State)} - {"editions"} <= documented
    assert set(STATES) <= documented
