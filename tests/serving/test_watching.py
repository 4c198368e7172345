"""What changes is noticed, whatever way it changes; what nobody read is not looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.serving.watching import Watch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner" / "deeper").mkdir(parents=True)
    (tmp_path / "page").write_text("one", "utf-8")
    return tmp_path


def test_nothing_changes_by_being_looked_at(folder: Path) -> None:
    watch = Watch()
    watch.add([folder / "page", folder / "absent"], [folder / "inner"])
    assert (watch.changed(), watch.changed()) == (frozenset(), frozenset())
    assert len(watch) == 4


def test_a_file_that_is_written_replaced_or_removed_is_told_once(folder: Path) -> None:
    watch, page = Watch(), folder / "page"
    watch.add([page])
    page.write_text("three", "utf-8")
    assert watch.changed() == {page}
    assert watch.changed() == frozenset()
    other = folder / "other"
    other.write_text("seven", "utf-8")
    known = page.stat()
    os.utime(other, ns=(known.st_atime_ns, known.st_mtime_ns))  # as some tools restore times
    other.replace(page)
    assert watch.changed() == {page}
    page.unlink()
    assert watch.changed() == {page}


def test_a_file_that_was_looked_for_is_told_when_it_comes(folder: Path) -> None:
    watch, absent = Watch(), folder / "nowhere" / "absent"
    watch.add([absent])
    absent.parent.mkdir()
    assert watch.changed() == frozenset()
    absent.write_text("here", "utf-8")
    assert watch.changed() == {absent}


def test_folders_tell_what_comes_and_goes_at_any_depth(folder: Path) -> None:
    watch, inner = Watch(), folder / "inner"
    watch.add((), [inner])
    (inner / "deeper" / "new").write_text("", "utf-8")
    assert watch.changed() == {inner / "deeper"}
    (inner / "later").mkdir()
    assert watch.changed() == {inner}
    (inner / "later" / "new").write_text("", "utf-8")
    assert watch.changed() == {inner / "later"}


def test_a_folder_that_is_not_followed_downwards_tells_its_names_alone(folder: Path) -> None:
    watch = Watch()
    watch.add([folder])
    (folder / "inner" / "new").write_text("", "utf-8")
    assert watch.changed() == frozenset()
    (folder / "new").write_text("", "utf-8")
    assert watch.changed() == {folder}


@pytest.mark.parametrize("name", [".page.swp", "~page", "page~"])
def test_what_editors_put_beside_a_file_is_no_change(folder: Path, name: str) -> None:
    watch = Watch()
    watch.add((), [folder])
    (folder / name).write_text("", "utf-8")
    assert watch.changed() == frozenset()


def test_what_can_be_no_file_is_not_there(folder: Path) -> None:
    watch = Watch()
    watch.add([Path("nul\0nul"), folder / ("x" * 5000)])
    assert watch.changed() == frozenset()
