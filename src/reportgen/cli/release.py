"""`reportgen release`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import exit_code, plural, project_option, say, show_problems
from reportgen.cli.editions import reports_argument, told_edition


@click.command()
@reports_argument
@project_option
@click.pass_context
def release(context: click.Context, *, reports: tuple[str, ...], root: Path) -> None:
    """Publish what was built and held back: the same bytes, all of it or nothing.

    What an embargo holds stays held until its end; `build --due` publishes it then.

    \b
    Example:
      reportgen build --due --hold
      reportgen release
    """
    from reportgen.building.loading import open_world
    from reportgen.publishing.releasing import release as release_editions

    released = release_editions(open_world(root), reports)
    show_problems(released.problems)
    for edition in (*released.editions, *released.embargoed):
        say(told_edition(edition))
    say(f"{plural(len(released.editions), 'edition')} released")
    context.exit(exit_code(released.problems))
