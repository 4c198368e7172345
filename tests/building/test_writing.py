"""The only writer: the old file or the new one, never a part, and nothing left behind."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from reportgen.building import writing
from reportgen.building.writing import create_file, remove_file, sweep, write_file, write_new
from reportgen.problems import ProblemsError


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"
    assert names(tmp_path) == ["a", "a/b.txt"]


def test_what_is_built_may_be_read_as_the_umask_says(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "b.txt", b"x")
    finally:
        assert os.umask(mask) == 0o027
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_when_a_step_fails_the_old_file_stands_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "b.txt"
    write_file(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    owner = os if step == "fsync" else Path
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(ProblemsError) as caught:
        write_file(path, b"new")
    monkeypatch.undo()
    (found,) = caught.value.problems
    assert (found.code, found.message) == (
        "cannot-write",
        f"cannot write b.txt in {tmp_path}: the disk is full",
    )
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["b.txt"]


def interrupted_at(number: int, write: Callable[[], object]) -> bool:
    """Write, with Ctrl-C before the so-maniest instruction of the writer; False when it had fewer."""
    left = number

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename != writing.__file__:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        write()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return left <= 0


@pytest.mark.parametrize("write", [write_file, create_file])
def test_whenever_it_is_interrupted_one_whole_file_stands_and_nothing_else(
    tmp_path: Path, write: Callable[[Path, bytes], object]
) -> None:
    number = 1
    while True:
        folder = tmp_path / str(number)
        path = folder / "b.txt"
        if write is write_file:
            write_file(path, b"old")
        if not interrupted_at(number, partial(write, path, b"new")):
            break
        number += 1
        assert names(folder) in ([], ["b.txt"])
        if path.exists():
            assert path.read_bytes() in ({b"old", b"new"} if write is write_file else {b"new"})
    assert number > 30


def test_a_folder_in_the_way_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file", "utf-8")
    with pytest.raises(ProblemsError, match=r"cannot write b\.txt"):
        write_file(tmp_path / "a" / "b.txt", b"x")
    (tmp_path / "c").mkdir()
    with pytest.raises(ProblemsError, match="cannot write c"):
        write_file(tmp_path / "c", b"x")
    assert names(tmp_path) == ["a", "c"]


def test_a_reader_never_sees_a_part(tmp_path: Path) -> None:
    path, seen = tmp_path / "b.txt", set[bytes]()
    write_file(path, b"0" * 100_000)
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for digit in b"123456789" * 5:
        write_file(path, bytes([digit]) * 100_000)
    done.set()
    reader.join()
    assert {(len(data), len(set(data))) for data in seen} == {(100_000, 1)}


def test_new_files_overwrite_nothing(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("mine", "utf-8")
    told: list[str] = []
    files = {"reportgen.yaml": b"a", "data.yaml": b"b"}
    with pytest.raises(ProblemsError, match=r"'data\.yaml' is already there"):
        write_new(tmp_path, files, told.append)
    assert (names(tmp_path), told) == (["data.yaml"], [])
    write_new(tmp_path / "new", files, told.append)
    assert told == ["reportgen.yaml", "data.yaml"]
    assert (tmp_path / "new" / "data.yaml").read_bytes() == b"b"


def test_removing_takes_empty_folders_along_and_no_others(tmp_path: Path) -> None:
    for name in ("en/a/x.pdf", "en/b.pdf"):
        write_file(tmp_path / name, b"x")
    remove_file(tmp_path, tmp_path / "en" / "a" / "x.pdf")
    assert names(tmp_path) == ["en", "en/b.pdf"]
    remove_file(tmp_path, tmp_path / "en" / "b.pdf")
    assert names(tmp_path) == []
    assert tmp_path.exists()


def test_sweeping_removes_what_a_killed_build_left_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(5, "killed")))
    with pytest.raises(ProblemsError):
        write_file(tmp_path / "en" / "a.pdf", b"half")
    monkeypatch.undo()
    left = [name for name in names(tmp_path) if name != "en"]
    assert len(left) == 1
    (tmp_path / "en" / ".keep").write_text("mine", "utf-8")
    (tmp_path / "en" / "x.part").write_text("mine", "utf-8")
    sweep(tmp_path)
    assert names(tmp_path) == ["en", "en/.keep", "en/x.part"]


def test_of_many_writers_one_creates_the_file(tmp_path: Path) -> None:
    path, came = tmp_path / "a" / "1.json", threading.Barrier(8)
    won: list[bytes] = []

    def write(number: int) -> None:
        data = bytes([number]) * 100_000
        came.wait()
        if create_file(path, data):
            won.append(data)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [path.read_bytes()]
    assert names(tmp_path) == ["a", "a/1.json"]


def test_a_file_is_created_where_the_disk_knows_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert create_file(tmp_path / "1.json", b"x")
    assert not create_file(tmp_path / "1.json", b"y")
    assert (tmp_path / "1.json").read_bytes() == b"x"
    assert names(tmp_path) == ["1.json"]


def test_of_a_file_that_cannot_be_created_whole_nothing_stays_where_the_disk_knows_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    def fail_late(number: int) -> None:
        written.append(number)
        if len(written) == 2:  # first the file beside its place, then the one in its place
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "fsync", fail_late)
    with pytest.raises(ProblemsError, match="the disk is full"):
        create_file(tmp_path / "1.json", b"x")
    assert (len(written), names(tmp_path)) == (2, [])
    monkeypatch.undo()
    assert create_file(tmp_path / "1.json", b"y")


def test_what_cannot_be_created_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(ProblemsError, match=r"cannot write 1\.json"):
        create_file(tmp_path / "a" / "1.json", b"x")
