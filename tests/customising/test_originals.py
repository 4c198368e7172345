"""How copies stand to what ships, in folders that really lie on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.customising.originals import State, check_originals, read_copies
from reportgen.rendering.templates import Templates
from reportgen.world import World
from tests.running import write_project


def world_of(folder: Path, **files: str | None) -> World:
    """A project, its kept originals and what ships, each with `a.css` or without."""
    places = {
        "own": "project/templates/a.css",
        "base": "project/templates/.base/a.css",
        "ships": "shipped/a.css",
    }
    write_project(folder, {places[key]: text for key, text in files.items() if text is not None})
    for name in ("project", "shipped"):
        (folder / name).mkdir(exist_ok=True)
    return World(folder / "project", folder / "shipped", environment={})


@pytest.mark.parametrize(
    ("own", "base", "ships", "state", "told"),
    [
        ("a", "a", "a", State.SAME, False),
        ("b", "a", "a", State.CHANGED, False),
        ("b", "a", "c", State.MOVED_ON, True),
        ("a", "a", "c", State.MOVED_ON, True),
        ("c", "a", "c", State.SAME, False),
        ("b", "a", None, State.GONE, True),
        (None, "a", "c", State.REMOVED, False),
        ("<<<<<<< yours\n", "a", "c", State.CONFLICT, False),
    ],
)
def test_the_three_texts_tell_the_state(
    tmp_path: Path, own: str | None, base: str, ships: str | None, state: State, *, told: bool
) -> None:
    world = world_of(tmp_path, own=own, base=base, ships=ships)
    (copy,) = read_copies(world)
    assert (copy.name, copy.state) == ("a.css", state)
    found = [(p.code, p.place and p.place.file) for p in check_originals(world)]
    assert found == ([("original-moved-on", "templates/a.css")] if told else [])


def test_an_override_without_an_original_is_no_copy(tmp_path: Path) -> None:
    assert read_copies(world_of(tmp_path, own="a", base=None, ships="b")) == ()


def test_an_original_is_no_template(tmp_path: Path) -> None:
    world = world_of(tmp_path, own=None, base="secret", ships=None)
    templates = Templates(world)
    names = (".base/a.css", "!.base/a.css", "a.css", "x/../.base/a.css")
    assert [templates.find(name) for name in names] == [None] * 4
    assert world.files("templates") == ()


def test_originals_are_not_read_through_a_link(tmp_path: Path) -> None:
    world_of(tmp_path, own="a", base=None, ships="b")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.css").write_text("secret")
    (tmp_path / "project" / "templates" / ".base").symlink_to(tmp_path / "outside")
    world = World(tmp_path / "project", tmp_path / "shipped", environment={})
    assert world.read("a.css", "originals") is None
    assert read_copies(world) == ()


def test_what_was_compared_is_remembered(tmp_path: Path) -> None:
    """So that a build that finds nothing changed has compared the originals, too."""
    world = world_of(tmp_path, own="b", base="a", ships="a")
    read_copies(world)
    seen = [(*key, value) for key, value in world.seen.items()]
    again = World(tmp_path / "project", tmp_path / "shipped", environment={})
    assert again.still(seen)
    (tmp_path / "project" / "templates" / ".base" / "a.css").write_text("c")
    assert not World(tmp_path / "project", tmp_path / "shipped", environment={}).still(seen)
