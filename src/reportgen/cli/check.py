"""`reportgen check`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import (
    counts,
    plural,
    project_option,
    say,
    strict_option,
    trust_option,
)
from reportgen.cli.telling import format_option, tell_problems


@click.command()
@format_option
@strict_option
@trust_option
@project_option
@click.pass_context
def check(context: click.Context, *, form: str, strict: bool, trust: bool, root: Path) -> None:
    """Say everything that is wrong with the project.

    With file, line and what to do. Renders nothing and needs no Pango.

    \b
    Example:
      reportgen check
      reportgen check --strict
      reportgen check --format sarif > problems.sarif
    """
    from reportgen.building.pipeline import check as check_project
    from reportgen.wanted import Options

    result = check_project(root, Options(strict=strict, trust=trust))
    tell_problems(result.problems, form, root, "check")
    if result.project is not None:
        records = sum(
            len(r) for r in (*result.project.records.values(), *result.project.own.values())
        )
        briefs = len(result.plan.jobs)
        say(f"{plural(records, 'record')}, {plural(briefs, 'brief')}: {counts(result.problems)}")
    else:
        say(counts(result.problems))
    context.exit(0 if result.ok else 1)
