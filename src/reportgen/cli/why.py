"""`reportgen why`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say, show_problems
from reportgen.cli.selection import selection
from reportgen.problems import errors_of
from reportgen.wanted import Options, Wanted


@click.command()
@selection
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it was built, instead of build/.",
)
@project_option
@click.pass_context
def why(
    context: click.Context,
    output_dir: Path | None,
    *,
    wanted: Wanted,
    root: Path,
) -> None:
    """Say what changed since a brief was built.

    The first difference is told, with its line.

    \b
    Example:
      reportgen why
      reportgen why country-brief --lang vi
    """
    from reportgen.building.pipeline import build

    result = build(root, Options(wanted, output_dir, dry_run=True))
    show_problems(errors_of(result.problems))
    if not result.ok:
        context.exit(1)
    for job in result.plan.jobs:
        click.echo(f"{job.name}: {result.reasons.get(job.name, 'nothing changed')}")
    say(f"{plural(len(result.reasons), 'brief')} would be built")
