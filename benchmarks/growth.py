"""What grows with the number of briefs, with the age of a worker, and with the rows of a table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence

from benchmarks.ground import WORKERS, Ground, build, fresh, last_run, module
from benchmarks.outcome import Goal, Line, Outcome, over
from benchmarks.tree import watched
from benchmarks.turns import progress, run

MEGABYTE = 1024**2
FLAT = Goal("≤", 1.2)


def growth(ground: Ground, rounds: int) -> Outcome:
    """Full builds of ever more briefs: seconds a brief, and memory of all processes."""
    sizes = ground.sizes.growth
    projects = {size: ground.grown(size) for size in sizes}
    times: dict[int, list[float]] = {size: [] for size in sizes}
    memory: dict[int, list[float]] = {size: [] for size in sizes}
    for number in range(rounds):
        for size, project in projects.items():
            fresh(project)()
            seconds, peak = watched(build(project, "-j", WORKERS))
            times[size].append(1000 * seconds / size)
            memory[size].append(peak / MEGABYTE)
            progress(f"round {number + 1} of {rounds}: {size} briefs {seconds:.1f} s")
    for project in projects.values():
        shutil.rmtree(project)
    lines = [
        *(Line(f"{size} briefs: time a brief", times[size], "ms") for size in sizes),
        *(Line(f"{size} briefs: peak memory", memory[size], "MB") for size in sizes),
        *_ratios("time a brief", times, sizes, FLAT),
        *_ratios("peak memory", memory, sizes, FLAT),
    ]
    note = (
        "Whole builds with two workers, process start included, which weighs most where the briefs "
        "are few. Memory: the largest sum of PSS over all processes of the build, looked at ten "
        "times a second."
    )
    what = f"full builds of {sizes[0]} to {sizes[-1]} briefs"
    return Outcome("growth", what, rounds, lines, note)


def aging(ground: Ground, rounds: int) -> Outcome:
    """One worker, early and late."""
    young, old = ground.sizes.ages
    project = ground.grown(old)
    command = module("aging", str(project), str(young), str(old))
    found = [[value / MEGABYTE for value in json.loads(run(command))] for _ in range(rounds)]
    early, late = ([row[at] for row in found] for at in (0, 1))
    lines = [
        Line(f"after {young} briefs", early, "MB"),
        Line(f"after {old} briefs", late, "MB"),
        over(f"after {old} / after {young}", late, early, Goal("≤", 1.25)),
    ]
    note = "Resident memory (RSS) of one process that does the jobs as a worker does them."
    return Outcome("aging", "memory of one worker", rounds, lines, note)


def rows(ground: Ground, rounds: int) -> Outcome:
    """One brief with an ever longer table: time a row."""
    sizes = ground.sizes.rows
    times: dict[int, list[float]] = {size: [] for size in sizes}
    memory: dict[int, list[float]] = {size: [] for size in sizes}
    projects = {size: ground.table(size) for size in sizes}
    least, most = sizes[0], sizes[-1]
    for number in range(rounds):
        for size, project in projects.items():
            fresh(project)()
            _, peak = watched(build(project, "--timeout", "900", "--memory", "8G"))
            (job,) = last_run(project)["jobs"]
            seconds = job["end"] - job["begin"]
            times[size].append(1000 * seconds / size)
            memory[size].append(peak / MEGABYTE)
            progress(f"round {number + 1} of {rounds}: {size} rows {seconds:.1f} s")
    lines = [
        *(Line(f"{size} rows: time a row", times[size], "ms") for size in sizes),
        *(Line(f"{size} rows: peak memory", memory[size], "MB") for size in sizes),
        over(f"time a row, {most} / {least}", times[most], times[least], Goal("≤", 1.3)),
        *(
            over(f"time a row, {most} / {size}", times[most], times[size], None)
            for size in sizes
            if size not in (least, most)
        ),
    ]
    note = (
        "The shipped agreements register of made-up agreements: page, layout and PDF, without the "
        "reading of the data. Memory as above."
    )
    return Outcome("rows", f"a table of {sizes[0]} to {sizes[-1]} rows", rounds, lines, note)


def _ratios(
    what: str, found: dict[int, list[float]], sizes: Sequence[int], goal: Goal
) -> list[Line]:
    """The largest over each of the others."""
    last = sizes[-1]
    return [over(f"{what}, {last} / {size}", found[last], found[size], goal) for size in sizes[:-1]]
