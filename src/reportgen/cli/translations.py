"""`reportgen translations ls` and `reportgen translations accept`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.completing import completer, language_codes
from reportgen.cli.console import plural, project_option, say, table_option

if TYPE_CHECKING:  # a command's help must load nothing that reads
    from reportgen.building.translating import Translation

STATES = ("missing", "stale", "fallback", "unreviewed", "done")


@click.group()
def translations() -> None:
    """List and accept translations.

    Lists those that are missing or stale, and accepts those that hold.

    \b
    Example:
      reportgen translations ls --lang vi
      reportgen translations accept partners.ilo
    """


@translations.command()
@click.option(
    "--lang",
    "languages",
    multiple=True,
    help="Only this language.",
    shell_complete=completer(language_codes),
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(STATES),
    help="Only these; all but `done` without it.",
)
@table_option
@project_option
def ls(
    languages: tuple[str, ...],
    states: tuple[str, ...],
    form: str,
    root: Path,
) -> None:
    """List the texts that a language lacks or whose translation is not settled.

    missing: the language lacks it, briefs print another one and mark it. stale: the original has
    changed since (translations.lock). fallback: kept to the letter in another language.
    unreviewed: the record says `reviewed: false`.

    \b
    Example:
      reportgen translations ls
      reportgen translations ls --lang vi --state stale --format json
    """
    from reportgen.building.translating import read_translations
    from reportgen.problems import did_you_mean

    rows = read_translations(root)
    known = list(dict.fromkeys(row.language for row in rows))
    for language in languages if rows else ():
        if language not in known:
            hint = did_you_mean(language, known, kind="languages")
            raise click.UsageError(f"nothing is translated into '{language}'; {hint}")
    rows = tuple(row for row in rows if not languages or row.language in languages)
    shown = [row for row in rows if row.state in (states or STATES[:-1])]
    if form == "json":
        click.echo(_as_json(shown))
    elif shown:
        click.echo(_as_text(shown))
    _sum_up(rows)


@translations.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@project_option
def accept(ids: tuple[str, ...], root: Path) -> None:
    """Say that translations hold for their originals as both are now.

    Writes translations.lock, which is kept with the data. An ID is a text, a record or a
    collection, as `translations ls` prints it; without one everything is accepted.

    \b
    Example:
      reportgen translations accept partners.ilo.name
      reportgen translations accept
    """
    from reportgen.building.translating import accept_translations

    accepted, stale = accept_translations(root, ids)
    were = f", {stale:,} of them stale" if stale else ""
    say(f"accepted {plural(accepted, 'translation')}{were}")


def _as_json(rows: list[Translation]) -> str:
    return json.dumps(
        [
            {
                "text": row.key,
                "language": row.language,
                "state": row.state,
                "source": row.source,
                "prints": row.prints,
                "file": row.place.file if row.place else None,
                "line": row.place.line if row.place else None,
            }
            for row in rows
        ],
        indent=2,
        ensure_ascii=False,
    )


def _as_text(rows: list[Translation]) -> str:
    places = [f"{row.place.file}:{row.place.line}" if row.place else "" for row in rows]
    wide = max(map(len, places), default=0)
    lines = []
    for row, place in zip(rows, places, strict=True):
        prints = f"  prints {row.prints}, marked" if row.prints else ""
        lines.append(f"{row.state:10}  {row.language:5}  {place:{wide}}  {row.key}{prints}")
    return "\n".join(lines)


def _sum_up(rows: tuple[Translation, ...]) -> None:
    if not rows:
        say("there is nothing to translate: no text is written in several languages")
        return
    for language in dict.fromkeys(row.language for row in rows):
        of_it = [row for row in rows if row.language == language]
        count = Counter(str(row.state) for row in of_it)
        parts = [f"{count[state]:,} {state}" for state in STATES if count[state]]
        say(f"{language}: {plural(len(of_it), 'text')}: {', '.join(parts)}")
    new = sum(not row.locked for row in rows)
    if new:
        say(
            f"translations.lock lacks {plural(new, 'translation')}: `reportgen translations accept`"
        )
