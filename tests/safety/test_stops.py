"""The command as people run it, stopped at any moment: nothing half, nothing left, mended next time."""

from __future__ import annotations

import functools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from reportgen.building.writing import PART
from tests.running import SRC, of_session, reportgen, start, until, write_project
from tests.workshop import files_of

ROOT = Path(__file__).parents[2]
KILLS = 10
BRIEFS = 24
TEMPLATE = """<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>
<h1>{{ record.name }}</h1>
{% for n in range(60) %}<p>{{ record.name }} says {{ n }}.</p>{% endfor %}
</main></body></html>
"""
FILES = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": TEMPLATE,
    "templates/sheet.yaml": "title: A sheet\n",
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def partners(*names: str) -> str:
    return "".join(f"- {{id: p{n}, name: {name}}}\n" for n, name in enumerate(names))


def is_over(session: int) -> bool:
    return not of_session(session)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    data = partners(*["Anna"] * BRIEFS)
    return write_project(tmp_path / "project", {**FILES, "data/partners.yaml": data})


@pytest.fixture
def running(project: Path) -> Iterator[subprocess.Popen[str]]:
    """A build in the middle of its work, which hears SIGHUP also where the tests do not (nohup)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        process = start(project, "build", "-j", "2")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert until(lambda: len(list((project / "build").rglob("*.pdf"))) > 0)
    assert len(of_session(process.pid)) == 3
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("number", "code", "case"),
    [
        (signal.SIGINT, 130, "b-sigint"),
        (signal.SIGTERM, 143, "b-sigint:term"),
        (signal.SIGHUP, 129, "b-sigint:hup"),
        (signal.SIGKILL, -9, "b-sigint:kill"),
    ],
)
def test_a_stop_is_quick_and_leaves_nothing(
    running: subprocess.Popen[str], project: Path, number: signal.Signals, code: int, case: str
) -> None:
    running.send_signal(number)
    _, said = running.communicate(timeout=300)
    assert len(list((project / "build").rglob("*.pdf"))) < BRIEFS, "it was stopped, not awaited"
    assert running.returncode == code, said
    assert until(functools.partial(is_over, running.pid))
    assert "Traceback" not in said
    assert not list((project / ".reportgen").glob("work-*")) or number == signal.SIGKILL
    for path in (project / "build").rglob("*"):
        if path.suffix == ".pdf":
            pikepdf.open(path).close()
        assert PART not in path.name or number == signal.SIGKILL


def test_two_stops_at_once_are_one(running: subprocess.Popen[str]) -> None:
    for _ in range(5):
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=300)
    assert running.returncode in (130, 143), said
    assert until(functools.partial(is_over, running.pid))


def test_who_waits_for_the_lock_can_be_stopped(project: Path) -> None:
    first = start(project, "build", "-j", "2")
    assert until(lambda: bool(list((project / ".reportgen").glob("work-*"))))
    first.send_signal(signal.SIGSTOP)
    second = start(project, "build", "-j", "2")
    try:
        line = second.stderr.readline() if second.stderr else ""
        assert "another build" in line
        second.send_signal(signal.SIGINT)
        second.communicate(timeout=300)
        assert second.returncode == 130
        third = reportgen(project, "build", "--no-wait", code=1)
        assert "build-running" in third.stderr
    finally:
        first.send_signal(signal.SIGCONT)
        _, said = first.communicate(timeout=300)
    assert first.returncode == 0, said


@pytest.mark.slow
@pytest.mark.parametrize("case", ["b-kill9"])
def test_kills_at_any_moment_are_mended(project: Path, tmp_path: Path, case: str) -> None:
    dice = random.Random(20240424)
    begin = time.monotonic()
    reportgen(project, "build")
    span, killed = time.monotonic() - begin, 0
    for number in range(KILLS * 4):
        fresh = [f"{name} {number}" for name in ("Ben", "Cai")]  # most have to be built again
        names = [dice.choice(["Anna", *fresh]) for _ in range(BRIEFS - dice.choice([0, 1]))]
        write_project(project, {"data/partners.yaml": partners(*names)})
        begin = time.monotonic()
        process = start(project, "build", "-j", "2")
        try:  # before that quarter it only starts
            _, said = process.communicate(timeout=dice.uniform(span / 4, span))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=300)  # a worker that outlived it would hold the pipe
        else:  # it was quicker than any before: what follows is struck earlier
            assert process.returncode == 0, said
            span = min(span, time.monotonic() - begin)
        killed += process.returncode < 0
        assert until(functools.partial(is_over, process.pid))
        for path in (project / "build").rglob("*.pdf"):
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
            pikepdf.open(path).close()
        if killed == KILLS:
            break
    assert killed == KILLS
    reportgen(project, "build")
    found = files_of(project / "build")
    clean = write_project(
        tmp_path / "clean",
        {**FILES, "data/partners.yaml": (project / "data/partners.yaml").read_text("utf-8")},
    )
    reportgen(clean, "build")
    assert found == files_of(clean / "build")


@pytest.mark.parametrize("case", ["b-two-builds"])
def test_two_builds_at_once_give_what_one_gives(project: Path, tmp_path: Path, case: str) -> None:
    both = [start(project, "build", "-j", "2"), start(project, "build", "-j", "2")]
    said = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert any("another build" in text for text in said)
    found = files_of(project / "build")
    clean = write_project(
        tmp_path / "clean", {**FILES, "data/partners.yaml": partners(*["Anna"] * BRIEFS)}
    )
    reportgen(clean, "build")
    assert found == files_of(clean / "build")


@pytest.mark.parametrize("case", ["b-many-fds"])
def test_few_open_files_are_enough(project: Path, case: str) -> None:
    resource = pytest.importorskip("resource")  # Windows has no such module
    write_project(project, {"data/partners.yaml": partners(*["Anna"] * 100)})
    ran = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", "-j", "40", "--format", "html"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert len(list((project / "build").glob("en/sheet/*.html"))) == 100
