"""`reportgen completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes commands and names.

    \b
    Example:
      reportgen completion bash >> ~/.bashrc
      reportgen completion fish > ~/.config/fish/completions/reportgen.fish
    """
    found = get_completion_class(shell)
    root = context.find_root().command
    if found is not None:
        click.echo(found(root, {}, "reportgen", "_REPORTGEN_COMPLETE").source())
