"""`reportgen schedule`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say
from reportgen.cli.editions import local

_DAYS = 92


@click.group()
def schedule() -> None:
    """Look at the calendars of the reports.

    \b
    Example:
      reportgen schedule ls --to 2026-12-31
    """


@schedule.command()
@click.option("--from", "start", metavar="DAY", help="A day or a time; now without it.")
@click.option("--to", "end", metavar="DAY", help=f"The last day; {_DAYS} days on without it.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@click.option("--ical", is_flag=True, help="As iCalendar (RFC 5545), for a calendar program.")
@project_option
def ls(
    *,
    start: str | None,
    end: str | None,
    as_json: bool,
    ical: bool,
    root: Path,
) -> None:
    """List the slots at which reports fall due.

    \b
    Example:
      reportgen schedule ls --from 2026-11-01 --to 2026-12-31
      reportgen schedule ls --ical > briefs.ics
    """
    if as_json and ical:
        raise click.UsageError("choose one of --json and --ical")
    from reportgen.building.loading import open_world
    from reportgen.publishing.looking import agenda, calendar_name
    from reportgen.scheduling.icalendar import icalendar

    world = open_world(root)
    rows = agenda(world, start, end, _DAYS)
    if ical:
        click.echo(icalendar(rows, world.now(), calendar_name(world)), nl=False)
        return
    for slot, until in rows:
        held = local(until, slot.zone) if until else None
        if as_json:
            row = {"report": slot.report, "slot": slot.shown, "zone": slot.zone}
            row |= {"as_of": slot.as_of.isoformat()}
            click.echo(json.dumps({**row, "held_until": held}, ensure_ascii=False))
        else:
            click.echo(f"{slot.shown:26} {slot.report}{f'  held until {held}' if held else ''}")
    if not as_json:
        say(plural(len(rows), "slot"))
