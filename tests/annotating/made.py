"""Problems that are hard to tell: what each format has to escape or leave out."""

from __future__ import annotations

import dataclasses

from reportgen.annotating.telling import Telling
from reportgen.problems import Place, Problem, Severity, problem

LINE = "    qualifer: nearly, 100% | <b>sure</b> ![x](https://example.org/x.png)"
PROBLEMS = (
    problem("no-reports", "nothing is to be built", None, "write `reports:`"),
    problem(
        "unknown-field",
        "Figure has no field `qualifer`\n::error::me, 100%",
        Place("data/nợ, công: 1%.yaml", 40, 5, LINE, 8),
        "did you mean `qualifier`?",
    ),
    problem("missing-translation", "no vi | <b>\x1b[1m\ud800\ufffe", Place("data.yaml", 7)),
    problem("duplicate-key", "`a` was there on line 3", Place("data.yaml", 9)),
    problem("duplicate-key", "`a` was there on line 3", Place("data.yaml", 12)),
)


def telling(problems: tuple[Problem, ...] = PROBLEMS, folder: str = "briefs") -> Telling:
    return Telling(problems, folder, "check", "0.1.0")


def moved(by: int) -> Telling:
    """The same problems, after as many lines were put in at the top."""
    return telling(
        tuple(
            dataclasses.replace(
                found,
                message=found.message.replace("line 3", f"line {3 + by}"),
                place=found.place and dataclasses.replace(found.place, line=found.place.line + by),
            )
            for found in PROBLEMS
        )
    )


assert {found.severity for found in PROBLEMS} == {Severity.ERROR, Severity.WARNING}
