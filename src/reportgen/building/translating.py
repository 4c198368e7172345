"""The state of a project's translations, and the lock that keeps what they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportgen.building.bounds import bounded
from reportgen.building.loading import open_world
from reportgen.building.writing import write_file
from reportgen.model.project import Project
from reportgen.model.translatable import BODIES, Translatable, texts_of
from reportgen.problems import Place, ProblemsError, did_you_mean, problem
from reportgen.reading import read_project
from reportgen.reading.translation_lock import LOCK_FILE, Lock, is_within, pair, read_lock
from reportgen.wanted import Limits
from reportgen.world import World


class State(StrEnum):
    """How a text stands in a language; the gravest holds."""

    MISSING = "missing"
    STALE = "stale"
    FALLBACK = "fallback"
    UNREVIEWED = "unreviewed"
    DONE = "done"


@dataclass(frozen=True)
class Translation:
    """A text in one language that it is not written in first.

    Attributes:
        key: The text: `partners.ilo.name`.
        language: The language it is, or should be, translated into.
        source: The language it is translated from.
        place: Where the translation stands, or the text where there is none.
        prints: The language that a brief prints in its place; None where it has the text.
        locked: Whether translations.lock knows this wording of both.
    """

    key: str
    language: str
    source: str
    state: State
    place: Place | None
    prints: str | None
    locked: bool


def read_translations(root: Path) -> tuple[Translation, ...]:
    """Every translation that a project has or lacks: the gravest first, then by place.

    Raises:
        ProblemsError: the project cannot be read.
    """
    project, world = _read(root)
    lock, _ = read_lock(world)
    found = [row for text in _texts(project) for row in _states(text, project, lock)]
    order = list(State)
    return tuple(
        sorted(found, key=lambda row: (order.index(row.state), *_where(row), row.language))
    )


def accept_translations(root: Path, chosen: Sequence[str] = ()) -> tuple[int, int]:
    """Write into the lock that translations hold for their originals as both are now.

    Args:
        root: The project.
        chosen: Texts, records or collections (`partners.ilo`); everything without any.

    Returns:
        (translations accepted anew, of those that were stale).

    Raises:
        ProblemsError: the project cannot be read, there is no such text, or the lock cannot be
            written.
    """
    project, world = _read(root)
    lock, _ = read_lock(world)
    texts = tuple(_texts(project))
    _refuse_unknown(texts, chosen)
    first = project.languages[0]
    new = lock.accepting(texts, project.languages, chosen=chosen)
    changed = [
        (text, language)
        for text in texts
        for language in project.languages
        if pair(text, language, first) is not None
        and new.pairs.get((text.key, language)) != lock.pairs.get((text.key, language))
    ]
    stale = sum(lock.is_stale(text, language, first) for text, language in changed)
    written = new.written().encode("utf-8")
    if world.read(LOCK_FILE) != written:
        write_file(world.project / LOCK_FILE, written)
    return len(changed), stale


def _read(root: Path) -> tuple[Project, World]:
    world = open_world(root)
    with bounded("reading the project", Limits()):
        reading = read_project(world)
    if reading.project is None:
        raise ProblemsError(found for found in reading.problems if found.severity == "error")
    return reading.project, world


def _texts(project: Project) -> Iterator[Translatable]:
    return texts_of(
        project.records, project.own, project.dataset, project.configuration, project.languages
    )


def _states(text: Translatable, project: Project, lock: Lock) -> Iterator[Translation]:
    first = project.languages[0]
    source = text.source(first)
    for language in project.languages:
        if language == source:
            continue
        has = language in text.texts
        state = _state(text, has=has, stale=lock.is_stale(text, language, first))
        place = _place(text, project, language if has else source)
        locked = lock.holds(text, language, first)
        yield Translation(text.key, language, source, state, place, None if has else source, locked)


def _state(text: Translatable, *, has: bool, stale: bool) -> State:
    if not has:
        return State.FALLBACK if text.kept else State.MISSING
    if stale:
        return State.STALE
    return State.DONE if text.reviewed else State.UNREVIEWED


def _place(text: Translatable, project: Project, language: str) -> Place | None:
    offset = 0 if text.path == (BODIES,) else None
    return project.find(text.collection, text.id, (*text.path, language), offset)


def _where(row: Translation) -> tuple[str, int, str]:
    place = row.place or Place("")
    return place.file, place.line, row.key


def _refuse_unknown(texts: Sequence[Translatable], chosen: Sequence[str]) -> None:
    for name in chosen:
        if not any(is_within(text.key, name) for text in texts):
            parts = name.count(".") + 1
            known = dict.fromkeys(".".join(text.key.split(".")[:parts]) for text in texts)
            hint = did_you_mean(name, known, kind="texts")
            message = f"there is no text `{name}` in several languages"
            raise ProblemsError((problem("bad-option", message, None, hint),))
