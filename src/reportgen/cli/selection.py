"""The arguments that choose what to build, the same for every command that takes them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from reportgen.cli.completing import completer, language_codes, report_names, where_fields
from reportgen.cli.console import pairs
from reportgen.wanted import Wanted

_ARGUMENTS = (
    click.argument(
        "reports", nargs=-1, metavar="[REPORT]...", shell_complete=completer(report_names)
    ),
    click.option(
        "--lang",
        "languages",
        multiple=True,
        help="Only this language.",
        shell_complete=completer(language_codes),
    ),
    click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(["html", "pdf"]),
        help="Only this format.",
    ),
    click.option(
        "--where",
        multiple=True,
        metavar="FIELD=VALUE",
        shell_complete=completer(where_fields),
        help="Only records whose field has this value, or one of several: a,b.",
    ),
    click.option(
        "-P",
        "--param",
        "parameters",
        multiple=True,
        metavar="NAME=VALUE",
        help="A parameter of the template.",
    ),
)


def selection(function: Callable[..., Any]) -> Callable[..., Any]:
    """REPORT..., --lang, --format, --where and -P, handed to the command as one `wanted`."""

    @functools.wraps(function)
    def command(
        *context: Any,
        reports: tuple[str, ...],
        languages: tuple[str, ...],
        formats: tuple[str, ...],
        where: tuple[str, ...],
        parameters: tuple[str, ...],
        **others: Any,
    ) -> Any:
        fields = {name: value.split(",") for name, value in pairs(where, "--where").items()}
        wanted = Wanted(reports, languages, formats, fields, pairs(parameters, "-P"))
        return function(*context, wanted=wanted, **others)

    for decorate in reversed(_ARGUMENTS):
        command = decorate(command)
    return command
