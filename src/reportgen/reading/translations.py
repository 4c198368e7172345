"""Translations that are missing, or older than the text that they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.model.translatable import BODIES, Translatable
from reportgen.problems import Problem, problem
from reportgen.reading.origin import Origin
from reportgen.reading.translation_lock import Lock


def translation_problems(
    text: Translatable, origin: Origin, languages: Sequence[str], lock: Lock
) -> Iterator[Problem]:
    """One problem for the languages that a text lacks, and one for each that is stale."""
    lacking = [language for language in languages if language not in text.texts]
    if lacking and not text.kept:
        yield _missing(text, origin, lacking)
    for language in languages:
        if lock.is_stale(text, language, languages[0]):
            yield _stale(text, origin, language, text.source(languages[0]))


def _missing(text: Translatable, origin: Origin, lacking: Sequence[str]) -> Problem:
    first = next(iter(text.texts))
    then = f"until then briefs print `{first}` and mark it"
    if not _is_prose(text):
        return problem(
            "missing-translation",
            f"`{text.name}` is not written in {_shown(lacking)}",
            origin.place(text.path, key=True),
            f"add `{lacking[0]}: ...`; {then}",
        )
    in_files = bool(origin.bodies)
    add = f"write data/texts/{text.id}.{lacking[0]}.md" if in_files else f"add `{lacking[0]}: |`"
    return problem(
        "missing-translation",
        f"the text `{text.id}` is not written in {_shown(lacking)}",
        origin.place_in((BODIES, first), 0, 1) if in_files else origin.place(("id",)),
        f"{add}; {then}",
    )


def _stale(text: Translatable, origin: Origin, language: str, source: str) -> Problem:
    path = (*text.path, language)
    in_file = _is_prose(text) and language in origin.bodies
    what = f"the text `{text.id}`" if _is_prose(text) else f"`{text.name}`"
    return problem(
        "stale-translation",
        f"{what} in `{language}` is older than its original: the `{source}` has changed",
        origin.place_in(path, 0, 1) if in_file else origin.place(path, key=True),
        f"mend it, or type `reportgen translations accept {text.key}` where it still holds",
    )


def _is_prose(text: Translatable) -> bool:
    return text.path == (BODIES,)


def _shown(languages: Sequence[str]) -> str:
    return " and ".join(f"`{language}`" for language in languages)
