"""What a brief has read of the data, record by record, and where each value is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reportgen.model.base import Noun
from reportgen.model.configuration import PROJECT_FILE
from reportgen.model.fields import HIDDEN, fields_of
from reportgen.model.project import Job, Project
from reportgen.model.text import Text
from reportgen.problems import Place

_CARD = "dataset"
_SETTINGS = "settings"
_EDITION = "brief"
_SHOWN = ("template", "title", "sections", "params", "theme", "paper", "status", "classification")
"""The settings of a report that a reader can see."""


class DataOutline:
    """The outlines of what the briefs of a project have read, and where it is written."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._relations = project.relations

    def of(self, job: Job, read: Iterable[tuple[str, ...]]) -> str:
        """What the brief of a job has read: a line `figures.schools`, below it ` value: 230`.

        Texts are in the brief's language only. Related records stand in a fixed order, so that
        moving one from a file to another changes nothing here.
        """
        found: dict[str, set[str]] = {_SETTINGS: set(self._settings(job))}
        for kind, *rest in read:
            if kind == "field" and rest[0] != _EDITION:
                start = _CARD if rest[0] == _CARD else f"{rest[0]}.{rest[1]}"
                found.setdefault(start, set()).update(self._field(job.language, *rest))
            elif kind == "relation":
                ids = ", ".join(sorted(id_ for _, id_ in self._relations.find(*rest)))
                found.setdefault(f"{rest[0]}.{rest[1]}", set()).add(f"{rest[2]}: {ids}")
        return "".join(
            f"{start}\n" + "".join(f" {line}\n" for line in sorted(lines))
            for start, lines in sorted(found.items())
            if lines
        )

    def place(self, job: Job, start: str, line: str) -> Place | None:
        """Where the value of a line is written, or the record that has it.

        Args:
            job: Of which the outline is.
            start: The line that the value stands below: `figures.schools`.
            line: ` value: 230`.
        """
        told = line.strip().partition(": ")[0].split(".")
        path: list[str | int] = [int(p) if p.isdecimal() else p for p in told]
        if start == _SETTINGS:
            return self._find(PROJECT_FILE, "", ["reports", job.report, *path])
        if start == _CARD:
            return self._find(_CARD, _CARD, path)
        collection, _, id_ = start.partition(".")
        if id_ not in self._project.collection(collection):
            return None
        return self._find(collection, id_, path)

    def _find(self, collection: str, id_: str, path: list[str | int]) -> Place | None:
        for length in range(len(path), -1, -1):
            found = self._project.find(collection, id_, tuple(path[:length]))
            if found is not None:
                return found
        return None

    def _settings(self, job: Job) -> Iterator[str]:
        settings = self._project.configuration
        report = settings.reports[job.report]
        for name in _SHOWN:
            value = getattr(report, name) or getattr(settings, name, None)
            yield from self._lines(name, value, job.language)

    def _field(self, language: str, collection: str, id_: str, name: str) -> Iterator[str]:
        noun: Any = (
            self._project.dataset
            if collection == _CARD
            else self._project.collection(collection).get(id_)
        )
        if isinstance(noun, Noun):
            kind = fields_of(type(noun)).get(name)
            value = getattr(noun, kind.attribute) if kind else None
            yield from self._lines(name, value, language)
        elif isinstance(noun, Mapping) and name in noun:
            yield from self._lines(name, noun[name], language)

    def _lines(self, path: str, value: Any, language: str) -> Iterator[str]:
        if value is None or (isinstance(value, tuple | Mapping) and not value):
            return
        if isinstance(value, Text):
            text, spoken = value.find(language, self._project.languages[0])
            other = f".{spoken}" if value.plain is None else ""
            yield f"{path}{other}: {_flat(text)}"
        elif isinstance(value, Noun):
            for name, kind in fields_of(type(value)).items():
                if name not in HIDDEN:
                    yield from self._lines(
                        f"{path}.{name}", getattr(value, kind.attribute), language
                    )
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                yield from self._lines(f"{path}.{name}", inner, language)
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                yield from self._lines(f"{path}.{number}", inner, language)
        else:
            yield f"{path}: {_flat(str(value))}"


def values(outline: str) -> dict[tuple[str, str], str]:
    """(`figures.schools`, `value`) -> what it holds, of an outline."""
    found: dict[tuple[str, str], str] = {}
    start = ""
    for line in outline.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            found[start, name] = value
        else:
            start = line
    return found


def _flat(text: str) -> str:
    return text.strip().replace("\n", "\\n")
