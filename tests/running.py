"""Projects written into a folder, the command line run on them in a process of its own, and waits.

Why a process: workers cannot be forked where another test has drawn a chart.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reportgen.cli import main
from reportgen.loopback import Loopback

HERE = frozenset({"check", "init", "new", "templates"})
"""Commands that start no worker: they need no process of their own, which takes half a second."""

SRC = Path(__file__).parents[1] / "src"


def write_project(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files in it, by path; what stood there stays."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return folder


def reportgen(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """What `reportgen ARGUMENTS` gives in a folder; it must end with this exit code."""
    ran = _ran(folder, arguments)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran


def reportgen_says(folder: Path, arguments: Sequence[str]) -> list[str]:
    """The lines of what `reportgen ARGUMENTS` says in a folder, problems too."""
    if arguments[0] in HERE:
        code, said = _ran_here(folder, arguments)
    else:
        ran = _ran(folder, arguments)
        code, said = ran.returncode, ran.stdout + ran.stderr
    assert code in (0, 1), said
    return [line.rstrip() for line in said.splitlines()]


def _ran_here(folder: Path, arguments: Sequence[str]) -> tuple[int, str]:
    said = io.StringIO()
    with chdir(folder), redirect_stdout(said), redirect_stderr(said):
        try:
            main(list(arguments))
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def _ran(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """`reportgen ARGUMENTS` while it runs in a folder, as a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@contextmanager
def answering(server: Loopback) -> Iterator[None]:
    """While it lasts, the server answers in a thread of this process."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_unreadable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """While the test runs the system refuses files of this name, also to root."""
    known = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return known(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refuse)


def until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether it comes true in that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def runs(pid: int) -> bool:
    """Whether there is such a process, and not only what its parent has not asked for yet."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


PARENT, SESSION = 1, 3
"""Which field of `/proc/PID/stat` says of whom a process is (proc_pid_stat(5)), from its state on."""


def processes(field: int, number: int) -> list[int]:
    """The processes that run and have this number in this field."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[field]) == number and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def of_session(session: int) -> list[int]:
    """The processes of a session that still run: the command and all that it started."""
    return processes(SESSION, session)
