"""Workers: every job gives one result, whatever happens to the process that made it."""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from reportgen.building import costs, executor, settling, working
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.model.project import Artifact, Job
from reportgen.wanted import Limits
from tests.running import runs, until

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
    if job.report.startswith("stop"):
        os.kill(os.getpid(), signal.SIGSTOP)
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


def test_a_worker_has_its_next_job_before_its_answer_is_dealt_with(tmp_path: Path) -> None:
    """It would stand still while the files of the last one are written."""

    def noting(job: Job) -> Rendered:
        (tmp_path / job.report).touch()
        return render(job)

    made = run_jobs(jobs("one", "two", "three"), noting, ready, 1)
    assert next(made).job.report == "one"
    assert until((tmp_path / "two").exists)
    assert not (tmp_path / "three").exists()
    assert [rendered.job.report for rendered in made] == ["two", "three"]


def test_garbage_is_collected_between_jobs_only() -> None:
    def judging(job: Job) -> Rendered:
        ring: list[Any] = []
        ring.append(ring)
        return Rendered(job, (Artifact(f"{gc.isenabled()} {gc.get_count()[0] > 500}", b"x"),))

    made = list(run_jobs(jobs("one", "two"), judging, ready, 1))
    assert [rendered.artifacts[0].path for rendered in made][1] == "False False"


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


def test_a_mistake_of_the_renderer_is_told_as_ours(capfd: pytest.CaptureFixture[str]) -> None:
    assert results(["a", "bug", "b"]) == {"a": (), "bug": ("internal-error",), "b": ()}
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"), [(MemoryError, "too-costly"), (RecursionError, "too-deep")]
)
def test_an_error_of_the_machine_is_no_mistake_of_ours(error: type[Exception], code: str) -> None:
    def fail(job: Job) -> Rendered:
        if job.report == "big":
            raise error
        return render(job)

    made = {r.job.report: r.problems for r in run_jobs(jobs("a", "big", "b"), fail, ready, 1)}
    assert [found.code for found in made["big"]] == [code]
    assert (made["a"], made["b"]) == ((), ())


@pytest.mark.parametrize(
    ("name", "states", "message"),
    [
        ("loop", "STtZ", "loop[en] took more than 0.3 s of work and was stopped"),
        ("sleep", "STtZ", "sleep[en] stood still for more than 0.3 s and was stopped"),
        ("stop", "STtZ", "stop[en] stood still for more than 0.3 s and was stopped"),
        # As where the system does not tell what a process does: there is the clock.
        ("sleep", "", "sleep[en] took more than 1.5 s and was stopped"),
    ],
)
def test_a_job_that_takes_too_long_is_stopped(
    name: str, states: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "PATIENCE", 5 if not states else 10_000)
    monkeypatch.setattr(costs, "_STILL", frozenset(states))
    stream = run_jobs(jobs("a", name, "b"), render, ready, 2, Limits(seconds=0.3))
    made = {rendered.job.report: rendered.problems for rendered in stream}
    assert (made["a"], made["b"]) == ((), ())
    assert [(p.code, p.message) for p in made[name]] == [("too-costly", message)]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cannot crowd a processor")
