"""What is read of a project, and that nothing else is, by whatever spelling or trick."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import world as module
from reportgen.world import World

SECRET = b"s3cr3t"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project beside a folder with a secret, whose name begins with the project's."""
    folder = tmp_path / "proj"
    for name in ("data", "templates", ".git", "build", "data/.keep"):
        (folder / name).mkdir(parents=True)
    (folder / "data" / "a.png").write_bytes(b"image")
    for hidden in (".git/config", ".env", "build/old.html", "data/.netrc", "data/.keep/x.png"):
        (folder / hidden).write_bytes(SECRET)
    for outside in (tmp_path / "secret.png", tmp_path / "proj-evil.png"):
        outside.write_bytes(SECRET)
    (tmp_path / "shipped").mkdir()
    return folder


def world_of(project: Path) -> World:
    return World(project, project.parent / "shipped", environment={})


OUTSIDE = [
    "../secret.png",
    "data/../../secret.png",
    "data/../data/a.png",
    "./../secret.png",
    "../proj-evil.png",
    "/etc/hostname",
    "//etc/hostname",
    "/../secret.png",
    "data//../../secret.png",
    "..\\secret.png",
    "data\\..\\..\\secret.png",
    "\\\\host\\share\\x.png",
    "C:\\Windows\\win.ini",
    "data/a.png\0.txt",
    "\0",
    "file:///etc/hostname",
    "%2e%2e/secret.png",
    ".git/config",
    ".GIT/config",
    ".env",
    "data/.netrc",
    "data/.keep/x.png",
    "build/old.html",
    "BUILD/old.html",
    "./build/old.html",
    "\ud800.png",
    "\udcff.png",
    "~/.profile",
    "a" * 5000,
    "a/" * 5000 + "a",
    "",
    ".",
    "data",
    "data/a.png/inner",
]


@pytest.mark.parametrize("name", OUTSIDE, ids=lambda name: ascii(name[:30]))
def test_it_is_not_there(project: Path, name: str) -> None:
    assert world_of(project).read(name) is None


def test_what_lies_in_the_project_is_read_by_its_name(project: Path) -> None:
    assert world_of(project).read("data/a.png") == b"image"
    assert world_of(project).read("./data/a.png") == b"image"
    (project / "data" / "b.png").symlink_to("a.png")
    assert world_of(project).read("data/b.png") == b"image"  # a link inside the project is one


@pytest.mark.parametrize(
    ("at", "to", "name"),
    [
        ("data/x.png", "../../secret.png", "data/x.png"),
        ("data/x.png", "/etc/hostname", "data/x.png"),
        ("data/x.png", "../.env", "data/x.png"),
        ("data/x.png", "../.git/config", "data/x.png"),
        ("data/x.png", "../build/old.html", "data/x.png"),
        ("data/x.png", "x.png", "data/x.png"),
        ("data/x.png", "/proc/self/environ", "data/x.png"),
        ("data/x.png", "/dev/zero", "data/x.png"),
        ("data/in", "../..", "data/in/secret.png"),
        ("data/in", "/etc", "data/in/hostname"),
        ("data/in", "../.git", "data/in/config"),
        ("data/in", "..", "data/in/.env"),
    ],
)
def test_a_link_that_leads_elsewhere_is_refused_and_told(
    project: Path, at: str, to: str, name: str
) -> None:
    (project / at).symlink_to(to)
    world = world_of(project)
    assert world.read(name) is None
    assert all(SECRET not in (world.read(found) or b"") for found in world.files("data"))
    assert at in [name for name, _ in world.strays()] or name == "data/in/.env"


def test_a_link_that_is_put_there_after_the_look_is_not_followed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, then the folder, becomes a link between check and use."""
    (project / "data" / "deep").mkdir()
    (project / "data" / "deep" / "a.png").write_bytes(b"image")
    (project.parent / "a.png").write_bytes(SECRET)
    resolve = Path.resolve

    def swapping(change: Callable[[], None]) -> None:
        def after(path: Path, **named: bool) -> Path:
            found = resolve(path, **named)
            if path.name == "a.png":
                monkeypatch.setattr(Path, "resolve", resolve)
                change()
            return found

        monkeypatch.setattr(Path, "resolve", after)

    def swap_file() -> None:
        (project / "data" / "deep" / "a.png").unlink()
        (project / "data" / "deep" / "a.png").symlink_to("../../../secret.png")

    def swap_folder() -> None:
        (project / "data" / "deep").rename(project / "data" / "other")
        (project / "data" / "deep").symlink_to("../..")

    for change in (swap_file, swap_folder):
        world = world_of(project)
        swapping(change)
        assert world.read("data/deep/a.png") is None


def test_a_pipe_is_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "data" / "pipe.yaml")
    assert world_of(project).read("data/pipe.yaml") is None


def test_a_file_has_its_largest_size(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 4)
    with pytest.raises(OSError, match="too large") as caught:
        world_of(project).read("data/a.png")
    assert caught.value.filename == str(project / "data" / "a.png")


def test_without_a_network_no_address_has_anything(project: Path) -> None:
    assert world_of(project).load("https://example.org/a.png") is None


def test_what_the_network_gave_is_kept_and_counts_as_seen(project: Path) -> None:
    asked: list[str] = []

    def network(address: str) -> bytes:
        asked.append(address)
        return b"x"

    world = World(project, project.parent / "shipped", environment={}, network=network)
    assert world.load("https://example.org/a.png") == world.load("https://example.org/a.png")
    assert asked == ["https://example.org/a.png"]
    row = ("network", "https://example.org/a.png", world.seen["network", asked[0]])
    assert row[2] is not None
    assert not world_of(project).still([row])  # whether it is as it was must be asked again


def test_large_files_of_data_are_held_compressed_and_read_as_they_were(project: Path) -> None:
    text = b"- id: made-up\n" * 10_000
    (project / "data" / "a.yaml").write_bytes(text)
    (project / "data" / "b.yaml").write_bytes(b"small")
    world = world_of(project)
    names = ("data/a.yaml", "data/b.yaml", "data/a.png", "data/none.yaml")
    before = [world.read(name) for name in names]
    seen = dict(world.seen)
    world.press()
    assert sum(len(data or b"") for data in world._found.values()) < 100
    (project / "data" / "a.yaml").write_bytes(b"changed meanwhile")
    assert [world.read(name) for name in names] == before
    assert (before[0], world.seen) == (text, seen)
