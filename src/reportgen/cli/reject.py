"""`reportgen reject`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.completing import completer, report_names
from reportgen.cli.console import plural, project_option, say


@click.command()
@click.argument("reports", nargs=-1, metavar="[REPORT]...", shell_complete=completer(report_names))
@project_option
def reject(reports: tuple[str, ...], root: Path) -> None:
    """Drop what the last `reportgen test` found different; what was accepted stays.

    \b
    Example:
      reportgen reject
      reportgen reject one-pager
    """
    from reportgen.testing.accepting import reject as reject_waiting

    count = reject_waiting(root, reports)
    say(f"dropped {plural(count, 'change')}" if count else "nothing waits")
