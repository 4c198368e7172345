"""What the sandbox and the checks cost, beside the same build without them."""

from __future__ import annotations

import sys

from benchmarks.ground import WORKERS, Ground, build, fresh
from benchmarks.outcome import Goal, Line, Outcome, over
from benchmarks.turns import Contestant, take_turns

WITH, WITHOUT = "reportgen", "without sandbox and checks"


def guards(ground: Ground, rounds: int) -> Outcome:
    """The project's own briefs with sandbox and checks, and without them."""
    found = ground.sample
    every = build(found.project, "-j", WORKERS, *ground.sample_options)
    bare = [sys.executable, "-m", "benchmarks.unguarded", *every[every.index("build") :]]
    pages, bare_pages = [*every, "--format", "html"], [*bare, "--format", "html"]
    forget = fresh(found.project)
    allowed = {"UNGUARDED": "1"}
    all_ = take_turns(
        [Contestant(WITH, every, forget), Contestant(WITHOUT, bare, forget, environment=allowed)],
        rounds,
    )
    html = take_turns(
        [
            Contestant(f"{WITH}, HTML", pages, forget),
            Contestant(f"{WITHOUT}, HTML", bare_pages, forget, environment=allowed),
        ],
        rounds,
    )
    with_html, without_html = html.values()
    lines = [
        *(Line(name, values, "s") for name, values in {**all_, **html}.items()),
        over("with / without", all_[WITH], all_[WITHOUT], Goal("≤", 1.4)),
        over("with / without, HTML only", with_html, without_html, Goal("≤", 1.4)),
    ]
    note = (
        "From nothing, HTML and PDF. Without: Jinja's own look-ups and calls, files read where "
        "their path leads, no look at images, finished pages and PDFs. What YAML is held to stays, "
        "since the reader that holds it is quicker than the library's own."
    )
    return Outcome("safety", "what safety costs", rounds, lines, note)
