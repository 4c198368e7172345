"""How `check` and `build` tell problems: `--format`, and the summary of a job."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from reportgen.annotating.formats import WRITERS, write
from reportgen.annotating.summary import Change, github_host, summary
from reportgen.annotating.telling import Telling
from reportgen.cli.console import say, show_problems
from reportgen.problems import Problem, ProblemsError

TEXT = "text"
FORMATS = (TEXT, *WRITERS)
GITHUB = "github"

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=TEXT,
    help="How problems are told: for a person, a program or a code host.",
)


def tell_problems(
    problems: Sequence[Problem],
    form: str,
    root: Path,
    command: str,
    changes: Callable[[], Sequence[Change]] = tuple,
) -> None:
    """Tell the problems on stderr for a person, and in another format on stdout.

    With `github` its commands are all; the summary of the job gets the problems and changes.
    """
    if form != GITHUB:
        show_problems(problems)
    if form != TEXT:
        tell_machines(problems, form, root, command, changes)


def tell_machines(
    problems: Sequence[Problem],
    form: str,
    root: Path,
    command: str,
    changes: Callable[[], Sequence[Change]] | None,
) -> None:
    """The part of `tell_problems` that is not for a person; no summary without `changes`."""
    import reportgen

    told = Telling(tuple(problems), _in_repository(root), command, reportgen.__version__)
    click.echo(write(form, told), nl=False)
    if form == GITHUB and changes is not None:
        _sum_up(told, changes(), root)


def split_formats(formats: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """(formats of briefs, format of problems) of one `--format` that takes both.

    Raises:
        click.UsageError: problems are to be told in two formats.
    """
    told = [name for name in formats if name in FORMATS]
    if len(told) > 1:
        raise click.UsageError(f"problems are told in one format, not in {' and '.join(told)}")
    return tuple(name for name in formats if name not in FORMATS), told[0] if told else TEXT


def _in_repository(root: Path) -> str:
    """The project's folder, seen from the top of its repository: code hosts name files so."""
    here = root.resolve()
    top = next((up for up in (here, *here.parents) if (up / ".git").exists()), None)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        given = os.environ.get(name)
        if top is None and given and here.is_relative_to(Path(given).resolve()):
            top = Path(given).resolve()
    found = here.relative_to(top).as_posix() if top else "."
    return "" if found == "." else found


def _sum_up(told: Telling, changes: Sequence[Change], root: Path) -> None:
    from reportgen.building.loading import open_world
    from reportgen.building.writing import append_line

    variable: Any = open_world(root).variable
    file = variable("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        append_line(Path(file), summary(told, changes, github_host(variable)))
    except ProblemsError as error:  # the problems have been told; that the summary lacks is said
        say("; ".join(found.message for found in error.problems))
