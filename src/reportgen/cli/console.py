"""How commands talk: problems and progress on stderr, data on stdout, colours for terminals."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from reportgen.cli import OWN_FAULT
from reportgen.problems import Problem, errors_of, format_problem

DEEP = 40
"""Problems that are shown at most; the rest are counted."""


def colours() -> bool:
    """True where stderr is a terminal and nobody asked for none (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def say(text: str = "") -> None:
    """A line for the person at the terminal; work goes on where nobody reads it any more."""
    with contextlib.suppress(BrokenPipeError):
        click.echo(text, err=True)


def show_problems(problems: Sequence[Problem], *, limit: int = DEEP) -> None:
    """Every problem in full, up to a limit."""
    color = colours()
    for found in problems[:limit]:
        say(format_problem(found, color=color))
        say()
    if len(problems) > limit:
        say(f"... and {len(problems) - limit} more")


def counts(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems` for none."""
    found = list(problems)
    errors = len(errors_of(found))
    warnings = len(found) - errors
    parts = [plural(errors, "error")] if errors else []
    parts += [plural(warnings, "warning")] if warnings else []
    return ", ".join(parts) or "no problems"


def plural(number: int, thing: str) -> str:
    """`1 brief`, `2 briefs`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


table_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person, or for a program.",
)
"""The option of the commands that list things."""


def project_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option that every command on a project takes."""
    return click.option(
        "-C",
        "--project",
        "root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        help="The project folder; the current one without it.",
    )(function)


def strict_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--strict`, for every command that finds problems."""
    return click.option("--strict", is_flag=True, help="Treat warnings as errors.")(function)


def trust_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--trust`, for every command that may run code of the project."""
    text = "Let the project's own code run this once: its filters.py."
    return click.option("--trust", is_flag=True, help=text)(function)


def pairs(values: Sequence[str], option: str) -> dict[str, str]:
    """`name=value` options as a mapping.

    Raises:
        click.UsageError: one of them has no `=`.
    """
    found = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{option} takes name=value, not '{text}'")
        found[name.strip()] = value.strip()
    return found


def exit_code(problems: Iterable[Problem]) -> int:
    """0 built, 1 problems in the project, 70 where one of them is our own fault."""
    found = list(problems)
    if any(one.code == "internal-error" for one in found):
        return OWN_FAULT
    return 1 if errors_of(found) else 0


def end_in_order() -> None:
    """From now on a stop from outside goes the way of Ctrl-C: workers end, no half file is left."""
    for name in ("SIGTERM", "SIGHUP"):  # the second does not exist everywhere
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup does
            signal.signal(number, lambda number, _: sys.exit(128 + number))
