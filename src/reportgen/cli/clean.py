"""`reportgen clean`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say


@click.command()
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it was built, instead of build/.",
)
@click.option("--cache", "with_cache", is_flag=True, help="Remove the cache, too.")
@click.option("-n", "--dry-run", is_flag=True, help="List the files; remove nothing.")
@project_option
def clean(
    output_dir: Path | None,
    *,
    with_cache: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Remove what reportgen has built, and nothing else.

    Only files that the manifest of the folder lists, and that nobody has changed since, are
    removed; build/.gitignore stays.

    \b
    Example:
      reportgen clean
      reportgen clean --cache
    """
    from reportgen.building.cleaning import clean_cache, clean_folder

    folder = output_dir or root / "build"
    if output_dir is not None and not folder.is_dir():
        raise click.UsageError(f"there is no folder {output_dir}")
    removed, kept = clean_folder(root, folder, dry_run=dry_run)
    if with_cache and not dry_run:
        clean_cache(root)
    if dry_run:
        for path in removed:
            click.echo(path)
    for path in kept:
        say(f"kept {path}: it was changed by hand")
    say(f"{'would remove' if dry_run else 'removed'} {plural(len(removed), 'file')}")
