"""Where nothing is built: the folders of a project that it is read from, or that keep its state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.building.locking import STATE
from reportgen.model.configuration import TEMPLATES
from reportgen.model.project import Project
from reportgen.problems import Problem, problem
from reportgen.world import DATA

TESTING = f"{STATE}/testing"
"""The one folder of the state that is built into, by `reportgen test`."""

_OWN = (STATE, ".git", DATA, TEMPLATES, "snapshots")


def check_output(project: Project, root: Path, output: Path | None) -> Iterator[Problem]:
    """The problem (`bad-option`) of an output folder that is, or lies in, one of the project's own.

    Args:
        project: The project; its themes may be folders of its own, too.
        root: The project folder.
        output: What was asked for; None for `build/`.
    """
    if output is None:
        return
    top, folder = root.resolve(), output.resolve()
    hint = "name a folder of its own, such as build or out"
    if folder == top:
        message = "the project folder itself cannot be the output folder"
        yield problem("bad-option", message, None, hint)
    if folder.is_relative_to(top / TESTING):
        return
    themes = {level.folder for lookup in project.used_lookups for level in lookup.own}
    for name in sorted({*_OWN, *themes} - {""}):
        if folder.is_relative_to(top / name):
            message = f"{name}/ is part of the project; nothing is built into it"
            yield problem("bad-option", message, None, hint)
            return
