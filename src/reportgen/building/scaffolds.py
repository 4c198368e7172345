"""The text of a new record: a shipped file with its places filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reportgen.model.manifest import Manifest
from reportgen.shipped import templates_root

SCAFFOLDS = "scaffolds"
_PLACE = re.compile(r"\$([a-z]+)")
_LANGUAGE = "$language"
_NULLS = ("null", "~")


def scaffold(name: str, languages: Sequence[str], places: Mapping[str, str | None]) -> str:
    """The scaffold `NAME` with each `$place` filled in.

    A line with `$language` is repeated for each language, with the deeper lines below it; one
    with a place that is None is left out.
    """
    text = (templates_root() / SCAFFOLDS / name).read_text("utf-8")
    absent = {place for place, value in places.items() if value is None}
    lines = [line for line in text.splitlines() if not absent.intersection(_PLACE.findall(line))]
    filled = "\n".join(_for_each(lines, languages)) + "\n"
    return _PLACE.sub(lambda at: places.get(at[1]) or at[0], filled)


def sections_text(manifest: Manifest, headings: Mapping[str, str]) -> str:
    """A text with these headings; below those that a report needs stand words to replace."""
    guide, parts = [], []
    for place, heading in headings.items():
        needed = place in manifest.required
        what = manifest.texts[place].find("en", "en")[0]
        guide.append(f"#   {heading}{' (needed)' if needed else ''}: {what}")
        parts.append(f"## {heading}" + (f"\n\n{heading}: write this text." if needed else ""))
    places = {"guide": "\n".join(guide), "sections": "\n\n".join(parts)}
    return scaffold("texts/sections.md", (), places)


def words(id_: str) -> str:
    """The id as words, to stand for a name until somebody writes it: `Ilo hanoi`."""
    found = id_.replace("-", " ")
    return quoted(found[:1].upper() + found[1:])


def quoted(text: str) -> str:
    """The text as YAML, which reads `null` as nothing."""
    return f'"{text}"' if text.lower() in _NULLS else text


def _for_each(lines: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    number = 0
    while number < len(lines):
        end = number + 1
        if _LANGUAGE not in lines[number]:
            yield lines[number]
        else:
            while end < len(lines) and _depth(lines[end]) > _depth(lines[number]):
                end += 1
            for language in languages:
                yield from (line.replace(_LANGUAGE, language) for line in lines[number:end])
        number = end


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
