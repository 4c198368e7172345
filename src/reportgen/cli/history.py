"""`reportgen history`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say
from reportgen.cli.editions import local, reports_argument, why_held


@click.command()
@reports_argument
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@project_option
def history(*, reports: tuple[str, ...], as_json: bool, root: Path) -> None:
    """List the editions that were built, and what became of each.

    \b
    Example:
      reportgen history
      reportgen history country-brief --json
    """
    from reportgen.building.loading import open_world
    from reportgen.publishing.looking import history as editions_of
    from reportgen.publishing.state import edition_json

    editions = editions_of(open_world(root), reports)
    for one in editions:
        if as_json:
            click.echo(json.dumps(edition_json(one), ensure_ascii=False))
            continue
        when = f"at {local(one.published, one.zone)}" if one.published else why_held(one)
        note = f"; {plural(len(one.failed), 'brief')} failed" if one.failed else ""
        click.echo(f"{one.report:20} {one.shown:26} {one.state:9} {when}{note}".rstrip())
    if not as_json:
        say(plural(len(editions), "edition"))
