"""`reportgen ls`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say, show_problems
from reportgen.cli.selection import selection
from reportgen.problems import errors_of
from reportgen.wanted import Options, Wanted


@click.command()
@selection
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@project_option
@click.pass_context
def ls(
    context: click.Context,
    *,
    wanted: Wanted,
    as_json: bool,
    root: Path,
) -> None:
    """List the briefs that a build would make, with their files.

    \b
    Example:
      reportgen ls
      reportgen ls --lang vi --json
    """
    from reportgen.building.pipeline import check

    result = check(root, Options(wanted))
    show_problems(errors_of(result.problems))
    if not result.ok:
        context.exit(1)
    for job in result.plan.jobs:
        paths = [output.path for output in job.outputs]
        if as_json:
            row = {"report": job.report, "record": job.record, "language": job.language}
            click.echo(json.dumps({**row, "files": paths}, ensure_ascii=False))
        else:
            click.echo(f"{job.name:40} {'  '.join(paths)}")
    if not as_json:
        say(plural(len(result.plan.jobs), "brief"))
