"""Records and pictures that no brief prints: known only when all briefs have been written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from reportgen.building.fingerprints import Dependency, widened
from reportgen.building.manifest import Entry
from reportgen.model import COLLECTIONS
from reportgen.model.configuration import PUBLIC
from reportgen.model.images import IMAGES
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, problem
from reportgen.rendering.theme import media_type
from reportgen.world import DATA, World

TEXTS = "texts"
FOLDER = f"{DATA}/images"
"""Where a project keeps its pictures."""


class ReadRecords:
    """The records of which the briefs of a build have read more than that they exist."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()

    def add(self, dependencies: Iterable[Dependency]) -> None:
        """Note what one brief depends on."""
        wide = map(widened, dependencies)
        read = {(key[1], key[2]) for key in wide if key and key[0] == "record"} - self._known
        # They come out of pickles, each with strings of its own.
        self._known.update((sys.intern(name), sys.intern(id_)) for name, id_ in read)

    def __contains__(self, record: tuple[str, str]) -> bool:
        return record in self._known


def unused_records(project: Project, read: ReadRecords) -> Iterator[Problem]:
    """A problem for each record of the known collections of which no brief has read anything.

    A record for internal use is none where all briefs are public: it is left out on purpose.
    """
    internal = _has_internal_briefs(project)
    for collection in COLLECTIONS:
        for id_ in project.records.get(collection, ()):
            shown = internal or project.audience(collection, id_) in (None, PUBLIC)
            if shown and (collection, id_) not in read:
                yield _unused(project, collection, id_)


def unused_images(
    project: Project, world: World, outputs: Mapping[str, Entry]
) -> Iterator[Problem]:
    """A problem for each file in `data/images/` that no record names and nothing built has used."""
    files = [name for name in world.files(FOLDER) if (media_type(name) or "").startswith("image/")]
    if not files:
        return
    used = {name for entry in outputs.values() for name in entry["inputs"]["files"]}
    named = {
        f"{DATA}/{path.removeprefix('./')}"
        for collection, field in (("partners", "logo"), (IMAGES, "file"))
        for record in project.records.get(collection, {}).values()
        if (path := getattr(record, field)) is not None
    }
    brand = set(project.brand.logo.paths()) if project.brand else set()
    for name in files:
        if name not in used | named | brand:
            hint = f"name it in `{IMAGES}`, with alternative text and credit, or take it out"
            yield problem("unused-image", f"nothing names `{name}`", Place(name), hint)


def _has_internal_briefs(project: Project) -> bool:
    settings = project.configuration
    return any(settings.audience_of(report) != PUBLIC for report in settings.reports.values())


def _unused(project: Project, collection: str, id_: str) -> Problem:
    place = project.find(collection, id_, ("id",))
    if collection == TEXTS:
        message = f"no brief prints the text `{id_}`"
        hint = "name it after a place of a template, `REPORT-PLACE` or `PLACE`, or take it out"
        return problem("unused-text", message, place, hint)
    message = f"no brief prints {collection}.{id_}"
    hint = "let a report print it, refer to it, or take it out"
    return problem("unused-record", message, place, hint)
