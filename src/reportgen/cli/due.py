"""`reportgen due`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say, show_problems
from reportgen.cli.editions import local, reports_argument


@click.command()
@reports_argument
@click.option("--at", metavar="TIME", help="As if it were this time: 2026-11-01T06:30, or a day.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@project_option
def due(*, reports: tuple[str, ...], at: str | None, as_json: bool, root: Path) -> None:
    """List what is due since it was last done, and why.

    The number of lines goes to the step output `due` of a CI job, too.

    \b
    Example:
      reportgen due
      reportgen due one-pager --at 2026-11-01T07:00
    """
    from reportgen.building.loading import open_world
    from reportgen.publishing.looking import look
    from reportgen.publishing.step_outputs import tell_step

    world = open_world(root)
    agenda = look(world, reports, at)
    tell_step(world, {"due": len(agenda)})
    show_problems(agenda.problems)
    rows = [
        {
            "do": "build",
            "report": one.slot.report,
            "slot": one.slot.shown,
            "as_of": one.slot.as_of.isoformat(),
            "jobs": list(one.jobs) if one.jobs is not None else None,
            "left_out": one.left_out,
            "why": one.why,
        }
        for one in agenda.due
    ]
    for edition in agenda.ready:
        over = local(edition.until, edition.zone) if edition.until else ""
        row = {"do": "release", "report": edition.report, "slot": edition.shown}
        rows.append({**row, "as_of": edition.as_of.isoformat(), "why": f"held until {over}"})
    if agenda.behind:
        rows.append({"do": "deliver", "why": "a run has ended before readers had everything"})
    for found in rows:
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else _line(found))
    if not as_json:
        say(f"{plural(len(rows), 'thing')} to do" if rows else "nothing is due")


def _line(row: Mapping[str, object]) -> str:
    what = " ".join(str(row[name]) for name in ("report", "slot") if name in row)
    left = row.get("left_out")
    note = f"; {plural(left, 'slot')} before it left out" if isinstance(left, int) and left else ""
    return f"{row['do']:8} {what:44} {row['why']}{note}"
