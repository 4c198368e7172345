"""`reportgen merge`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import (
    end_in_order,
    exit_code,
    plural,
    project_option,
    say,
    show_problems,
)
from reportgen.wanted import Options


@click.command()
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="DIR...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to, instead of build/.",
)
@click.option("--as-of", metavar="DATE", help="As the shards were built.")
@project_option
@click.pass_context
def merge(
    context: click.Context,
    folders: tuple[Path, ...],
    output_dir: Path | None,
    as_of: str | None,
    root: Path,
) -> None:
    """Join what `build --shard` has built on several machines.

    The result is, byte for byte, what one build of everything gives. A shard that is missing, there
    twice, or built from other files is refused.

    \b
    Example:
      reportgen build --shard 1/2 -o shard-1
      reportgen build --shard 2/2 -o shard-2
      reportgen merge shard-1 shard-2
    """
    from reportgen.building.merging import merge as merge_shards

    end_in_order()
    result = merge_shards(root, folders, Options(output=output_dir, as_of=as_of))
    show_problems(result.problems)
    code = exit_code(result.problems)
    if code == 0:
        shards, files = plural(len(folders), "shard"), plural(len(result.written), "file")
        say(f"merged {shards}: {files} written in {result.folder}")
    context.exit(code)
