"""Prose files, `data/texts/NAME.LANGUAGE.md`, as records of the collection `texts`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from reportgen.documents import Document, Source, split_front_matter
from reportgen.model.text import LANGUAGE
from reportgen.problems import Problem, problem
from reportgen.reading.languages import is_known, meant_language
from reportgen.reading.origin import BODIES, Body, Origin, Raw

_TEXT_FILE = re.compile(r"^(?P<id>[^.]+)\.(?P<language>[^.]+)\.md$")


@dataclass
class Texts:
    """The records that the files make, what is wrong with them, and whether one is unreadable."""

    raws: list[Raw] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False


@dataclass
class _Text:
    value: dict[str, Any] = field(default_factory=dict)
    layers: list[tuple[Document, tuple[str | int, ...]]] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)


def read_texts(files: Mapping[str, bytes]) -> Texts:
    """One record for each NAME, with the bodies of all its languages.

    Front matter of all languages together makes the fields; of one that stands in several files,
    the first counts.
    """
    found = Texts()
    texts: dict[str, _Text] = {}
    for name, raw in files.items():
        match = _TEXT_FILE.match(PurePosixPath(name).name)
        if match is None or not LANGUAGE.match(match["language"]):
            stem = PurePosixPath(name).name.split(".")[0]
            found.problems.append(
                problem(
                    "bad-language",
                    "the name of the file says no language",
                    Source(name, "").at(0, 0),
                    f"name it {stem}.en.md, with the code of its language",
                )
            )
            continue
        if not is_known(match["language"]):
            found.problems.append(_unknown_language(name, match["id"], match["language"]))
            continue
        front, body, first, problems = split_front_matter(name, raw)
        if problems:
            found.problems += problems
            found.broken = True
            continue
        if front is not None and not isinstance(front.data, dict):
            message = "front matter must be a mapping"
            place = front.place(())
            found.problems.append(problem("wrong-type", message, place, "write `sources: [...]`"))
            continue
        _join(texts.setdefault(match["id"], _Text()), match["language"], name, front, body, first)
    for id_, text in texts.items():
        value = {
            "id": id_,
            **text.value,
            BODIES: {lang: _body(b) for lang, b in text.bodies.items()},
        }
        found.raws.append(Raw("texts", value, Origin(tuple(text.layers), text.bodies)))
    return found


def _unknown_language(name: str, id_: str, language: str) -> Problem:
    meant = meant_language(language)
    return problem(
        "bad-language",
        f"`{language}` in the name of the file is not the code of a language",
        Source(name, "").at(0, 0),
        f"name it {id_}.{meant or 'en'}.md" + ("" if meant else ", with the code of its language"),
    )


def _join(
    text: _Text, language: str, name: str, front: Document | None, body: str, first: int
) -> None:
    source = Source(name, "\n" * (first - 1) + body)
    if front is not None:
        head = front.text.split("\n")[: first - 1]
        head += [""] * (first - 1 - len(head))
        source = Source(name, "\n".join([*head, body]))
        text.layers.append((front, ()))
        text.value = {**front.data, **text.value}
    text.bodies[language] = Body(source, len(source.text) - len(body))


def _body(body: Body) -> str:
    return body.source.text[body.start :]
