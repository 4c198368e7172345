"""`reportgen cache`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say
from reportgen.wanted import size_in_bytes


class Size(click.ParamType):  # type: ignore[type-arg]  # not generic when it runs
    """`500M`, `2G`, `120000`: bytes, in decimal units (SI)."""

    name = "SIZE"

    def __init__(self, least: int = 0) -> None:
        self._least = least

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        size = size_in_bytes(str(value))
        if size is None:
            self.fail(f"'{value}' is no size; write 500M or 2G", param, ctx)
        if size < self._least:
            self.fail(f"'{value}' is too little; write {self._least // 10**6}M or more", param, ctx)
        return size


@click.group()
def cache() -> None:
    """Look after what earlier builds left in .reportgen/cache/.

    \b
    Example:
      reportgen cache prune --max-size 500M
    """


@cache.command()
@click.option("--max-size", type=Size(), required=True, help="What may stay: 500M, 2G.")
@project_option
def prune(max_size: int, root: Path) -> None:
    """Remove the results that were of use longest ago.

    \b
    Example:
      reportgen cache prune --max-size 500M
    """
    from reportgen.building.cleaning import prune_cache

    files, freed = prune_cache(root, max_size)
    say(f"removed {plural(files, 'file')}, {freed / 1e6:.1f} MB")
