"""What a process remembers of a project does not grow with what it has looked at."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from benchmarks.portfolio import write
from reportgen.building.fingerprints import Fingerprints
from reportgen.reading import read_project
from reportgen.shipped import templates_root
from reportgen.world import World

PARTNERS = 60


def test_the_fields_of_records_are_not_remembered(tmp_path: Path) -> None:
    write(tmp_path, PARTNERS)
    world = World(tmp_path, templates_root())
    project = read_project(world).project
    assert project is not None
    here = Fingerprints(project, world, None, "code")
    keys = [
        ("field", collection, id_, name)
        for collection in ("partners", "programmes", "agreements")
        for id_ in project.collection(collection)
        for name in ("title", "name", "description", "sources")
    ]
    here.of(keys[0])
    tracemalloc.start()
    try:
        for key in keys:
            here.of(key)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(keys) > 1000
    assert held < 10_000


def test_what_briefs_share_is_looked_up_once(tmp_path: Path) -> None:
    write(tmp_path, 2)
    world = World(tmp_path, templates_root())
    project = read_project(world).project
    assert project is not None
    here = Fingerprints(project, world, None, "code")
    key = ("file", "templates/partner-profile.html.j2")
    assert here.of(key) is here.of(key)
    assert here.of(("scan", "partners")) is here.of(("scan", "partners"))
