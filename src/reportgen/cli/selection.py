"""The arguments that choose what to build, the same for every command that takes them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from reportgen.cli.completing import completer, language_codes, report_names, where_fields
from reportgen.cli.console import pairs
from reportgen.cli.telling import FORMATS, split_formats
from reportgen.wanted import Shard, Wanted, parse_shard

_FORMATS = ("html", "pdf")

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


class ShardOf(click.ParamType):  # type: ignore[type-arg]  # not generic when it runs
    """`2/8`: the second of eight parts."""

    name = "N/OF"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Shard:
        """The shard."""
        shard = parse_shard(str(value))
        if shard is None:
            self.fail(f"'{value}' is no part of a build; write 2/8", param, ctx)
        return shard


def selection(function: Callable[..., Any]) -> Callable[..., Any]:
    """REPORT..., --lang, --format, --where and -P, handed to the command as one `wanted`."""
    return _selection(function, _format(_FORMATS, "Only this format."))


def selection_and_telling(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `selection`; `--format` also takes how problems are told, handed over as `form`."""

    @functools.wraps(function)
    def command(*context: Any, wanted: Wanted, **others: Any) -> Any:
        formats, form = split_formats(wanted.formats)
        return function(*context, wanted=replace(wanted, formats=formats), form=form, **others)

    text = "html, pdf: only this format. The others: how problems are told."
    return _selection(command, _format((*_FORMATS, *FORMATS), text))


def _format(choices: Sequence[str], text: str) -> Callable[..., Any]:
    return click.option("--format", "formats", multiple=True, type=click.Choice(choices), help=text)


def _selection(function: Callable[..., Any], form: Callable[..., Any]) -> Callable[..., Any]:

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

    for decorate in reversed((*_ARGUMENTS[:2], form, *_ARGUMENTS[2:])):
        command = decorate(command)
    return command
