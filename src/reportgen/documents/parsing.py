"""YAML text to plain values, safely, and with every trap of ordinary writing named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from reportgen.documents.building import Builder, StoppedError
from reportgen.documents.decoding import decode, refused_character, refused_characters
from reportgen.documents.document import Document
from reportgen.documents.repeats import repeated_keys
from reportgen.documents.source import Source
from reportgen.documents.traps import explain
from reportgen.problems import Problem, problem, sort_problems

_ESCAPE = re.compile(r"\\(?:[0abevfNLP]|x[0189]|u00[0189]|u20[26]|ufe|uff)", re.IGNORECASE)
_MENDINGS = 20  # how many syntax errors of one file are told at once


def parse_yaml(name: str, raw: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """The values of a YAML file, or everything that is wrong with how it is written.

    Safe for files from strangers: no tags, no duplicate keys, bounded size, depth, number of
    values and aliases. After a trap whose mended line is known, reading goes on with that line,
    so that one run tells of all of them; there is still no document then.
    """
    source, refused = decode(name, raw)
    if source is None:
        return None, refused
    return read_source(source)


def read_source(source: Source) -> tuple[Document | None, tuple[Problem, ...]]:
    """As `parse_yaml`, from text that is already decoded."""
    builder, problems = _build(source)
    if builder is not None and builder.repeats:
        # Of the text that was read to its end: the one as written may have been mended for that.
        problems += _as_written(source, list(repeated_keys(builder.source)))
    if problems or builder is None:
        return None, sort_problems(problems)
    if builder.root is None:
        hint = "write a record into it, or delete it"
        return None, (problem("empty-file", "the file is empty", source.at(0, 0), hint),)
    document = Document(source.name, source.text, builder.root)
    if _ESCAPE.search(source.text):
        escaped = tuple(_escaped(document, document.data, ()))
        return (None, escaped) if escaped else (document, ())
    return document, ()


def _build(source: Source) -> tuple[Builder | None, list[Problem]]:
    """The values and the problems of the text; no values where the grammar broke for good."""
    problems: list[Problem] = []
    attempt = source
    for _ in range(_MENDINGS):
        builder = Builder(attempt)
        try:
            builder.build()
        except StoppedError:
            return None, [*problems, *_as_written(source, builder.problems)]
        except yaml.YAMLError as error:
            found, mended = explain(attempt, error)
            problems += _as_written(source, [found])
            if mended is None or mended.text == attempt.text:
                return None, problems + list(_before(found, _as_written(source, builder.problems)))
            attempt = mended
        else:
            return builder, [*problems, *_as_written(source, builder.problems)]
    return None, problems


def _before(last: Problem, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems of lines before the last one: what stands behind it may be its cascade."""
    for found in problems:
        if found.place is None or last.place is None or found.place.line < last.place.line:
            yield found


def _as_written(source: Source, problems: list[Problem]) -> Iterator[Problem]:
    """The problems with their lines as they stand in the file, not as mended."""
    for found in problems:
        place = found.place
        if place is None or place.text == source.line(place.line - 1):
            yield found
        else:
            column = min(place.column - 1, len(source.line(place.line - 1)))
            written = source.at(place.line - 1, column, place.width)
            yield problem(found.code, found.message, written, found.hint)


def _escaped(document: Document, value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """The problems of characters that stand in a value only through an escape."""
    if isinstance(value, str):
        for character in refused_characters(value)[:1]:
            found = refused_character(document.source, 0, character)
            yield problem(found.code, found.message, document.place(path), found.hint)
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value or ())
    for part, item in inner:
        yield from _escaped(document, item, (*path, part))
