"""The part of docs/performance.md that a run writes: goals first, then every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.outcome import COUNT, Line, Outcome, Run, shown

BEGIN = "<!-- benchmarks: what stands here is written by `make bench` -->"
END = "<!-- benchmarks: end -->"


def generated(run: Run, picture: str, words: str) -> str:
    """The whole part between the markers, without them; `words` stand for the picture."""
    goals = [(outcome, line) for outcome in run.outcomes for line in outcome.goals]
    missed = [line for _, line in goals if "missed" in line.verdict]
    parts = [
        f"![{words}]({picture})",
        f"{len(goals) - len(missed)} of {len(goals)} goals are met by the median"
        + (f"; {len(missed)} {'is' if len(missed) == 1 else 'are'} **missed**." if missed else "."),
        "\n".join(_goals(goals)),
        *(table(outcome) for outcome in run.outcomes),
        "### Measured on",
        "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in run.facts)]),
    ]
    return "\n\n".join(parts)


def _goals(goals: Sequence[tuple[Outcome, Line]]) -> Iterable[str]:
    yield "| | | median | lowest – highest | asked | |"
    yield "|---|---|---:|---:|---|---|"
    for outcome, line in goals:
        cells = (f"[{outcome.name}](#{outcome.name})", *_cells(line))
        yield f"| {' | '.join(cells)} |"


def table(outcome: Outcome) -> str:
    """All that one benchmark found, as Markdown."""
    rows = ["| | median | lowest – highest | asked | |", "|---|---:|---:|---|---|"]
    rows += [f"| {' | '.join(_cells(line))} |" for line in outcome.lines]
    times = "once" if outcome.rounds == 1 else f"{outcome.rounds} rounds"
    head = f"### {outcome.name}\n\n{outcome.what[:1].upper()}{outcome.what[1:]}; {times}."
    return "\n\n".join([head, "\n".join(rows), outcome.note]).rstrip()


def _cells(line: Line) -> tuple[str, str, str, str, str]:
    low, high = min(line.values), max(line.values)
    spread = (
        "" if line.unit == COUNT and low == high else f"{_bare(low, line)} – {_bare(high, line)}"
    )
    asked = "" if line.goal is None else str(line.goal)
    return line.name, shown(line.median, line.unit), spread, asked, line.verdict


def _bare(value: float, line: Line) -> str:
    return shown(value, line.unit).removesuffix(f" {line.unit}")


def put(path: Path, text: str) -> None:
    """Put the text between the markers of a document; what people wrote around them stays.

    Raises:
        ValueError: The document has no markers.
    """
    old = path.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path.name} lacks the lines {BEGIN} and {END}")
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
