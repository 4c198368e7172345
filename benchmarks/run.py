"""Side-by-side timings of reportgen and of what people would use instead.

    make bench                              everything, results into docs/
    python -m benchmarks.run --list         what there is
    python -m benchmarks.run --only full --rounds 3

The contestants of a benchmark take turns, round after round, so that a busy machine slows all of
them alike; what counts is the ratio within a round.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks import builds, changes, growth, guards, saving, tables, writing
from benchmarks.ground import Ground, Sizes
from benchmarks.machine import machine
from benchmarks.outcome import Outcome, Run
from benchmarks.picture import alternative, picture
from benchmarks.turns import ROOT, progress
from reportgen.wanted import Wanted

DOCUMENT, PICTURE = "performance.md", "performance.svg"
NUMBERS = "performance.json"
"""Every number of the run, so that tables and picture can be made anew from them."""
DOCS = ROOT / "docs"
_RUN = TypeAdapter(Run)


@dataclass(frozen=True)
class Benchmark:
    """One thing that is measured, and how often unless somebody says otherwise."""

    name: str
    measure: Callable[[Ground, int], Outcome]
    rounds: int

    @property
    def what(self) -> str:
        """In a line."""
        return (self.measure.__doc__ or "").partition("\n")[0]


BENCHMARKS = (
    Benchmark("full", builds.full, 3),
    Benchmark("sample", builds.sample, 3),
    Benchmark("idle", changes.idle, 9),
    Benchmark("idle-many", changes.idle_many, 9),
    Benchmark("typst-idle", changes.typst_idle, 5),
    Benchmark("typst-one", changes.typst_one, 5),
    Benchmark("one", changes.one, 5),
    Benchmark("shared", changes.shared, 3),
    Benchmark("html", writing.html, 5),
    Benchmark("cold", changes.cold, 5),
    Benchmark("saving", saving.saving, 9),
    Benchmark("growth", growth.growth, 3),
    Benchmark("aging", growth.aging, 3),
    Benchmark("rows", growth.rows, 3),
    Benchmark("safety", guards.guards, 5),
)
TINY = Sizes(2, 3, (1, 2), (1, 2), (2, 4), Wanted(("one-pager",), ("en",)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the results into the documents."""
    given = _parser().parse_args(arguments)
    if given.list:
        for benchmark in BENCHMARKS:
            print(f"{benchmark.name:12} {benchmark.rounds} rounds  {benchmark.what}")
        return 0
    if given.redraw:
        write(given.docs or DOCS, _RUN.validate_json(((given.docs or DOCS) / NUMBERS).read_bytes()))
        return 0
    chosen = [one for one in BENCHMARKS if not given.only or one.name in given.only]
    facts = list(machine())
    outcomes = measure(chosen, TINY if given.tiny else Sizes(), given.rounds)
    docs = given.docs or (None if given.only or given.tiny else DOCS)
    if docs is None:
        progress("docs/ stays as it is: not everything was measured at full size")
        return 0
    run = Run(facts, outcomes)
    (docs / NUMBERS).write_bytes(_RUN.dump_json(run, indent=1) + b"\n")
    write(docs, run)
    return 0


def measure(chosen: Sequence[Benchmark], sizes: Sizes, rounds: int | None) -> list[Outcome]:
    """What each benchmark found; its table is printed as soon as it is there."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    # Installed programs have their bytecode beside them, as the other contestants' libraries do.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(ROOT / "src", quiet=1)
    outcomes: list[Outcome] = []
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
        ground = Ground(Path(folder), sizes)
        for number, benchmark in enumerate(chosen, start=1):
            minutes = (time.monotonic() - start) / 60
            heading = f"{number} of {len(chosen)}, {minutes:.1f} min: {benchmark.name}"
            print(f"\n[{heading}] {benchmark.what}", file=sys.stderr, flush=True)
            outcomes.append(benchmark.measure(ground, rounds or benchmark.rounds))
            print(f"\n{tables.table(outcomes[-1])}\n", flush=True)
    return outcomes


def write(docs: Path, run: Run) -> None:
    """Write the generated part of the document, and the picture."""
    words = alternative(run.outcomes)
    tables.put(docs / DOCUMENT, tables.generated(run, PICTURE, words))
    (docs / PICTURE).write_text(picture(run.outcomes), encoding="utf-8")
    progress(f"written: {docs / DOCUMENT} and {docs / PICTURE}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser.add_argument("--list", action="store_true", help="Say what there is, and end.")
    parser.add_argument("--only", action="append", choices=names, help="Only this; several times.")
    parser.add_argument("--rounds", type=int, help="So many rounds of everything.")
    parser.add_argument("--tiny", action="store_true", help="Try it out: two briefs, no results.")
    parser.add_argument(
        "--redraw", action="store_true", help=f"Make tables and picture anew from {NUMBERS}."
    )
    parser.add_argument(
        "--docs", type=Path, help="Where the document is; docs/ if everything is measured."
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
