"""A template copied, changed and brought up to date: what stands on the disk after each step."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from reportgen.building import ejecting, loading
from reportgen.building.ejecting import copies, differences, eject, upgrade
from reportgen.building.pipeline import check
from reportgen.building.writing import write_file
from reportgen.customising.originals import State
from reportgen.problems import ProblemsError
from tests.running import write_project
from tests.workshop import build, cheap, files_of, write_shipped

PAGE = "{% extends 'base.html.j2' %}\n{% block body %}\n<h1>One</h1>\n\n\n\n\n<p>Two</p>\n{% endblock %}\n"
NAME = "brief.html.j2"
OWN, BASE = f"templates/{NAME}", f"templates/.base/{NAME}"


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Path]:
    folder = write_shipped(tmp_path / "shipped")
    write_project(folder, {NAME: PAGE, "brief.yaml": "title: A brief\n"})
    with patch.object(loading, "templates_root", lambda: folder):
        yield folder


@pytest.fixture
def project(tmp_path: Path, shipped: Path) -> Path:
    assert shipped.is_dir()
    files = {
        "reportgen.yaml": "reports:\n  brief: {template: brief}\n",
        "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
    }
    return write_project(tmp_path / "project", files)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def codes(root: Path) -> set[str]:
    return {found.code for found in check(root).problems}


@pytest.mark.parametrize("given", ["brief", NAME, OWN])
def test_eject_copies_the_file_and_keeps_its_text(project: Path, given: str) -> None:
    before = files_of(project)
    assert eject(project, given) == OWN
    assert files_of(project) == before | {OWN: PAGE.encode(), BASE: PAGE.encode()}
    assert [copy.state for copy in copies(project)] == [State.SAME]


def test_eject_never_writes_over_a_file(project: Path) -> None:
    write_project(project, {OWN: "mine"})
    before = files_of(project)
    with pytest.raises(ProblemsError, match="already has"):
        eject(project, NAME)
    assert files_of(project) == before


def test_eject_does_not_write_over_a_link_that_leads_nowhere(project: Path) -> None:
    (project / "templates").mkdir()
    (project / OWN).symlink_to(project.parent / "nowhere")
    with pytest.raises(ProblemsError, match="already has"):
        eject(project, NAME)
    assert not (project.parent / "nowhere").exists()


@pytest.mark.parametrize("link", ["templates", "templates/.base"])
def test_nothing_is_written_through_a_link(project: Path, link: str) -> None:
    (project.parent / "outside").mkdir()
    (project / link).parent.mkdir(exist_ok=True)
    (project / link).symlink_to(project.parent / "outside")
    with pytest.raises(ProblemsError, match="is a link"):
        eject(project, NAME)
    assert files_of(project.parent / "outside") == {}


def test_who_comes_second_writes_nothing(project: Path) -> None:
    with (
        patch.object(ejecting, "create_file", lambda *_: False),
        pytest.raises(ProblemsError, match="already has"),
    ):
        eject(project, NAME)


@pytest.mark.parametrize(
    "name", ["breif", "../reportgen.yaml", ".base/x", "scaffolds/partner.yaml"]
)
def test_only_what_ships_for_pages_is_ejected(project: Path, shipped: Path, name: str) -> None:
    write_project(shipped, {"scaffolds/partner.yaml": "x"})
    with pytest.raises(ProblemsError, match="there is no"):
        eject(project, name)


def test_a_folder_that_is_no_project_is_left_alone(tmp_path: Path, shipped: Path) -> None:
    assert shipped.is_dir()
    for act in (lambda: eject(tmp_path, NAME), lambda: copies(tmp_path)):
        with pytest.raises(ProblemsError, match=r"reportgen\.yaml"):
            act()
    assert not (tmp_path / "templates").exists()


def test_an_upgrade_merges_both_changes(project: Path, shipped: Path) -> None:
    eject(project, NAME)
    change(project / OWN, "One", "Mine")
    assert "original-moved-on" not in codes(project)
    change(shipped / NAME, "Two", "Theirs")
    assert "original-moved-on" in codes(project)
    (copy,) = copies(project)
    assert copy.state is State.MOVED_ON
    theirs, own = differences(copy), differences(copy, own=True)
    assert "+<p>Theirs</p>" in theirs.splitlines()
    assert "Mine" not in theirs
    assert "+<h1>Mine</h1>" in own.splitlines()
    assert "Theirs" not in own
    (done,) = upgrade(project)
    assert (done.done, done.problems) == ("merged", ())
    expected = PAGE.replace("One", "Mine").replace("Two", "Theirs")
    assert (project / OWN).read_text() == expected
    assert (project / BASE).read_bytes() == (shipped / NAME).read_bytes()
    assert "original-moved-on" not in codes(project)
    assert [one.done for one in upgrade(project)] == ["nothing to do"]


def test_a_conflict_stops_the_build_until_it_is_settled(project: Path, shipped: Path) -> None:
    eject(project, NAME)
    change(project / OWN, "One", "Mine")
    change(shipped / NAME, "One", "Theirs")
    (done,) = upgrade(project, [NAME])
    (conflict,) = done.problems
    assert (conflict.code, conflict.place and conflict.place.line) == ("conflict-marks", 3)
    marked = (project / OWN).read_text()
    with cheap(shipped):
        assert {p.code for p in build(project).problems} == {"conflict-marks"}
        assert not (project / "build").exists()
        (again,) = upgrade(project)
        assert (again.done, len(again.problems)) == ("left as it is", 1)
        assert (project / OWN).read_text() == marked
        (project / OWN).write_text(PAGE.replace("One", "Both"))
        assert [one.done for one in upgrade(project)] == ["nothing to do"]
        assert build(project).ok


def test_a_death_between_the_two_files_costs_nothing(project: Path, shipped: Path) -> None:
    eject(project, NAME)
    change(project / OWN, "One", "Mine")
    change(shipped / NAME, "Two", "Theirs")

    def dying(path: Path, data: bytes) -> None:
        if ".base" in path.parts:
            raise OSError(errno.EIO, "gone")
        write_file(path, data)

    with patch.object(ejecting, "write_file", dying), pytest.raises(OSError, match="gone"):
        list(upgrade(project))
    assert [copy.state for copy in copies(project)] == [State.MOVED_ON]
    assert [one.done for one in upgrade(project)] == ["merged"]
    assert (project / OWN).read_text() == PAGE.replace("One", "Mine").replace("Two", "Theirs")
    assert [copy.state for copy in copies(project)] == [State.CHANGED]


def test_what_cannot_be_merged_keeps_no_other_copy_back(project: Path, shipped: Path) -> None:
    font = "fonts/small.ttf"
    for name in (NAME, font):
        eject(project, name)
    (project / "templates" / font).write_bytes(b"\0mine")
    (shipped / font).write_bytes(b"\0theirs")
    change(shipped / NAME, "Two", "Theirs")
    done = {one.copy.name: (one.done, [p.code for p in one.problems]) for one in upgrade(project)}
    assert done == {NAME: ("merged", []), font: ("not merged", ["cannot-merge"])}
    assert (project / "templates" / font).read_bytes() == b"\0mine"


def test_keep_leaves_the_copy_and_takes_the_original(project: Path, shipped: Path) -> None:
    eject(project, NAME)
    change(project / OWN, "One", "Mine")
    mine = (project / OWN).read_bytes()
    change(shipped / NAME, "One", "Theirs")
    assert [one.done for one in upgrade(project, [NAME], keep=True)] == ["kept"]
    assert (project / OWN).read_bytes() == mine
    assert [copy.state for copy in copies(project)] == [State.CHANGED]


def test_what_no_longer_ships_becomes_the_projects_own(project: Path, shipped: Path) -> None:
    eject(project, NAME)
    (shipped / NAME).unlink()
    assert "original-moved-on" in codes(project)
    assert [one.done for one in upgrade(project)] == ["yours alone"]
    assert (project / OWN).read_text() == PAGE
    assert not (project / "templates" / ".base").exists()
    assert "original-moved-on" not in codes(project)


def test_a_copy_that_was_deleted_can_be_made_again(project: Path) -> None:
    eject(project, NAME)
    (project / OWN).unlink()
    assert [copy.state for copy in copies(project)] == [State.REMOVED]
    assert eject(project, NAME) == OWN


def test_a_file_that_was_not_ejected_is_not_upgraded(project: Path) -> None:
    write_project(project, {OWN: PAGE})
    with pytest.raises(ProblemsError, match="was not copied"):
        list(upgrade(project, [NAME]))


def test_a_kept_original_changes_no_page(project: Path, shipped: Path) -> None:
    with cheap(shipped):
        assert build(project).ok
        pages = {n: d for n, d in files_of(project).items() if n.endswith((".html", ".pdf"))}
        assert len(pages) >= 2
        eject(project, NAME)
        write_project(project, {"templates/.base/extra.html.j2": "{% nonsense %}"})
        result = build(project)
        assert result.ok
        assert {n: d for n, d in files_of(project).items() if n in pages} == pages
