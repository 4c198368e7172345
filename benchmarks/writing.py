"""HTML: how many briefs a second one core writes."""

from __future__ import annotations

import json

from benchmarks.ground import Ground, module
from benchmarks.outcome import Goal, Line, Outcome
from benchmarks.turns import progress, run

UNIT = "briefs/s"
GOALS = {
    "templates": ("the templates alone", Goal("≥", 200)),
    "first": ("with a chart each and all checks, first sight", Goal("≥", 15)),
    "known": ("with a chart each and all checks, charts known", Goal("≥", 100)),
}


def html(ground: Ground, rounds: int) -> Outcome:
    """Briefs a second in one process, warm."""
    plain, charted = ground.html(charts=False), ground.html(charts=True)
    found: dict[str, list[float]] = {name: [] for name in GOALS}
    first: dict[str, list[float]] = {name: [] for name in GOALS}
    for number in range(rounds):
        for arguments in ([str(plain)], [str(charted), "--charts"]):
            for name, (rate, ms) in json.loads(run(module("rates", *arguments))).items():
                found[name].append(rate)
                first[name].append(ms)
                progress(f"round {number + 1} of {rounds}: {name} {rate:.0f} {UNIT}")
    lines = [Line(words, found[name], UNIT, goal) for name, (words, goal) in GOALS.items()]
    lines += [Line(f"{GOALS[name][0]}: the first brief", first[name], "ms") for name in GOALS]
    note = (
        "The generated portfolio as HTML, in one process that has read the project; writing the "
        "files is left out. The first brief, which waits for the templates to be compiled and for "
        "what draws charts to start, is not in the rates and stands below them."
    )
    return Outcome("html", f"{ground.sizes.partners} briefs as HTML, one core", rounds, lines, note)
