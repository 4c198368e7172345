"""The options that choose what to build, shared by `build` and `ls`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.console import pairs

if TYPE_CHECKING:  # a command's help must load nothing that builds
    from reportgen.wanted import Wanted


def selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """REPORT..., --lang, --format, --where and -P."""
    for decorate in reversed(
        (
            click.argument("reports", nargs=-1, metavar="[REPORT]..."),
            click.option("--lang", "languages", multiple=True, help="Only this language."),
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
    ):
        function = decorate(function)
    return function


def wanted_of(
    reports: tuple[str, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    where: tuple[str, ...],
    parameters: tuple[str, ...],
) -> Wanted:
    """What the options ask for."""
    from reportgen.wanted import Wanted

    return Wanted(
        reports,
        languages,
        formats,
        {name: value.split(",") for name, value in pairs(where, "--where").items()},
        pairs(parameters, "-P"),
    )
