"""Whole files or none: builds that are killed, disks that fill, two builds at once."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import pytest

from reportgen.building.cleaning import clean_folder
from reportgen.building.writing import PART
from reportgen.wanted import Options, Wanted
from tests.running import SRC, write_project
from tests.workshop import SHEETS, build, cheap, cheap_layout, files_of, write_shipped

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("REPORTGEN_TEST_KILLS", "200"))


def partners(names: dict[str, str]) -> str:
    return "".join(f"- {{id: {id_}, name: {name}}}\n" for id_, name in names.items())


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    data = partners({"a": "Anna", "b": "Ben", "c": "Cai"})
    return write_project(tmp_path / "project", {**SHEETS, "data/partners.yaml": data})


def clean_build(project: Path, shipped: Path) -> dict[str, bytes]:
    """What a build from nothing writes."""
    other = project.parent / "clean"
    for path in sorted(project.rglob("*")):
        part = path.relative_to(project)
        if path.is_file() and part.parts[0] not in ("build", ".reportgen"):
            (other / part).parent.mkdir(parents=True, exist_ok=True)
            (other / part).write_bytes(path.read_bytes())
    with cheap(shipped):
        assert build(other).ok
    found = files_of(other / "build")
    subprocess.run(["rm", "-r", other], check=True)
    return found


def parts(folder: Path) -> list[Path]:
    return list(folder.rglob(f"*{PART}"))


def killed_after(seconds: float, project: Path, shipped: Path) -> bool:
    """Build in a process that is killed after so long; True where that was before its end."""
    pid = os.fork()
    if pid == 0:
        try:
            with cheap(shipped, layout=cheap_layout([], lambda: time.sleep(0.002))):
                build(project)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) < 0


@pytest.mark.slow
def test_a_build_that_is_killed_is_repaired_by_the_next(project: Path, shipped: Path) -> None:
    dice = random.Random(20240424)
    clean: dict[str, dict[str, bytes]] = {}
    killed = 0
    span = 0.2
    for _ in range(KILLS):
        for _ in range(dice.choice([1, 1, 2])):
            names = {id_: dice.choice(["Anna", "Ben"]) for id_ in dice.sample("abcdef", 3)}
            write_project(project, {"data/partners.yaml": partners(names)})
            hit = killed_after(dice.uniform(0, span), project, shipped)
            killed += hit
            span *= 1.1 if hit else 0.8  # as long as builds take on this machine
            for path, data in files_of(project / "build").items():
                if path.endswith(".pdf"):
                    assert data.endswith(b"</html>")
        if dice.random() < 0.5:
            names = {id_: dice.choice(["Anna", "Ben"]) for id_ in dice.sample("abcdef", 2)}
            write_project(project, {"data/partners.yaml": partners(names)})
        text = partners(names)
        if text not in clean:
            clean[text] = clean_build(project, shipped)
        with cheap(shipped):
            assert build(project).ok
        assert files_of(project / "build") == clean[text]
        assert parts(project / "build") == []
    assert killed > KILLS // 3


@contextmanager
def failing(number: int, error: int) -> Iterator[list[str]]:
    """While it lasts, the so-maniest step of writing a file fails; the steps that were taken."""
    taken: list[str] = []

    def step(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **kwargs: Any) -> Any:
            taken.append(name)
            if len(taken) == number:
                raise OSError(error, os.strerror(error))
            return do(*args, **kwargs)

        return stepped

    class Opened:
        """A file whose writing may fail."""

        def __init__(self, file: Any) -> None:
            self._file = file
            self.write = step("write", file.write)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

    opened = Path.open

    def opening(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if mode != "xb":  # files are written in this mode only
            return opened(path, mode, *args, **kwargs)
        return Opened(step("open", opened)(path, mode, *args, **kwargs))

    with ExitStack() as stack:
        change = stack.enter_context
        change(patch.object(Path, "open", opening))
        change(patch.object(os, "fsync", step("fsync", os.fsync)))
        change(patch.object(Path, "replace", step("rename", Path.replace)))
        change(patch.object(Path, "unlink", step("unlink", Path.unlink)))
        yield taken


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_whichever_step_fails_the_next_build_repairs(
    project: Path, shipped: Path, error: int
) -> None:
    names = ({"a": "Anna", "b": "Ben"}, {"b": "Bea", "c": "Cai"})
    clean = []
    for some in names:
        write_project(project, {"data/partners.yaml": partners(some)})
        clean.append(clean_build(project, shipped))
    write_project(project, {"data/partners.yaml": partners(names[0])})
    with cheap(shipped):
        build(project)
    for number in range(1, 400):
        write_project(project, {"data/partners.yaml": partners(names[number % 2])})
        with cheap(shipped), failing(number, error) as taken:
            result = build(project, Options(force=True))
        assert result.ok or {p.code for p in result.problems} >= {"cannot-write"}
        for path, data in files_of(project / "build").items():
            known = {files.get(path) for files in clean}
            assert PART in path or path in ("manifest.json", "index.html") or data in known
        with cheap(shipped):
            assert build(project).ok
        assert files_of(project / "build") == clean[number % 2]
        if len(taken) < number:
            break
    else:
        pytest.fail("some step fails for ever")
    assert number > 20


def test_a_folder_that_cannot_be_made_is_told(project: Path, shipped: Path) -> None:
    (project / "build").write_text("in the way")
    with cheap(shipped):
        result = build(project)
    assert {found.code for found in result.problems} == {"cannot-write"}
    assert (project / "build").read_text() == "in the way"


def test_what_a_killed_build_left_is_swept(project: Path, shipped: Path) -> None:
    old = project / ".reportgen" / "cache" / f".old{PART}"
    young = project / ".reportgen" / "cache" / f".young{PART}"
    here = project / "build" / "en" / f".x.pdf.abc{PART}"
    for path in (old, young, here):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    with cheap(shipped):
        build(project)
    assert [path.exists() for path in (old, young, here)] == [False, True, False]


def test_only_files_of_our_own_are_removed(project: Path, shipped: Path) -> None:
    with cheap(shipped):
        build(project)
    built = project / "build" / "en" / "sheet"
    (built / "mine.pdf").write_bytes(b"mine")
    (built / "b.pdf").write_bytes(b"changed")
    write_project(project, {"data/partners.yaml": partners({"a": "Anna"})})
    with cheap(shipped):
        result = build(project)
    assert sorted(p.name for p in built.iterdir()) == ["a.html", "a.pdf", "b.pdf", "mine.pdf"]
    assert "changed-by-hand" in {found.code for found in result.problems}
    assert sorted(result.removed) == [
        *("en/sheet/b.html", "en/sheet/c.html", "en/sheet/c.pdf"),
        *("pictures/en/sheet/b.png", "pictures/en/sheet/c.png"),
    ]


def test_a_build_of_a_part_removes_nothing(project: Path, shipped: Path) -> None:
    with cheap(shipped):
        build(project)
        write_project(project, {"data/partners.yaml": partners({"a": "Anna"})})
        assert build(project, Options(Wanted(languages=("en",)))).removed == ()
        assert len(build(project).removed) == 6


def test_the_files_of_a_killed_build_are_known_to_clean(project: Path, shipped: Path) -> None:
    def stop() -> None:
        if (project / "build" / "en" / "sheet" / "b.pdf").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), cheap(shipped, layout=cheap_layout([], stop)):
        build(project)
    assert not (project / "build" / "manifest.json").exists()
    assert clean_folder(project, project / "build", dry_run=False) == (
        [
            *("en/sheet/a.html", "en/sheet/a.pdf", "en/sheet/b.html", "en/sheet/b.pdf"),
            *("pictures/en/sheet/a.png", "pictures/en/sheet/b.png"),
        ],
        [],
    )
    assert files_of(project / "build") == {}


PROGRAM = [sys.executable, "-m", "tests.workshop"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}"}


def test_of_two_builds_at_once_one_waits(project: Path, shipped: Path) -> None:
    first, second = (
        subprocess.Popen(
            [*PROGRAM, project, shipped, "0.3"], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE
        )
        for _ in range(2)
    )
    errors = [process.communicate(timeout=300)[1] for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], errors
    assert files_of(project / "build") == clean_build(project, shipped)


def test_without_waiting_the_second_says_so(project: Path, shipped: Path) -> None:
    with cheap(shipped):
        told: list[str] = []

        def second() -> None:
            if not told:
                result = build(project, Options(wait=False))
                told.extend(found.code for found in result.problems)

        with cheap(shipped, layout=cheap_layout([], second)):
            assert build(project).ok
    assert told == ["build-running"]
