"""Side-by-side timings of reportgen and of what people would use instead.

    make bench                  every comparison, results into docs/performance.md
    python -m benchmarks.run --only full --rounds 3 --partners 100

The contestants of a comparison take turns, round after round, so that a busy machine slows all of
them alike; what counts is the ratio within a round. Memory is the peak of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import pages, portfolio

HERE = Path(__file__).parent
PYTHON = sys.executable


@dataclass(frozen=True)
class Contestant:
    """A command and what has to be done before each of its rounds, outside the clock."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Comparison:
    """Contestants against the first, and what the first should reach: time over its own."""

    name: str
    what: str
    contestants: Sequence[Contestant]
    goals: Sequence[str]


def measure(comparison: Comparison, rounds: int) -> dict[str, list[float]]:
    """Contestant -> seconds, one a round."""
    found: dict[str, list[float]] = {c.name: [] for c in comparison.contestants}
    for number in range(rounds):
        for contestant in comparison.contestants:
            contestant.before()
            start = time.perf_counter()
            subprocess.run(contestant.command, check=True, capture_output=True, cwd=HERE.parent)
            found[contestant.name].append(time.perf_counter() - start)
            print(f"  {comparison.name} {number + 1}/{rounds} {contestant.name}", file=sys.stderr)
    return found


def reportgen(*arguments: str) -> list[str]:
    """The command as an installed reportgen would be called."""
    return [PYTHON, "-m", "reportgen", *arguments]


def ours(project: Path, *arguments: str) -> list[str]:
    """A build of a project."""
    return reportgen("build", "-C", str(project), *arguments)


def fresh(project: Path) -> Callable[[], None]:
    """Forget every earlier build."""

    def forget() -> None:
        for name in ("build", ".reportgen"):
            shutil.rmtree(project / name, ignore_errors=True)

    return forget


def touched(project: Path, old: str, file: str) -> Callable[[], None]:
    """Change one word, another each time, after a build that left everything up to date."""
    path = project / file
    original = path.read_text(encoding="utf-8")

    def change() -> None:
        path.write_text(original, encoding="utf-8")
        subprocess.run(ours(project), check=True, capture_output=True)
        path.write_text(original.replace(old, f"{old}x", 1), encoding="utf-8")

    return change


def comparisons(folder: Path, partners: int, many: int) -> Iterator[Comparison]:
    """Every comparison, with its files laid out in `folder`."""
    project, sheets, out = folder / "project", folder / "pages", folder / "out"
    prepare(project, sheets, partners)
    large, large_sheets = folder / "large", folder / "large-pages"
    prepare(large, large_sheets, many)

    def contestant(name: str) -> Contestant:
        command = [PYTHON, str(HERE / "contestants.py"), name, str(sheets), str(out / name)]
        return Contestant(name, command)

    def current(built: Path) -> Contestant:
        subprocess.run(ours(built), check=True, capture_output=True)
        return Contestant("reportgen", ours(built))

    imports = Contestant("import yaml, jinja2", [PYTHON, "-c", "import yaml, jinja2"])
    yield Comparison(
        "full",
        f"a full build of {partners} briefs on 2 cores",
        [
            Contestant("reportgen", ours(project, "-j", "2"), fresh(project)),
            *(contestant(name) for name in ("loop", "pool", "command", "typst")),
        ],
        ("loop >= 2.1", "pool >= 1.15", "command >= 2.9", "typst >= 0.125"),
    )
    yield Comparison(
        "idle",
        f"nothing changed, {partners} briefs",
        [current(project), imports],
        ("import yaml, jinja2 >= 0.33",),
    )
    yield Comparison(
        "idle-many",
        f"nothing changed, {many} briefs",
        [current(large), imports],
        ("import yaml, jinja2 >= 0.125",),
    )
    one = [str(Path(PYTHON).with_name("weasyprint")), "--pdf-variant", "pdf/ua-1"]
    bare = [*one, str(large_sheets / "0000.html"), str(folder / "one.pdf")]
    yield Comparison(
        "one",
        f"one partner of {many} changed",
        [
            Contestant(
                "reportgen", ours(large), touched(large, "acronym: P0", "data/partners.yaml")
            ),
            Contestant("weasyprint, that brief", bare),
        ],
        ("weasyprint, that brief >= 0.67",),
    )


def prepare(project: Path, sheets: Path, partners: int) -> None:
    """A generated project, its pages for the others, and its facts for Typst."""
    portfolio.write(project, partners)
    pages.export(project, sheets)
    found = portfolio.collections(partners)
    for number, partner in enumerate(found["partners"]):
        text = json.dumps(portfolio.facts(found, partner), ensure_ascii=False)
        (sheets / f"{number:04}.json").write_text(text, encoding="utf-8")


def table(comparison: Comparison, seconds: dict[str, list[float]]) -> str:
    """The results as Markdown: medians, and each contestant's time over ours with its spread."""
    lines = [
        f"### {comparison.name}: {comparison.what}",
        "",
        "| | median s | times ours | lowest - highest |",
        "|---|---:|---:|---|",
    ]
    base = seconds[comparison.contestants[0].name]
    for name, values in seconds.items():
        ratios = [value / ours_ for value, ours_ in zip(values, base, strict=True)]
        spread = f"{min(ratios):.2f} - {max(ratios):.2f}"
        median = statistics.median(ratios)
        lines.append(f"| {name} | {statistics.median(values):.2f} | {median:.2f} | {spread} |")
    return "\n".join([*lines, "", f"Goal: {', '.join(comparison.goals)}.", ""])


def main() -> int:
    """Measure, print, and write the results where docs/performance.md takes them from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", help="Only this comparison.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--partners", type=int, default=100)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--output", type=Path, help="Write the tables there, too.")
    arguments = parser.parse_args()
    os.environ.setdefault("PYTHONPATH", str(HERE.parent / "src"))
    parts = []
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as name:
        os.environ["FONTCONFIG_FILE"] = str(Path(name) / "large-pages" / "fonts.conf")
        for comparison in comparisons(Path(name), arguments.partners, arguments.many):
            if arguments.only and comparison.name not in arguments.only:
                continue
            parts.append(table(comparison, measure(comparison, arguments.rounds)))
            print(parts[-1], flush=True)
    if arguments.output:
        arguments.output.write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
