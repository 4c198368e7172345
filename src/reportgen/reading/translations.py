"""Texts that a language of the project lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportgen.model.base import Noun, Record
from reportgen.model.cooperation import Statement
from reportgen.model.evidence import Prose
from reportgen.model.fields import HIDDEN, fields_of
from reportgen.model.text import Text
from reportgen.problems import Problem, problem
from reportgen.reading.origin import BODIES, Origin

Path = tuple[str | int, ...]


def missing_translations(
    record: Record, origin: Origin, languages: Sequence[str]
) -> Iterator[Problem]:
    """One problem for each text that is written in some languages and lacks one of the project's.

    A plain text serves every language. Words that a record keeps to the letter have no
    translation to lack.
    """
    if isinstance(record, Prose):
        yield from _missing_bodies(record, origin, languages)
        return
    for path, text in _texts(record, ()):
        has = text.languages()
        lacking = _lacking(has, languages)
        if has and lacking:
            yield problem(
                "missing-translation",
                f"`{_name(path)}` is not written in {_shown(lacking)}",
                origin.place(path, key=True),
                f"add `{lacking[0]}: ...`; until then briefs print `{has[0]}` and mark it",
            )


def _missing_bodies(record: Prose, origin: Origin, languages: Sequence[str]) -> Iterator[Problem]:
    lacking = _lacking(tuple(record.bodies), languages)
    if not record.bodies or not lacking:
        return
    first = next(iter(record.bodies))
    in_files = bool(origin.bodies)
    add = f"write data/texts/{record.id}.{lacking[0]}.md" if in_files else f"add `{lacking[0]}: |`"
    yield problem(
        "missing-translation",
        f"the text `{record.id}` is not written in {_shown(lacking)}",
        origin.place_in((BODIES, first), 0, 1) if in_files else origin.place(("id",)),
        f"{add}; until then briefs print `{first}` and mark it",
    )


def _lacking(has: Sequence[str], languages: Sequence[str]) -> list[str]:
    return [language for language in languages if language not in has]


def _shown(languages: Sequence[str]) -> str:
    return " and ".join(f"`{language}`" for language in languages)


def _texts(noun: Noun, path: Path) -> Iterator[tuple[Path, Text]]:
    for name, kind in fields_of(type(noun)).items():
        kept = isinstance(noun, Statement) and noun.verbatim and name == "text"
        if kind.noun is not None and name not in HIDDEN and not kept:
            yield from _inside(getattr(noun, kind.attribute), (*path, name))


def _inside(value: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Noun):
        yield from _texts(value, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _inside(item, (*path, number))


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "text")
