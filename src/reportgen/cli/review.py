"""`reportgen review`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from reportgen.cli.console import project_option, say


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="A free one without it.")
@click.option("--no-browser", is_flag=True, help="Print the address; open nothing.")
@project_option
@click.pass_context
def review(context: click.Context, port: int, *, no_browser: bool, root: Path) -> None:
    """Look at what differs in the browser, and accept or reject it one at a time.

    The page is served to this machine alone, until Ctrl-C, to whoever has its address. It shows
    what the last `reportgen test` left, and ends at once where nothing waits.

    \b
    Example:
      reportgen test
      reportgen review
    """
    try:
        from reportgen.testing.reviewing import Review

        server = Review(root, port)
    except ImportError as error:
        say(f'{error.name} is missing: pip install "reportgen-toolkit[test]"')
        context.exit(1)
    except OSError as error:
        say(f"port {port} cannot be used: {error.strerror}")
        context.exit(1)
    if not server.desk.pending():
        server.server_close()
        say("nothing waits")
        return
    click.echo(server.address)
    say("stop with Ctrl-C")
    if not no_browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("ended")
    finally:
        server.server_close()
