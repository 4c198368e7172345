"""The pages of docs/ as what they tell people to do: files are written, commands run, answers found.

A page is text with blocks of code. A block that begins with `$` is commands with lines that each
says; others are files, or parts of files, as the comment before them tells:

    <!-- file: PATH -->                 the block is the file
    <!-- insert: PATH: LINE -->         the line goes before the first
    <!-- replace: PATH --> <!-- by -->  each line of the first block becomes that of the second
    <!-- before-last: PATH -->          the block goes before the last line
    <!-- after: PATH: LINE -->          the block goes after the line that begins so
    <!-- ships: PATH: LINE -->          the line goes to the end of a shipped file
    <!-- ships-first: PATH: LINE -->    the line goes before the first of a shipped file
    <!-- shown -->                      the block is only looked at
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

from tests.running import write_project

DOCS = Path(__file__).parents[1] / "docs"
STEP = re.compile(
    r"<!-- (?P<kind>[\w-]+)(?:: (?P<text>.*))? -->|(?P<block>(?:^    .*\n|^\n+(?=    ))+)",
    re.MULTILINE,
)
LONE = ("insert", "ships", "ships-first")
"""Comments that do something by themselves."""

Run = Callable[[list[str]], list[str]]
"""Arguments of `reportgen` -> the lines that it says."""


class Reader:
    """Somebody who does what a page says."""

    def __init__(self, folder: Path, run: Run, shipped: Path | None = None) -> None:
        """`folder` is where it begins; `shipped` a copy of the shipped files, to change them."""
        self.folder = folder
        self._run = run
        self._shipped = shipped or folder
        self._before: list[str] = []
        self.ran: list[str] = []

    def follow(self, page: str) -> None:
        """Do all that docs/PAGE says; its commands are in `ran` then."""
        kind, rest = "", ""
        for step in STEP.finditer((DOCS / page).read_text("utf-8")):
            if step["kind"] in LONE:
                self._insert(step["kind"], step["text"])
            elif step["kind"]:
                kind, rest = step["kind"], step["text"] or rest
            elif kind:
                self._edit(kind, rest, dedent(step["block"]).lstrip("\n"))
                kind = ""
            else:
                commands = dedent(step["block"]).strip()
                assert commands.startswith("$ "), f"nothing says what this is for:\n{commands}"
                for part in commands.removeprefix("$ ").split("\n$ "):
                    self._command(part)

    def _insert(self, kind: str, text: str) -> None:
        file, _, line = text.partition(": ")
        path = (self._shipped if kind.startswith("ships") else self.folder) / file.strip()
        held = path.read_text("utf-8")
        path.write_text(f"{held}{line}\n" if kind == "ships" else f"{line}\n{held}", "utf-8")

    def _edit(self, kind: str, rest: str, block: str) -> None:
        name, _, line = rest.partition(": ")
        if kind == "file":
            write_project(self.folder, {name: block})
            return
        if kind == "replace":
            self._before = block.splitlines()
            return
        if kind == "shown":
            return
        path = self.folder / name
        lines = path.read_text("utf-8").splitlines()
        if kind == "by":
            for old, new in zip(self._before, block.splitlines(), strict=True):
                assert any(old in line for line in lines), f"{name} has no `{old}`"
                lines = [line.replace(old, new) for line in lines]
        elif kind == "before-last":
            lines[-1:-1] = block.splitlines()
        elif kind == "after":
            at = next(number for number, held in enumerate(lines) if held.startswith(line))
            column = " " * (2 if path.suffix in (".yaml", ".yml") and line.endswith(":") else 0)
            lines[at + 1 : at + 1] = [column + added for added in block.splitlines()]
        else:
            raise AssertionError(f"`{kind}` means nothing")
        path.write_text("\n".join(lines) + "\n", "utf-8")

    def _command(self, part: str) -> None:
        """Run a command, and find each line that the page shows of what it says, in order."""
        command, *expected = part.strip().splitlines()
        program, *arguments = shlex.split(command)
        if program == "cd":
            self.folder = self.folder / arguments[0]
            return
        assert program == "reportgen", command
        lines = self._run(arguments)
        for wanted in filter(None, map(str.rstrip, expected)):
            # What ends in the middle stands for any line that begins so: times differ.
            cut = wanted.endswith((":", " in")) or wanted.count("(") > wanted.count(")")
            found = any(line == wanted or (cut and line.startswith(wanted)) for line in lines)
            assert found, f"{command}: {wanted!r} is not in\n" + "\n".join(lines)
        self.ran.append(command)
