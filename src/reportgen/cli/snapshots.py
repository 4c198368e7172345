"""`reportgen snapshots size`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.cli.console import plural, project_option, say, table_option

_LAYERS = ("data", "html", "pdf", "pages")


@click.group()
def snapshots() -> None:
    """Look after what `reportgen test` compares with.

    \b
    Example:
      reportgen snapshots size
    """


@snapshots.command()
@table_option
@project_option
def size(form: str, root: Path) -> None:
    """Say what the snapshots of each report cost on disk, layer by layer.

    \b
    Example:
      reportgen snapshots size
    """
    from reportgen.testing.accepting import costs

    found = costs(root)
    if form == "json":
        rows = [{"report": c.report, "briefs": c.briefs, "bytes": c.bytes} for c in found]
        click.echo(json.dumps(rows, indent=2))
        return
    wide = max((len(cost.report) for cost in found), default=6)
    if found:
        click.echo(
            f"{'report':{wide}}  briefs  " + "".join(f"{x:>9}" for x in _LAYERS) + "      all"
        )
    for cost in found:
        cells = "".join(f"{_kb(cost.bytes.get(layer, 0)):>9}" for layer in _LAYERS)
        click.echo(
            f"{cost.report:{wide}}  {cost.briefs:>6}  {cells}{_kb(sum(cost.bytes.values())):>9}"
        )
    briefs = sum(cost.briefs for cost in found)
    total = sum(sum(cost.bytes.values()) for cost in found)
    each = f", {_kb(total // briefs)} each" if briefs else ""
    say(f"{plural(briefs, 'brief')}, {total / 1e6:.1f} MB{each}")


def _kb(size_: int) -> str:
    return f"{size_ / 1e3:.1f} kB"
