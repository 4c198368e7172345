"""What this process does itself is bounded too, and its alarms are put back as they were."""

from __future__ import annotations

import contextlib
import re
import signal
import threading
import time

import pytest

from reportgen.building.bounds import bounded
from reportgen.problems import ProblemsError
from reportgen.wanted import Limits

SHORT = Limits(seconds=0.04)

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")


def spin() -> None:
    end = time.process_time() + 20
    while time.process_time() < end:
        pass


def spin_deaf() -> None:
    for _ in range(5):
        with contextlib.suppress(Exception):
            spin()


def match() -> None:
    re.match("^(a+)+$", "a" * 40 + "b")


@pytest.mark.parametrize("work", [spin, spin_deaf, match])
def test_work_has_an_end(work: object) -> None:
    assert callable(work)
    with pytest.raises(ProblemsError) as caught, bounded("looking", SHORT):
        work()
    (found,) = caught.value.problems
    assert (found.code, found.message) == (
        "too-costly",
        "looking took more than 0.2 s of work and was stopped",
    )
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_memory_has_an_end() -> None:
    resource = pytest.importorskip("resource")  # Windows has no such module
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with (
        pytest.raises(ProblemsError, match=r"looking took more than 0\.25 GiB"),
        bounded("looking", Limits(memory=128 * 1024**2)),
    ):
        bytearray(2 * 1024**3)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    with bounded("looking", Limits(memory=128 * 1024**2)):
        bytearray(64 * 1024**2)


def test_problems_go_through() -> None:
    with pytest.raises(ZeroDivisionError), bounded("looking", SHORT):
        _ = 1 // 0


def test_who_uses_the_alarm_keeps_it() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGPROF, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_PROF, 0.05)
    try:
        with bounded("looking", Limits(seconds=0.001)):
            end = time.process_time() + 0.2
            while time.process_time() < end:
                pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert rung == [1]


def test_another_thread_may_read_a_project_too() -> None:
    done: list[int] = []

    def read() -> None:
        with bounded("looking", SHORT):
            done.append(1)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert done == [1]
