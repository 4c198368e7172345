"""Deaths in numbers, and whole builds that are stopped: nothing outlives a build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.writing import PART
from reportgen.model.project import Artifact, Job
from tests.running import PARENT, SRC, processes, reportgen, runs, until, write_project
from tests.workshop import SHEETS, write_shipped

ROOT = Path(__file__).parents[2]
SMALLEST = Path(__file__).parents[1] / "projects" / "smallest"


def kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def jobs_of(names: Sequence[str]) -> list[Job]:
    return [Job("brief", "en", (), "partners", name) for name in names]


def acting(actions: dict[str, Callable[[], Any]]) -> Any:
    """Renders a job after doing what its record says."""

    def render(job: Job) -> Rendered:
        name = str(job.record)
        if name in actions:
            actions[name]()
        return Rendered(job, (Artifact(f"{name}.html", name.encode()),))

    return render


def run(
    folder: Path,
    names: Sequence[str],
    render: Any,
    *,
    workers: int = 2,
) -> dict[str, str]:
    """Record -> `ok`, or the code of what went wrong; each job gives one result."""
    found: dict[str, str] = {}
    for rendered in run_jobs(
        jobs_of(names), render, lambda _: None, workers, folder=folder / "work"
    ):
        name = str(rendered.job.record)
        assert name not in found
        found[name] = rendered.problems[0].code if rendered.problems else "ok"
    assert list(found) != []
    assert not (folder / "work").exists()
    return found


def test_the_second_try_is_alone(tmp_path: Path) -> None:
    """What a death drags along is tried again, one at a time."""
    running = tmp_path / "running"
    running.mkdir()

    def crowd() -> None:
        mine = running / str(os.getpid())
        mine.touch()
        time.sleep(0.3)
        together = len(list(running.iterdir())) > 1
        mine.unlink(missing_ok=True)
        if together:  # as where memory is enough for one and not for two
            for other in running.iterdir():
                other.unlink(missing_ok=True)
            kill_me()

    found = run(tmp_path, list("abcd"), acting(dict.fromkeys("abcd", crowd)), workers=4)
    assert found == dict.fromkeys("abcd", "ok")


def test_all_workers_may_die_at_once_and_again(tmp_path: Path) -> None:
    names = [f"j{number}" for number in range(12)]
    killers = names[:4]
    found = run(tmp_path, names, acting(dict.fromkeys(killers, kill_me)), workers=4)
    assert [name for name in names if found[name] == "worker-died"] == killers
    assert [name for name in names if found[name] == "ok"] == names[4:]


@pytest.mark.parametrize("number", [1, 7, 40])
def test_so_many_killers_so_many_failures(tmp_path: Path, number: int) -> None:
    names = [f"j{n}" for n in range(40)]
    killers = dict.fromkeys(names[::-1][:number], kill_me)
    found = run(tmp_path, names, acting(killers))
    assert {name for name in names if found[name] != "ok"} == set(killers)


# Whole builds, in processes of their own

FILES = {
    **SHEETS,
    "data/partners.yaml": "".join(f"- {{id: p{n}, name: Partner {n}}}\n" for n in range(40)),
}


@pytest.fixture
def building(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path, list[int]]]:
    """A build with two workers in the middle of its work."""
    project = write_project(tmp_path / "project", FILES)
    shipped = write_shipped(tmp_path / "shipped")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workshop", project, shipped, "60"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    built = project / "build" / "en" / "sheet"
    assert until(lambda: built.is_dir() and len(list(built.glob("*.pdf"))) > 2)
    workers = processes(PARENT, process.pid)
    assert len(workers) == 2
    yield process, project, workers
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stop_leaves_no_orphan_and_no_half_file(
    building: tuple[subprocess.Popen[bytes], Path, list[int]], number: signal.Signals
) -> None:
    process, project, workers = building
    if number == signal.SIGINT:  # Ctrl-C reaches the whole group
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    process.wait(timeout=50)  # the jobs at work would take a minute
    assert until(lambda: not any(runs(pid) for pid in workers))
    left = [path for path in (project / "build").rglob("*") if path.is_file()]
    whole = {".pdf", ".html", ".png"}
    if number == signal.SIGKILL:
        whole.add(PART)  # the next build sweeps it
    assert {path.suffix for path in left} <= whole
    for path in left:
        if path.suffix == ".pdf":
            assert path.read_bytes().endswith(b"</html>")
        if path.suffix == ".png":
            assert path.read_bytes().endswith(b"IEND\xaeB`\x82")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_parent_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    program = (
        "import os\n"
        "from reportgen.building import executor\n"
        "from reportgen import api\n"
        "fork = os.fork\n"
        "def counted():\n"
        "    print(len(os.listdir('/proc/self/task')))\n"
        "    return fork()\n"
        "os.fork = counted\n"
        "assert api.build(formats=['html', 'pdf']).ok\n"
    )
    write_project(tmp_path, {p.name: p.read_text("utf-8") for p in SMALLEST.glob("*.yaml")})
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert ran.stdout.split()[0] == "1"


SPAWN = """
from reportgen.building import executor
from reportgen.cli import main

if __name__ == "__main__":
    executor._method = lambda: "spawn"
    main(["build", "--format", "html", "-j", "2"])
"""


def test_workers_that_are_spawned_make_the_same_bytes(tmp_path: Path) -> None:
    texts = {p.name: p.read_text("utf-8") for p in SMALLEST.glob("*.yaml")}
    forked = write_project(tmp_path / "forked", texts)
    spawned = write_project(tmp_path / "spawned", {**texts, "go.py": SPAWN})
    reportgen(forked, "build", "--format", "html")
    ran = subprocess.run(
        [sys.executable, "go.py"],
        cwd=spawned,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    ours = {p.name: p.read_bytes() for p in (forked / "build").rglob("*.*") if p.is_file()}
    assert ours == {p.name: p.read_bytes() for p in (spawned / "build").rglob("*.*") if p.is_file()}
    assert any(name.endswith(".html") for name in ours)


def test_limits_are_options(tmp_path: Path) -> None:
    texts = {p.name: p.read_text("utf-8") for p in SMALLEST.glob("*.yaml")}
    ran = reportgen(
        write_project(tmp_path, texts), "build", "--format", "html", "--memory", "1M", code=1
    )
    assert "error[too-costly]" in ran.stderr
