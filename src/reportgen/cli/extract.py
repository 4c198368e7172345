"""`reportgen extract`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import plural, say


@click.command()
@click.argument("pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to write them; the current folder without it.",
)
@click.option("-n", "--dry-run", is_flag=True, help="List the files; write nothing.")
def extract(pdf: Path, output_dir: Path, *, dry_run: bool) -> None:
    """Take the files out of a PDF: what it prints, as YAML and JSON.

    Nothing is overwritten. Names are made safe, so that every file lands in the folder itself.

    \b
    Example:
      reportgen extract build/en/country-brief.pdf
      reportgen extract brief.pdf --output-dir source-data
    """
    from reportgen.building.extracting import files_inside
    from reportgen.building.writing import write_new

    files = files_inside(pdf)
    if dry_run:
        for name, data in files.items():
            click.echo(f"{name} ({plural(len(data), 'byte')})")
    else:
        write_new(output_dir, files, click.echo)
    if not dry_run:
        say(f"{plural(len(files), 'file')} from {pdf.name}")
