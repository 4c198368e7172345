"""`reportgen explain`."""

from __future__ import annotations

import textwrap

import click

from reportgen.cli.completing import codes, completer
from reportgen.problems import CODES, Code, did_you_mean


@click.command()
@click.argument("code", required=False, shell_complete=completer(codes))
def explain(code: str | None) -> None:
    """Explain the code of a problem, with an example.

    Without CODE all codes are listed.

    \b
    Example:
      reportgen explain unknown-field
    """
    if code is None:
        width = max(map(len, CODES))
        for entry in CODES.values():
            click.echo(f"{entry.name:{width}}  {entry.severity.value:7}  {entry.title}")
        return
    if code not in CODES:
        raise click.UsageError(f"there is no code '{code}'; {did_you_mean(code, CODES)}")
    click.echo(_page(CODES[code]))


def _page(code: Code) -> str:
    parts = [f"{code.name}: {code.title}", textwrap.fill(code.text, 80)]
    for title, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            parts.append(f"{title}:\n{textwrap.indent(example.strip(chr(10)), '    ')}")
    if code.adjustable:
        parts.append(
            f"Level: {code.severity.value}. Another one, in reportgen.yaml:\n"
            f"    checks:\n      {code.name}: error   # or warning, off"
        )
    else:
        parts.append(f"Level: {code.severity.value}; it cannot be changed.")
    return "\n\n".join(parts)
