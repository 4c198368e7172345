"""`translations.lock`: which wording each translation was made from, one line a text.

    version: 1
    texts:
      partners.ilo.name: {vi: 3f2a9c01d2e4 88ab01ff3310}

Beside each language stand the digest of the text that it was translated from and that of the
translation. A translation is stale where the first differs from the text as it is now and the
second does not: the original has changed since, and nobody has touched the translation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.documents import Document, parse_yaml
from reportgen.model.translatable import Translatable
from reportgen.problems import Problem, problem
from reportgen.reading.harvest import cannot_read
from reportgen.world import World, digest

LOCK_FILE = "translations.lock"
FORMAT = 1
HEAD = f"""\
# Which wording each translation was made from: digests of the original and of the translation.
# Written by `reportgen translations accept`; keep it with the data.
version: {FORMAT}
texts:
"""
_DIGITS = 12
_PLAIN = re.compile(r"^[A-Za-z0-9][\w.-]*$")
_PAIR = re.compile(r"^([0-9a-f]+) ([0-9a-f]+)$")

Pair = tuple[str, str]
"""Digests of the original and of its translation."""


@dataclass(frozen=True)
class Lock:
    """What was accepted: (key of a text, language) -> digests. An empty one finds nothing stale."""

    pairs: Mapping[tuple[str, str], Pair] = field(default_factory=dict)

    def is_stale(self, text: Translatable, language: str, first: str) -> bool:
        """True where the original has changed since the translation was accepted."""
        known, now = self.pairs.get((text.key, language)), pair(text, language, first)
        return known is not None and now is not None and known[0] != now[0] and known[1] == now[1]

    def holds(self, text: Translatable, language: str, first: str) -> bool:
        """True where this wording of both has been accepted, or there is nothing to accept."""
        now = pair(text, language, first)
        return now is None or self.pairs.get((text.key, language)) == now

    def accepting(
        self, texts: Iterable[Translatable], languages: Sequence[str], *, chosen: Sequence[str] = ()
    ) -> Lock:
        """The lock with these texts as they are now; those that are gone are dropped.

        `chosen` limits it to keys that are, or begin with, one of these: `partners.ilo`.
        """
        pairs: dict[tuple[str, str], Pair] = {}
        for text in texts:
            wanted = not chosen or any(is_within(text.key, prefix) for prefix in chosen)
            for language in languages:
                now, key = pair(text, language, languages[0]), (text.key, language)
                if now is not None and wanted:
                    pairs[key] = now
                elif key in self.pairs:
                    pairs[key] = self.pairs[key]
        return Lock(pairs)

    def written(self) -> str:
        """The lock as a file: sorted, a line for each text."""
        lines: dict[str, list[str]] = {}
        for (key, language), (original, translation) in sorted(self.pairs.items()):
            lines.setdefault(key, []).append(f"{language}: {original} {translation}")
        return HEAD + "".join(
            f"  {_quoted(key)}: {{{', '.join(parts)}}}\n" for key, parts in lines.items()
        )


def is_within(key: str, prefix: str) -> bool:
    """True for `partners.ilo.name` within `partners.ilo`."""
    return key == prefix or key.startswith(prefix + ".")


def pair(text: Translatable, language: str, first: str) -> Pair | None:
    """The digests of a translation as it is now; None for what is no translation or not there."""
    source = text.source(first)
    if language == source or language not in text.texts:
        return None
    return _digest(text.texts[source]), _digest(text.texts[language])


def read_lock(world: World) -> tuple[Lock, tuple[Problem, ...]]:
    """The lock of a project, and what is wrong with it; an empty one where there is no file."""
    try:
        raw = world.read(LOCK_FILE)
    except OSError as error:
        return Lock(), (cannot_read(LOCK_FILE, error),)
    if raw is None:
        return Lock(), ()
    document, problems = parse_yaml(LOCK_FILE, raw)
    if document is None:
        return Lock(), problems
    return _read(document)


def _read(document: Document) -> tuple[Lock, tuple[Problem, ...]]:
    data = document.data if isinstance(document.data, dict) else {}
    version, texts = data.get("version"), data.get("texts")
    if isinstance(version, str) and version.isdigit() and int(version) > FORMAT:
        message = f"the file has the form {version}, and this reportgen reads up to {FORMAT}"
        place, hint = document.place(("version",)), "install a newer reportgen-toolkit"
        return Lock(), (problem("newer-format", message, place, hint),)
    if not isinstance(document.data, dict) or not isinstance(texts, dict | None):
        return Lock(), (_wrong(document, ("texts",)),)
    pairs: dict[tuple[str, str], Pair] = {}
    for key, languages in (texts or {}).items():
        found = _pairs(languages)
        if found is None:
            return Lock(), (_wrong(document, ("texts", key)),)
        pairs.update({(key, language): digests for language, digests in found.items()})
    return Lock(pairs), ()


def _pairs(languages: Any) -> dict[str, Pair] | None:
    """Language -> digests, as a line of the file gives them; None where it gives none."""
    found: dict[str, Pair] = {}
    for language, digests in languages.items() if isinstance(languages, dict) else ():
        match = _PAIR.match(digests) if isinstance(digests, str) else None
        if match is None:
            return None
        found[language] = (match[1], match[2])
    return found or None


def _wrong(document: Document, path: tuple[str, ...]) -> Problem:
    message = "this is no line of translations.lock"
    hint = "take the conflict or the line out, and type `reportgen translations accept`"
    return problem("wrong-type", message, document.place(path, key=True), hint)


def _digest(text: str) -> str:
    """Of the words alone: another break of lines is no change."""
    return digest(unicodedata.normalize("NFC", " ".join(text.split())).encode())[:_DIGITS]


def _quoted(key: str) -> str:
    if _PLAIN.match(key):
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
