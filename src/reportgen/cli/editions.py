"""What the commands of publishing share: how editions are told, and `reportgen build --due`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from reportgen.annotating.summary import Change
from reportgen.cli.completing import completer, report_names
from reportgen.cli.console import end_in_order, exit_code, plural, say
from reportgen.cli.telling import tell_problems
from reportgen.problems import ProblemsError
from reportgen.wanted import Options, Wanted


def reports_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """REPORT..., for the commands that list or publish editions."""
    return click.argument(
        "reports", nargs=-1, metavar="[REPORT]...", shell_complete=completer(report_names)
    )(function)


def build_due(
    root: Path,
    options: Options,
    start: float,
    profile: Path | None,
    *,
    form: str,
    hold: bool,
    partial: bool,
) -> int:
    """Build and publish what is due; the exit code.

    Raises:
        click.UsageError: an option that would change what an edition is.
    """
    from reportgen.building.events import both
    from reportgen.building.loading import open_world
    from reportgen.building.timeline import Timeline
    from reportgen.cli.progress import Progress
    from reportgen.publishing.making import Asked, Outcome, make_due
    from reportgen.publishing.step_outputs import tell_step

    _only_whole(options)
    end_in_order()
    world, timeline = open_world(root), Timeline(start)
    asked = Asked(options, options.wanted.reports, hold=hold, partial=partial)
    outcome = Outcome()
    try:
        with Progress() as progress:
            outcome = make_due(world, asked, both(progress, timeline))
        tell_step(world, _numbers(outcome))
    except ProblemsError as error:
        outcome = Outcome((*outcome.problems, *error.problems))
    editions = outcome.editions
    tell_problems(outcome.problems, form, root, "build --due", lambda: _changes(editions))
    for edition in outcome.editions:
        say(told_edition(edition))
    for one in outcome.taken:
        say(f"{one.slot.report} {one.slot.shown}: another run was quicker")
    if profile is not None:
        say(f"the timeline is in {timeline.write(profile)}")
    if not outcome.ok and not outcome.editions:
        say("nothing was published")
    elif not outcome.due and not outcome.editions:
        brought = "; readers have now what a run before had published" if outcome.brought else ""
        say(f"nothing is due{brought}")
    return exit_code(outcome.problems)


def _changes(editions: Iterable[Any]) -> Sequence[Change]:
    return [Change(f"{one.report} {one.shown}", told_edition(one)) for one in editions]


def told_edition(edition: Any) -> str:
    """`published one-pager 2026-11-01T06:00+07:00 (4 files)`."""
    text = f"{edition.state} {edition.report} {edition.shown} ({plural(edition.files, 'file')})"
    note = why_held(edition)
    text += f", {note}" if note else ""
    if edition.failed:
        text += f"; still due: {', '.join(edition.failed)}"
    return text


def why_held(edition: Any) -> str:
    """Until when an edition is held, or by what; empty for one that is not."""
    if edition.state != "held":
        return ""
    if edition.hold:
        return "until `reportgen release`"
    return f"until {local(edition.until, edition.zone)}"


def local(moment: datetime, zone: str) -> str:
    """A moment on the wall of a zone, with its distance from UTC."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _only_whole(options: Options) -> None:
    if options.wanted != Wanted(options.wanted.reports):
        raise click.UsageError("--due builds whole editions: leave --lang, --format and others out")
    if options.as_of is not None:
        raise click.UsageError("--due gives each edition the date of its slot: leave --as-of out")
    if options.output is not None or options.address is not None:
        raise click.UsageError("--due publishes where reportgen.yaml says: leave --output-dir out")
    if options.shard is not None:
        raise click.UsageError("--due builds whole editions: leave --shard out")
    if options.dry_run:
        raise click.UsageError("`reportgen due` lists what --due would build")


def _numbers(outcome: Any) -> Mapping[str, int]:
    states = [edition.state for edition in outcome.editions]
    return {
        "due": outcome.due,
        "published": states.count("published"),
        "held": states.count("held"),
    }
