"""`reportgen accept`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.completing import completer, report_names
from reportgen.cli.console import plural, project_option, say


@click.command()
@click.argument("reports", nargs=-1, metavar="[REPORT]...", shell_complete=completer(report_names))
@project_option
def accept(reports: tuple[str, ...], root: Path) -> None:
    """Keep what the last `reportgen test` found different as what is right from now on.

    REPORT is a report, a brief or one layer of it; everything that waits without one. Look at it
    first: `reportgen review`.

    \b
    Example:
      reportgen accept one-pager
      reportgen accept 'partner-profile[ilo-en]'
    """
    from reportgen.testing.accepting import accept as accept_waiting

    accepted = accept_waiting(root, reports)
    for one in accepted:
        click.echo(f"{'kept' if one.kept else 'removed'} {one.file}")
    say(f"accepted {plural(len(accepted), 'snapshot')}" if accepted else "nothing waits")
