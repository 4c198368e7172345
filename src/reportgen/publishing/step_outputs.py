"""What a later step of a CI job may ask of this one: GitHub's GITHUB_OUTPUT."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.building.writing import append_line
from reportgen.world import World


def tell_step(world: World, values: Mapping[str, int]) -> None:
    """Add the values to the file that GITHUB_OUTPUT names; nothing where it names none.

    Raises:
        ProblemsError: the file cannot be written.
    """
    file = world.variable("GITHUB_OUTPUT")
    for name, value in values.items() if file else ():
        append_line(Path(file or ""), f"{name}={value}")
