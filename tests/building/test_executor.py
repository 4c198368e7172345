"""Workers: every job gives one result, whatever happens to the process that made it."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from reportgen.building import executor
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.model.project import Artifact, Job
from reportgen.wanted import Limits

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these renderers are not spawned")


def jobs(*names: str) -> list[Job]:
    return [Job(name, "en", ()) for name in names]


def ready(_: Path) -> None:
    """Nothing to prepare."""


def render(job: Job) -> Rendered:
    """The name of the job; what the name says happens first."""
    if job.report.startswith("segfault"):
        faulthandler.disable()  # pytest's would print the stack between the results
        os.kill(os.getpid(), signal.SIGSEGV)
    if job.report.startswith("exit"):
        os._exit(3)
    if job.report.startswith("sleep"):
        while True:
            time.sleep(0.1)
    if job.report.startswith("loop"):
        while True:
            pass
    if job.report.startswith("bug"):
        raise ZeroDivisionError
    return Rendered(job, (Artifact(job.report, job.report.encode()),))


def results(
    names: list[str], workers: int = 2, limits: Limits | None = None
) -> dict[str, tuple[str, ...]]:
    """Name of the job -> the codes of its problems; each job exactly once."""
    made = list(run_jobs(jobs(*names), render, ready, workers, limits))
    assert sorted(rendered.job.report for rendered in made) == sorted(names)
    assert all(bool(rendered.artifacts) != bool(rendered.problems) for rendered in made)
    return {rendered.job.report: tuple(p.code for p in rendered.problems) for rendered in made}


def test_nothing_to_do_starts_nothing() -> None:
    def never(_: Path) -> None:
        raise AssertionError

    assert list(run_jobs([], render, never, 4)) == []


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_is_done_once(workers: int) -> None:
    names = [f"job-{number}" for number in range(12)]
    assert results(names, workers) == dict.fromkeys(names, ())


@pytest.mark.parametrize("killer", ["segfault", "exit"])
@pytest.mark.parametrize("workers", [1, 3])
def test_a_dying_worker_costs_its_own_job_only(killer: str, workers: int) -> None:
    names = ["a", killer, "b", f"{killer}-2", "c", "d"]
    found = results(names, workers)
    assert {name: codes for name, codes in found.items() if codes} == {
        killer: ("worker-died",),
        f"{killer}-2": ("worker-died",),
    }


def test_a_job_whose_worker_died_once_is_tried_again(tmp_path: Path) -> None:
    def weak(job: Job) -> Rendered:
        tried = tmp_path / job.report
        if job.report == "unlucky" and not tried.exists():
            tried.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return render(job)

    made = list(run_jobs(jobs("a", "unlucky", "b"), weak, ready, 2))
    assert sorted(r.job.report for r in made if r.artifacts) == ["a", "b", "unlucky"]
    assert (tmp_path / "unlucky").exists()


def test_the_message_says_how_it_died() -> None:
    made = {r.job.report: r for r in run_jobs(jobs("segfault", "exit"), render, ready, 1)}
    assert (
        made["segfault"].problems[0].message == "the worker of segfault[en] died twice (signal 11)"
    )
    assert made["exit"].problems[0].message == "the worker of exit[en] died twice (exit code 3)"


def test_a_mistake_of_the_renderer_is_no_hang(capfd: pytest.CaptureFixture[str]) -> None:
    assert results(["a", "bug", "b"]) == {"a": (), "bug": ("worker-died",), "b": ()}
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "patience", "message"),
    [
        ("loop", 10_000, "loop[en] took more than 0.3 s of work and was stopped"),
        ("sleep", 5, "sleep[en] took more than 1.5 s and was stopped"),
    ],
)
def test_a_job_that_takes_too_long_is_stopped(
    name: str, patience: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "PATIENCE", patience)
    start = time.monotonic()
    stream = run_jobs(jobs("a", name, "b"), render, ready, 2, Limits(seconds=0.3))
    made = {rendered.job.report: rendered.problems for rendered in stream}
    assert (made["a"], made["b"]) == ((), ())
    assert [(p.code, p.message) for p in made[name]] == [("too-costly", message)]
    assert time.monotonic() - start < 60


def test_a_job_that_only_waits_for_its_turn_is_left_in_peace() -> None:
    def slow(job: Job) -> Rendered:
        time.sleep(1)
        return render(job)

    made = list(run_jobs(jobs("a"), slow, ready, 1, Limits(seconds=0.3)))
    assert [rendered.problems for rendered in made] == [()]


def test_a_job_that_takes_too_much_memory_is_stopped() -> None:
    def eat(job: Job) -> Rendered:
        if job.report == "hungry":
            held = bytearray(os.urandom(1)) * (400 * 1024**2)
            time.sleep(20)
            del held
        return render(job)

    limits = Limits(seconds=30, memory=300 * 1024**2)
    made = {r.job.report: r.problems for r in run_jobs(jobs("a", "hungry"), eat, ready, 2, limits)}
    assert made["a"] == ()
    assert [found.code for found in made["hungry"]] == ["too-costly"]


def test_every_worker_prepares_once_in_a_folder_of_its_own(tmp_path: Path) -> None:
    def prepare(folder: Path) -> None:
        (tmp_path / str(os.getpid())).write_text(str(folder), "utf-8")

    def told(job: Job) -> Rendered:
        folder = Path((tmp_path / str(os.getpid())).read_text("utf-8"))
        assert folder.is_dir()
        return Rendered(job, (Artifact(str(folder), b""),))

    made = list(run_jobs(jobs(*"abcdefgh"), told, prepare, 2))
    folders = {rendered.artifacts[0].path for rendered in made}
    assert 1 <= len(folders) <= 2
    assert len(list(tmp_path.iterdir())) <= 2
    assert not any(Path(folder).exists() for folder in folders), "temporary folders were left"


def test_no_worker_is_left_when_the_caller_stops_listening() -> None:
    found: list[int] = []

    def whoami(job: Job) -> Rendered:
        return Rendered(job, (Artifact(str(os.getpid()), b""),))

    stream = run_jobs(jobs(*"abcdef"), whoami, ready, 2)
    found.append(int(next(stream).artifacts[0].path))
    del stream  # a generator that nobody holds any more is closed
    gc.collect()
    assert not any(_lives(pid) for pid in found)


def test_the_parent_has_one_thread_when_it_forks() -> None:
    threads: list[int] = []

    def count(job: Job) -> Rendered:
        return Rendered(job, (Artifact(str(threading.active_count()), b""),))

    before = threading.active_count()
    for rendered in run_jobs(jobs("a", "b", "c"), count, ready, 2):
        threads.append(threading.active_count())
        assert rendered.artifacts[0].path == "1"
    assert set(threads) == {before}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
