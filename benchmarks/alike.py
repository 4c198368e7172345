"""Which briefs of the generated portfolio Typst prints otherwise than we do, and in which words.

    python -m benchmarks.alike --partners 100

builds both once, without measuring. It fails where one differs, as `full` counts it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.ground import WORKERS, Ground, Sizes, build
from benchmarks.sameness import difference, same, texts
from benchmarks.turns import run


def different(ground: Ground) -> list[str]:
    """A line for each brief that says something else, or on more or fewer pages."""
    made = ground.hundred
    run(build(made.project, "-j", WORKERS))
    run(made.command("typst"))
    others = sorted(made.made("typst").glob("*.pdf"))
    return [
        f"{ours.name}: {len(texts(ours))} pages, Typst {len(texts(other))}; "
        f"words more or less: {difference(ours, other)}"
        for ours, other in zip(made.pdfs, others, strict=True)
        if not same(ours, other)
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--partners", type=int, default=Sizes().partners)
    number = parser.parse_args().partners
    with tempfile.TemporaryDirectory(prefix="reportgen-alike-") as folder:
        found = different(Ground(Path(folder), Sizes(partners=number)))
    print("\n".join([*found, f"{number - len(found)} of {number} alike"]))
    sys.exit(1 if found else 0)
