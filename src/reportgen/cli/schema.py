"""`reportgen schema`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import project_option, say


@click.command()
@project_option
def schema(root: Path) -> None:
    """Write JSON Schemas for editors into .reportgen/schemas/.

    With the YAML language server (VS Code, Neovim, Emacs ...) a file whose first line names its
    schema is completed and checked while you type.

    \b
    Example:
      reportgen schema
      # then, as the first line of data/partners.yaml:
      # yaml-language-server: $schema=../.reportgen/schemas/partners.json
    """
    from reportgen.building.loading import in_project
    from reportgen.building.schemas import write_schemas

    in_project(root)
    paths = write_schemas(root)
    for path in paths:
        click.echo(path)
    say("schemas written")
