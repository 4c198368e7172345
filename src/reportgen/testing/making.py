"""Builds briefs for tests, as a program: a request in JSON comes in, what failed goes out.

`python -m reportgen.testing.making`: see `briefs.py`, which starts it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reportgen.building.events import Event, Finished
from reportgen.building.pipeline import build
from reportgen.problems import (
    Problem,
    errors_of,
    format_problem,
)
from reportgen.wanted import Options, Wanted


def main() -> None:
    """Read the request, build, write job name -> what keeps it from being built."""
    request = json.load(sys.stdin)
    json.dump(make(request), sys.stdout)


def make(request: dict[str, Any]) -> dict[str, str]:
    """Job name -> what keeps it from being built; under "" what concerns all of them.

    Args:
        request: `root`, `folder`, `as_of`, `trust`; `reports`, `languages` and `ids` of records,
            each empty for all.
    """
    failed: dict[str, list[Problem]] = {}

    def note(event: Event) -> None:
        if isinstance(event, Finished) and (wrong := errors_of(event.problems)):
            failed[event.job.name] = wrong

    where = {"id": request["ids"]} if request["ids"] else {}
    wanted = Wanted(tuple(request["reports"]), tuple(request["languages"]), where=where)
    options = Options(wanted, Path(request["folder"]), request["as_of"], trust=request["trust"])
    result = build(Path(request["root"]), options, note)
    known = [found for problems in failed.values() for found in problems]
    general = [found for found in errors_of(result.problems) if found not in known]
    if general:
        failed[""] = general
    return {name: "\n\n".join(map(format_problem, found)) for name, found in failed.items()}


if __name__ == "__main__":
    main()
