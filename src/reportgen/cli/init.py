"""`reportgen init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from reportgen.building.starting import EXAMPLES, starter_files
from reportgen.cli.console import say


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="[DIR]"
)
@click.option(
    "--example",
    type=click.Choice(EXAMPLES),
    help="Copy a whole sample project instead of the smallest one.",
)
@click.option("-n", "--dry-run", is_flag=True, help="List the files; write nothing.")
def init(folder: Path, example: str | None, *, dry_run: bool) -> None:
    """Start a project in DIR: two small files, ready to build.

    \b
    Example:
      reportgen init my-briefs
      reportgen init viet-nam --example viet-nam
    """
    files = starter_files(example)
    if dry_run:
        for name in files:
            click.echo(name)
        return
    from reportgen.building.schemas import write_schemas
    from reportgen.building.writing import write_new

    write_new(folder, files, click.echo)
    write_schemas(folder)
    say(f"ready: {'' if folder == Path() else f'cd {shlex.quote(str(folder))} && '}reportgen build")
