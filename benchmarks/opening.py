"""A project that is ready to be rendered, for benchmarks that start after the reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from reportgen.building.loading import edition_date, open_world
from reportgen.model.project import Job, Project
from reportgen.planning import plan
from reportgen.reading import read_project
from reportgen.wanted import Wanted
from reportgen.world import World


class Opened(NamedTuple):
    """A project, the world that it was read from, the date of its edition, and its jobs."""

    project: Project
    world: World
    as_of: date | None
    jobs: tuple[Job, ...]


def opened(folder: Path, wanted: Wanted | None = None) -> Opened:
    """The project of a folder; ends the program where it cannot be built."""
    world = open_world(folder)
    project = read_project(world).project
    if project is None:
        raise SystemExit("the project has problems: reportgen check tells them")
    as_of = edition_date(world, project.configuration, None)
    return Opened(project, world, as_of, tuple(plan(project, wanted, as_of)[0].jobs))
