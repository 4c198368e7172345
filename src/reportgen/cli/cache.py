"""`reportgen cache`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say

_SIZE = re.compile(r"^(\d+(?:\.\d+)?)\s*([kKMG]?)B?$")
_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9}


class Size(click.ParamType):  # type: ignore[type-arg]  # not generic when it runs
    """`500M`, `2G`, `120000`: bytes, in decimal units (SI)."""

    name = "SIZE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        match = _SIZE.match(str(value).strip())
        if match is None:
            self.fail(f"'{value}' is no size; write 500M or 2G", param, ctx)
        return int(float(match[1]) * _UNITS[match[2]])


@click.group()
def cache() -> None:
    """Look after what earlier builds left in .reportgen/cache/."""


@cache.command()
@click.option("--max-size", type=Size(), required=True, help="What may stay: 500M, 2G.")
@project_option
def prune(max_size: int, root: Path) -> None:
    """Remove the results that were of use longest ago.

    \b
    Example:
      reportgen cache prune --max-size 500M
    """  # noqa: D301  \b keeps click from joining the lines
    from reportgen.building.store import CACHE, Store

    files, freed = Store(root / CACHE).prune(max_size)
    say(f"removed {plural(files, 'file')}, {freed / 1e6:.1f} MB")
