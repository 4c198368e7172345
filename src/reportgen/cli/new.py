"""`reportgen new`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import project_option, say

KINDS = ("partner", "programme", "figure", "agreement", "text", "report")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("id_", metavar="ID")
@click.option(
    "--template", metavar="NAME", help="Of a report; without it a template of its own is made."
)
@click.option("-n", "--dry-run", is_flag=True, help="Print what would be written; write nothing.")
@project_option
def new(
    kind: str,
    id_: str,
    template: str | None,
    *,
    dry_run: bool,
    root: Path,
) -> None:
    """Add a record with its fields explained, for you to fill in.

    It goes to the end of the file that has such records: data/NAME.yaml, data.yaml, or a new file;
    a text gets a file for each language, a report its entry in reportgen.yaml, with a template of
    its own and a text to begin with. Everything else in the files stays as it is.

    \b
    Example:
      reportgen new partner adb
      reportgen new report dialogue
      reportgen new report partners --template partner-profile
    """
    from reportgen.building.adding import new_record, write_record

    if template is not None and kind != "report":
        raise click.UsageError("--template is for a report")
    files = new_record(root, kind, id_, template)
    if not dry_run:
        write_record(root, files)
    for file in files:
        click.echo(f"{file.path}:{file.line}")
        if dry_run:
            click.echo("\n".join(f"+ {line}".rstrip() for line in file.added.splitlines()))
    if not dry_run:
        build = kind == "report" and template is None
        say(f"look at it: reportgen build {id_}" if build else "fill it in, then: reportgen check")