def test_a_job_that_only_waits_for_its_turn_is_left_in_peace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six busy programs share its processor: what it may work lasts seven times as long."""
    monkeypatch.setattr(executor, "PATIENCE", 1000)
    one = next(iter(os.sched_getaffinity(0)))
    end = tmp_path / "end"
    limits = Limits(seconds=1)

    def busy() -> int:
        pid = os.fork()
        if pid:
            return pid
        os.sched_setaffinity(0, {one})
        (tmp_path / f"{os.getpid()}.busy").touch()
        limit = time.monotonic() + 60
        while not end.exists() and time.monotonic() < limit:
            sum(range(10_000))
        os._exit(0)

    def crowded(job: Job) -> Rendered:
        os.sched_setaffinity(0, {one})
        clock = time.monotonic()
        while time.monotonic() - clock < 1.5 * limits.seconds:
            pass
        return Rendered(job, (Artifact("x", b""),))

    others = [busy() for _ in range(6)]
    try:
        assert until(lambda: len(list(tmp_path.glob("*.busy"))) == len(others))
        (made,) = run_jobs(jobs("a"), crowded, ready, 1, limits)
    finally:
        end.touch()
        for pid in others:
            os.waitpid(pid, 0)
    assert made.problems == ()


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


def test_what_a_job_left_in_memory_is_not_charged_to_the_next() -> None:
    held: list[bytearray] = []

    def keep(job: Job) -> Rendered:
        if not job.report.startswith("small"):
            held.append(bytearray(b"1") * (200 * 1024**2))
        return Rendered(job, (Artifact(str(os.getpid()), b""),))

    limits = Limits(memory=600 * 1024**2)
    made = list(run_jobs(jobs("big", "big-2", "big-3", "big-4"), keep, ready, 1, limits))
    assert [rendered.problems for rendered in made] == [()] * 4
    assert len({rendered.artifacts[0].path for rendered in made}) == 4
    small = list(run_jobs(jobs("small", "small-2"), keep, ready, 1, limits))
    assert len({rendered.artifacts[0].path for rendered in small}) == 1


def test_what_a_worker_was_forked_with_is_not_what_a_job_left() -> None:
    """A large project must not cost a new worker for every brief: a new one is as large."""

    def whoami(job: Job) -> Rendered:
        return Rendered(job, (Artifact(str(os.getpid()), b""),))

    held = bytearray(b"1") * (200 * 1024**2)
    # By the time this test runs its process may hold 500 MB of other tests.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 + 200 * 1024**2
    made = list(run_jobs(jobs("a", "b", "c"), whoami, ready, 1, Limits(memory=memory)))
    del held
    assert [rendered.problems for rendered in made] == [()] * 3
    assert len({rendered.artifacts[0].path for rendered in made}) == 1


def test_an_answer_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = working._send

    def half(pipe: Any, answer: Any, limits: Limits) -> None:
        if answer.rendered.job.report == "half":
            pipe.send_bytes(b"half")
            os.kill(os.getpid(), signal.SIGSTOP)
        whole(pipe, answer, limits)

    monkeypatch.setattr(working, "_send", half)
    made = list(run_jobs(jobs("half", "a", "b"), render, ready, 1, Limits(seconds=0.4)))
    found = {r.job.report: tuple(p.code for p in r.problems) for r in made}
    assert found == {"half": ("too-costly",), "a": (), "b": ()}


@pytest.mark.parametrize("honest", [True, False])
def test_an_answer_may_not_be_as_large_as_it_likes(
    monkeypatch: pytest.MonkeyPatch, *, honest: bool
) -> None:
    def fill(job: Job) -> Rendered:
        size = 110 if job.report == "large" else 90
        return Rendered(job, (Artifact("x", bytes(size * 1024**2)),))

    if not honest:  # as a worker that is in the hands of somebody else
        monkeypatch.setattr(working, "largest_answer", lambda _: 10**12)
    stream = run_jobs(jobs("large", "a"), fill, ready, 1, Limits(memory=800 * 1024**2))
    made = {r.job.report: tuple(p.code for p in r.problems) for r in stream}
    assert made == {"large": ("too-costly",), "a": ()}


def test_what_a_worker_has_started_ends_with_it(tmp_path: Path) -> None:
    def fork(job: Job) -> Rendered:
        if job.report.startswith("fork"):
            if os.fork() == 0:  # it holds the pipe open
                (tmp_path / f"{job.report}.{os.getpid()}").touch()
                time.sleep(60)
                (tmp_path / "overslept").touch()
                os._exit(0)
            while not list(tmp_path.glob(f"{job.report}.*")):
                time.sleep(0.01)
            os._exit(3)
        return render(job)

    made = {r.job.report: r.problems for r in run_jobs(jobs("fork", "a"), fork, ready, 2)}
    assert ([p.code for p in made["fork"]], made["a"]) == (["worker-died"], ())
    assert not (tmp_path / "overslept").exists()  # nobody has waited for it
    started = [int(path.suffix[1:]) for path in tmp_path.iterdir()]
    assert len(started) == 2
    # They have been killed; on a busy machine it takes their next turn until they are gone.
    assert until(lambda: not any(runs(pid) for pid in started), 10)


def test_a_worker_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(job: Job) -> Rendered:
        seen = Path("/proc/self/environ")
        block = seen.read_bytes() if seen.exists() else b""
        text = repr((dict(os.environ), os.getenv("CI_JOB_TOKEN")))
        return Rendered(job, (Artifact("x", text.encode() + block),))

    monkeypatch.setenv("CI_JOB_TOKEN", "s3cr3t")
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    (made,) = run_jobs(jobs("a"), tell, ready, 1)
    assert b"s3cr3t" not in made.artifacts[0].data
    assert b"vi_VN.UTF-8" in made.artifacts[0].data
    for name, value in os.environ.items():  # also those that this program was started with
        if name not in {*settling.ENVIRONMENT, "TMPDIR", "HOME"} and len(value) > 5:
            assert f"{name}={value}".encode() not in made.artifacts[0].data
    assert os.environ["CI_JOB_TOKEN"] == "s3cr3t"


def test_few_open_files_mean_few_workers() -> None:
    resource = pytest.importorskip("resource")  # Windows has no such module
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened = len([*Path("/proc/self/fd").iterdir()]) if sys.platform == "linux" else 20
    names = [f"job-{number}" for number in range(60)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened + 12, before[1]))
    try:
        found = results(names, workers=40)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert found == dict.fromkeys(names, ())


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
