"""Full builds: reportgen against a loop, a pool, the command and Typst."""

from __future__ import annotations

from pathlib import Path

from benchmarks.ground import WORKERS, Ground, build, fresh, module
from benchmarks.outcome import COUNT, Goal, Line, Outcome, over
from benchmarks.sameness import same
from benchmarks.turns import Contestant, Living, run, take_turns

LOOP, POOL, COMMAND = Goal("≥", 2.1, 2.8), Goal("≥", 1.15, 1.5), Goal("≥", 2.9, 3.8)
OURS, WARM, BOTH = "reportgen", "Typst, warm", "reportgen, warm"


def full(ground: Ground, rounds: int) -> Outcome:
    """The generated portfolio, from nothing, against everybody."""
    found = ground.hundred
    forget, waiting = fresh(found.project), module("waiting", str(found.project), WORKERS)
    seconds = take_turns(
        [
            Contestant(OURS, build(found.project, "-j", WORKERS), forget),
            *(found.contestant(name) for name in ("loop", "pool", "command", "typst")),
            Living(WARM, found.command("typst", "--wait")),
            Living(BOTH, waiting, before=forget),
        ],
        rounds,
    )
    made = found.pdfs
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        *_ratios(seconds),
        over(f"{OURS} / {WARM}", seconds[OURS], seconds[WARM], Goal("≤", 8, 5)),
        over(f"{BOTH} / {WARM}", seconds[BOTH], seconds[WARM], Goal("≤", 8, 5)),
        _alike("as the loop's", made, found.made("loop")),
        _alike("as Typst's", made, found.made("typst")),
    ]
    note = (
        f"reportgen starts from the YAML of {len(made)} partners: it reads and checks it, writes "
        "the pages and lays them out; its process start is in its time. The loop, the pool and the "
        "command get these pages ready; Typst gets the facts as JSON. Typst, warm: two processes "
        "that have loaded the fonts and have compiled a page wait to be told; reportgen, warm: so "
        "does a process that has loaded its libraries, and starts from the YAML all the same."
    )
    return Outcome("full", f"a full build of {len(made)} briefs, 2 cores", rounds, lines, note)


def sample(ground: Ground, rounds: int) -> Outcome:
    """The project's own briefs, from nothing."""
    found = ground.sample
    every = build(found.project, "-j", WORKERS, *ground.sample_options)
    pdfs = [*every, "--format", "pdf"]
    forget = fresh(found.project)

    def drawn() -> None:
        forget()
        run([*every, "--format", "html"])

    known = "reportgen, charts drawn before"
    seconds = take_turns(
        [
            Contestant(known, pdfs, drawn),
            Contestant(OURS, pdfs, forget),
            *(found.contestant(name) for name in ("loop", "pool", "command")),
        ],
        rounds,
    )
    made = found.pdfs
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        *_ratios(seconds),
        *(
            over(f"{name} / {known}", seconds[name], seconds[known], None)
            for name in ("loop", "pool", "command")
        ),
        _alike("as the loop's", made, found.made("loop")),
    ]
    note = (
        "The sample of this repository, English and Vietnamese, PDFs only. The other contestants "
        "get pages with their charts in them, reportgen draws them; in the second row it had."
    )
    return Outcome("sample", f"a full build of our own {len(made)} briefs", rounds, lines, note)


def _ratios(seconds: dict[str, list[float]]) -> list[Line]:
    goals = {"loop": LOOP, "pool": POOL, "command": COMMAND}
    return [
        over(f"{name} / {OURS}", seconds[name], seconds[OURS], goal) for name, goal in goals.items()
    ]


def _alike(whose: str, made: list[Path], theirs: Path) -> Line:
    """How many PDFs say, word for word and page for page, what the other contestant's say."""
    others = sorted(theirs.glob("*.pdf"))
    equal = sum(same(ours, other) for ours, other in zip(made, others, strict=True))
    name = f"briefs with the same words and pages {whose}"
    return Line(name, [equal], COUNT, Goal("=", len(made)))
