"""Builds after an edit, and after none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ground import (
    PYTHON,
    WORKERS,
    Edit,
    Ground,
    Portfolio,
    build,
    fresh,
    rendered,
    shared_template,
)
from benchmarks.outcome import COUNT, Goal, Line, Outcome, over
from benchmarks.turns import Contestant, Living, progress, run, take_turns

OURS, WARM = "reportgen", "Typst, warm"
IMPORTS = "import yaml, jinja2"
AHEAD = Goal("≥", 1)


def idle(ground: Ground, rounds: int) -> Outcome:
    """Nothing changed: the generated portfolio."""
    return _idle("idle", ground.hundred, ground.sizes.partners, Goal("≤", 3), rounds)


def idle_many(ground: Ground, rounds: int) -> Outcome:
    """Nothing changed: the large portfolio."""
    return _idle("idle-many", ground.many, ground.sizes.many, Goal("≤", 8), rounds)


def _idle(name: str, found: Portfolio, briefs: int, goal: Goal, rounds: int) -> Outcome:
    imports = Contestant(IMPORTS, [PYTHON, "-c", "import yaml, jinja2"])
    seconds = take_turns([_current(found.project), imports], rounds)
    lines = [
        *(Line(one, values, "s") for one, values in seconds.items()),
        over(f"{OURS} / {IMPORTS}", seconds[OURS], seconds[IMPORTS], goal),
    ]
    return Outcome(name, f"nothing changed, {briefs} briefs, process start included", rounds, lines)


def typst_idle(ground: Ground, rounds: int) -> Outcome:
    """Nothing changed, against Typst."""
    found = ground.hundred
    typst = Living(WARM, found.command("typst", "--wait"))
    seconds = take_turns([_current(found.project), typst], rounds)
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        over(f"{WARM} / {OURS}", seconds[WARM], seconds[OURS], AHEAD),
    ]
    note = "Typst does not know what its last run made, so it compiles all again."
    what = f"nothing changed, {ground.sizes.partners} briefs, against Typst"
    return Outcome("typst-idle", what, rounds, lines, note)


def typst_one(ground: Ground, rounds: int) -> Outcome:
    """One brief changed, against Typst."""
    found = ground.hundred
    told = "Typst, warm and told which"
    with _edited(found.project, "data/partners.yaml", "acronym: P0") as (ours, counted):
        seconds = take_turns(
            [
                ours,
                Living(WARM, found.command("typst", "--wait")),
                Living(told, found.command("typst", "--wait"), ask="0000"),
            ],
            rounds,
        )
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        over(f"{WARM} / {OURS}", seconds[WARM], seconds[OURS], AHEAD),
        over(f"{told} / {OURS}", seconds[told], seconds[OURS], None),
        Line("PDFs that reportgen laid out", counted, COUNT, Goal("=", 1)),
    ]
    note = (
        "Typst does not know which of its documents print what changed, so it compiles all. "
        "Somebody who tells it the one document is served faster still."
    )
    what = f"one brief of {ground.sizes.partners} changed, against Typst"
    return Outcome("typst-one", what, rounds, lines, note)


def one(ground: Ground, rounds: int) -> Outcome:
    """One partner of the large portfolio changed, against the bare command on its page."""
    found = ground.many
    bare = "weasyprint, that page"
    with _edited(found.project, "data/partners.yaml", "acronym: P0") as (ours, counted):
        seconds = take_turns([ours, found.bare(bare, 0)], rounds)
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        over(f"{OURS} / {bare}", seconds[OURS], seconds[bare], Goal("≤", 1.5)),
        Line("PDFs that reportgen laid out", counted, COUNT, Goal("=", 1)),
    ]
    return Outcome("one", f"one partner of {ground.sizes.many} changed", rounds, lines)


def shared(ground: Ground, rounds: int) -> Outcome:
    """What all briefs share changed: a record, a field that none prints, a comment."""
    found = ground.hundred
    project, briefs = found.project, ground.sizes.partners
    comment = shared_template(project)
    run(build(project, "-j", WORKERS))
    group = (found.project / "data" / "groups.yaml").read_text(encoding="utf-8")
    title = group.partition("en: ")[2].partition("\n")[0]
    members = (project / "data" / "partners.yaml").read_text(encoding="utf-8").count("- un-system")
    edits = [
        ("comment in a template of all", comment, "skeleton", 0),
        ("record that all briefs print", "data/sources.yaml", "Made-up", briefs),
        ("the same, a field that none prints", "data/sources.yaml", "No brief", 0),
        (f"record that {members} briefs print", "data/groups.yaml", f"en: {title}", members),
    ]
    lines: list[Line] = []
    for name, file, word, expected in edits:
        with _edited(project, file, word) as (contestant, counted):
            values = [contestant.run() for _ in range(rounds)]
        progress(f"{name}: {values[-1]:.2f} s")
        lines += [
            Line(name, values, "s"),
            Line(f"{name}: PDFs laid out", counted, COUNT, Goal("=", expected)),
        ]
    (project / comment).unlink()
    note = "A word is changed in each; the seconds are those of the build that follows."
    return Outcome("shared", f"what {briefs} briefs share changed", rounds, lines, note)


def cold(ground: Ground, rounds: int) -> Outcome:
    """The first build of one PDF, against the bare command on its page."""
    found, bare = ground.single, "weasyprint, that page"
    own, own_bare = "reportgen, one-pager of the sample", "weasyprint, the one-pager"
    sample = ground.sample
    page = next(n for n, pdf in enumerate(sample.pdfs) if pdf.match("en/one-pager.pdf"))
    wanted = ("one-pager", "--lang", "en", "--format", "pdf")
    seconds = take_turns(
        [
            Contestant(OURS, build(found.project), fresh(found.project)),
            found.bare(bare, 0),
            Contestant(own, build(sample.project, *wanted), fresh(sample.project)),
            sample.bare(own_bare, page),
        ],
        rounds,
    )
    lines = [
        *(Line(name, values, "s") for name, values in seconds.items()),
        over(f"{OURS} / {bare}", seconds[OURS], seconds[bare], Goal("≤", 1.15)),
        over(f"{own} / {own_bare}", seconds[own], seconds[own_bare], Goal("≤", 1.15)),
    ]
    note = (
        "A project of one partner, as the generated portfolio; and one brief of the sample, all of "
        "whose data is read and checked, and whose charts are drawn, which the command gets ready."
    )
    return Outcome("cold", "the first build of one PDF", rounds, lines, note)


def _current(project: Path) -> Contestant:
    """A build of what is up to date."""
    run(build(project, "-j", WORKERS))
    return Contestant(OURS, build(project))


@contextmanager
def _edited(project: Path, file: str, word: str) -> Iterator[tuple[Contestant, list[float]]]:
    """A build after an edit of what was up to date; and how many PDFs each laid out."""
    run(build(project, "-j", WORKERS))
    edit, counted = Edit(project, file, word), list[float]()

    def count() -> None:
        counted.append(rendered(project))

    try:
        yield Contestant(OURS, build(project, "-j", WORKERS), edit, count), counted
    finally:
        edit.undo()
