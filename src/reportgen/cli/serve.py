"""`reportgen serve`."""

from __future__ import annotations

import errno
import webbrowser
from pathlib import Path

import click

from reportgen.cli.completing import completer, language_codes, report_names
from reportgen.cli.console import end_in_order, project_option, say, trust_option
from reportgen.wanted import Options, Wanted

PORT = 8440
"""Where the preview is looked for first; with a fixed one a browser's tab finds it again."""

_NEXT = 20
"""Ports that are tried after that one."""


@click.command()
@click.option("--open", "opened", is_flag=True, help="Open the page in your browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"This port and no other; without it {PORT}, or the next that is free.",
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    help="Only this language.",
    shell_complete=completer(language_codes),
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    help="Only this report.",
    shell_complete=completer(report_names),
)
@click.option(
    "--sample",
    type=click.Choice(["sparse", "dense"]),
    help="With made-up data: as little as there can be, or as much as a page must hold.",
)
@trust_option
@project_option
@click.pass_context
def serve(
    context: click.Context,
    port: int | None,
    languages: tuple[str, ...],
    reports: tuple[str, ...],
    sample: str | None,
    *,
    opened: bool,
    trust: bool,
    root: Path,
) -> None:
    """Build, show the briefs in the browser, and follow every change.

    HTML and PDF stand side by side and are made again when a file changes that they were made
    from; problems stand above them, with their lines. For this machine alone, until Ctrl-C.

    \b
    Example:
      reportgen serve --open
      reportgen serve --report country-brief --lang vi
      reportgen serve --sample dense
    """
    from reportgen.building.loading import in_project
    from reportgen.serving.keeping import Keeper

    in_project(root)
    end_in_order()
    options = Options(Wanted(reports, languages), trust=trust)
    keeper = None
    for number in [port] if port is not None else range(PORT, PORT + _NEXT):
        try:
            keeper = Keeper(root, options, number, sample)
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE or number == port:
                say(f"port {number} cannot be used: {error.strerror}; choose another with --port")
                context.exit(1)
    if keeper is None:
        say(f"ports {PORT} to {PORT + _NEXT - 1} are all taken; choose another with --port")
        context.exit(1)

    def ready() -> None:
        click.echo(keeper.address)
        say("stop with Ctrl-C")
        if opened:
            webbrowser.open(keeper.address)

    try:
        keeper.run(ready)
    except KeyboardInterrupt:
        say("ended")
