"""The commands, one file each; a command's module is imported when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Why a stream takes nothing more."""

COMMANDS = (
    "init",
    "new",
    "build",
    "merge",
    "due",
    "release",
    "history",
    "schedule",
    "check",
    "ls",
    "why",
    "test",
    "accept",
    "reject",
    "serve",
    "review",
    "snapshots",
    "extract",
    "clean",
    "cache",
    "translations",
    "templates",
    "explain",
    "schema",
    "ci",
    "doctor",
    "completion",
)
OWN_FAULT = 70
"""Exit code for a mistake of reportgen itself (EX_SOFTWARE of sysexits.h)."""


class Commands(click.Group):
    """A group that loads a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"reportgen.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a misspelt one is answered with the nearest."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from reportgen.problems import did_you_mean

            ctx.fail(f"there is no command '{name}'; {did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, args)


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001  click's signature
    if asked:
        import reportgen

        click.echo(f"reportgen {reportgen.__version__}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def command() -> None:
    """Build checked, multilingual briefs in HTML and PDF from YAML.

    \b
    Example:
      reportgen init my-briefs
      cd my-briefs
      reportgen build
    """


def _open_streams() -> None:
    """Have all three standard streams, to nowhere where the caller has closed one.

    Else the first file that is opened has its number, and what a library prints ends up in it.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _leave_streams() -> None:
    """What is still to be written goes nowhere; else Python tries it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _failed(error: Exception) -> int:
    """The exit code of a command that gave up; whatever is no problem is our own fault."""
    from reportgen.problems import ProblemsError

    if isinstance(error, ProblemsError):
        from reportgen.cli.console import exit_code, show_problems

        show_problems(error.problems)
        return exit_code(error.problems) or 1
    if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
        # Files say their names, so this was one of our streams.
        click.echo(f"the output cannot be written: {error.strerror}", err=True)
        _leave_streams()
        return 1
    traceback.print_exception(error)
    click.echo(
        "\nThis is a mistake in reportgen, not in your project. Please report it with the"
        " lines above and the output of `reportgen doctor`.",
        err=True,
    )
    return OWN_FAULT


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 problems, 2 wrong use, 70 our own fault."""
    _open_streams()
    try:
        result: Any = command.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="reportgen",
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the last door
        sys.exit(_failed(error))
    sys.exit(result if isinstance(result, int) else 0)
