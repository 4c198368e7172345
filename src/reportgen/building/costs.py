"""What a process costs while it has a job: work, standing still, memory; read from /proc.

Where there is no /proc nothing is known of a process but the clock: see `PATIENCE` in `executor`.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

LOOK_S = 0.2
"""How often a process is looked at."""

_LONGEST_S = 5 * LOOK_S
"""What may lie between two looks at most: more means that this process itself was held up (a
laptop that slept, Ctrl-Z, a slow disk), which is not the other's fault."""

_STILL = frozenset("STtZ")
"""States of proc(5) in which a process neither works nor waits for a processor or a disk."""


@dataclass(frozen=True)
class _Seen:
    """One look: seconds of work since the process began, bytes held, whether it stands still."""

    worked: float
    held: int
    still: bool


class Costs:
    """What a process, and others that work for it, have cost since `begin`.

    Attributes:
        worked: Seconds on a processor, all its threads together.
        still: Seconds in which no thread of them worked or waited for a processor or a disk: it
            slept, or was stopped. A brief has nothing to wait for, so this counts like work; on
            a busy machine a process that waits for its turn does not stand still.
        passed: Seconds by the clock.
        held: Bytes of memory that one of them holds now, the one that holds most: they share much,
            and a job may not fail for being done by two.
        peak: The most that it was seen to hold.
        inherited: Bytes that it held when it was looked at first: of a forked process, what it has
            from its parent.
    """

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self.held = self.peak = 0
        self.begin()
        self.inherited = self.held

    def begin(self) -> None:
        """Count from now."""
        self.worked = self.still = self.passed = 0.0
        self._last = time.monotonic()
        self._before = self._total = self._look().worked

    def look(self, *, always: bool = False) -> None:
        """Look at the processes; not if that was done a moment ago, unless `always`."""
        now = time.monotonic()
        if now - self._last < LOOK_S / 2 and not always:
            return
        step, self._last = min(now - self._last, _LONGEST_S), now
        seen = self._look()
        self.passed += step
        if seen.still and seen.worked <= self._total:
            self.still += step
        self._total = max(self._total, seen.worked)
        self.worked = self._total - self._before

    def _look(self) -> _Seen:
        seen = [found for found in map(_seen, self._pids) if found is not None]
        if not seen:
            return _Seen(0.0, 0, still=False)
        self.held = max(one.held for one in seen)
        self.peak = max(self.peak, self.held)
        worked = sum(one.worked for one in seen)
        return _Seen(worked, self.held, all(one.still for one in seen))


def _seen(pid: int) -> _Seen | None:
    """One process, looked at; None where there is none."""
    fields = _fields(Path(f"/proc/{pid}/stat"))
    if fields is None:
        return None
    held = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    worked = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return _Seen(worked, held, fields[0] in _STILL and _all_still(pid))


def data_size() -> int:
    """Bytes of this process that count for RLIMIT_DATA; a guess where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[5]
    except (OSError, IndexError):
        return 256 * 1024**2
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _all_still(pid: int) -> bool:
    """Whether every thread of a process stands still; False where that cannot be told."""
    with contextlib.suppress(OSError):
        threads = [_fields(task / "stat") for task in Path(f"/proc/{pid}/task").iterdir()]
        return all(fields is None or fields[0] in _STILL for fields in threads)
    return False


def _fields(path: Path) -> list[str] | None:
    """The fields of a `stat` file of proc(5) from the state on; None where there is none."""
    try:
        # The name of the program stands in brackets and may hold anything: count from its end.
        return path.read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
