"""Time and memory of a command with all the processes that it starts. Linux: it reads /proc."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.turns import ROOT

PROC = Path("/proc")
PAUSE_S = 0.1
"""How often memory is looked at. A look costs about a millisecond a process."""


def watched(command: Sequence[str]) -> tuple[float, int]:
    """Seconds, and the largest sum of PSS over the whole tree that was seen, in bytes.

    PSS (proportional set size) shares a page that several processes have between them: forked
    workers share most of theirs, and the sum of resident sizes would count it once for each.

    Raises:
        RuntimeError: the command failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(PAUSE_S):
            peak[0] = max(peak[0], sum(proportional(one) for one in tree(process.pid)))

    watcher = threading.Thread(target=look)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return seconds, peak[0]


def tree(root: int) -> Iterator[int]:
    """A process and all below it, by id."""
    yield root
    try:
        tasks = [entry / "children" for entry in (PROC / str(root) / "task").iterdir()]
        found = [pid for task in tasks for pid in task.read_text(encoding="ascii").split()]
    except OSError:  # it has just ended
        return
    for pid in found:
        yield from tree(int(pid))


def proportional(pid: int) -> int:
    """PSS of a process in bytes; 0 where it has ended."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def resident() -> int:
    """Resident memory of this process in bytes."""
    pages = (PROC / "self" / "statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
