"""`build/index.html`: the page that lists every brief of the output folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.building.events import Rendered, Written
from reportgen.building.executor import run_jobs
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.kept_index import KeptIndex
from reportgen.building.loading import open_world
from reportgen.building.locking import STATE, lock_name
from reportgen.building.manifest import KINDS, Entry
from reportgen.building.quick import program_digest
from reportgen.building.store import kept_code
from reportgen.building.writing import write_changed
from reportgen.model.configuration import TEMPLATES
from reportgen.model.project import PNG, Artifact, Job, Project
from reportgen.problems import ProblemsError
from reportgen.reading import read_project
from reportgen.rendering.font_folder import isolate_fonts
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.listing import INDEX_PAGE, INDEX_STYLE, BuiltFile, address
from reportgen.rendering.media import screen_html
from reportgen.rendering.page import CATALOGUE, PageWriter
from reportgen.rendering.theme import TOKENS, Theme
from reportgen.wanted import Limits
from reportgen.world import World, digest

INDEX = f"{INDEX_PAGE}.html"
NEEDED = KINDS.keys() - {"title", "as_of", "height"}
"""What an entry of a manifest has, of whatever version."""

WEIGHTS = (400, 600)
"""Of the theme's upright faces; a page that has no other does not carry them."""


class _IndexRenderer:
    """Makes the page of what the manifest lists, as the one job of a worker."""

    def __init__(self, project: Project, world: World, outputs: Mapping[str, Entry]) -> None:
        self._project, self._world, self._outputs = project, world, outputs

    def __reduce__(self) -> tuple[Callable[..., _IndexRenderer], tuple[object, ...]]:
        # A spawned worker reads again.
        return _again, (self._world.project, dict(self._outputs), self._world.trusted)

    def __call__(self, job: Job) -> Rendered:
        writer = PageWriter(self._project, self._world, None, code=kept_code())
        listed = tuple(_files(self._outputs))
        page = writer.write_index(listed)
        pictures = [address(file.path) for file in listed if file.format == PNG]
        scripts = writer.look_over_index(page, pictures)
        theme = writer.theme(INDEX_PAGE)
        faces = _few(theme.embedded)
        html = screen_html(page, theme.files, faces, INDEX_STYLE, scripts, beside=True)
        page.reads.names.update((TOKENS, INDEX_STYLE))
        here = Fingerprints(self._project, self._world, None, program_digest())
        return Rendered(
            job,
            (Artifact(INDEX, html.encode("utf-8")),),
            dependencies=here.of_job(job, page.reads.dependencies()),
            title=str.__str__(page.facts["title"]),
        )


def write_index(
    project: Project,
    world: World,
    folder: Path,
    outputs: Mapping[str, Entry],
    limits: Limits | None = None,
    kept: KeptIndex | None = None,
) -> tuple[Entry, Written | None]:
    """Write the page of what the manifest lists; its entry there, and the file where it changed.

    With `kept` it is not made where it would be the same.

    Raises:
        ProblemsError: its template is wrong or costs too much, or the file cannot be written.
    """
    key = kept.key(_files(outputs)) if kept else ""
    known = kept.entry(key) if kept else None
    if known is not None:
        return known, None
    private = world.project / STATE / f"work-{lock_name(folder)}"
    made = _rendered(project, world, outputs, limits, private)
    entry, data = _entry(made), made.artifacts[0].data
    changed = write_changed(folder, INDEX, data, entry["digest"])
    if kept:
        kept.keep(key, entry, made.dependencies)
    return entry, Written(INDEX, len(data), 0) if changed else None


def look_ahead(outputs: Mapping[str, Entry], kept: KeptIndex) -> None:
    """Work out what the page would be told of these files: it will be told of most of them."""
    with contextlib.suppress(ProblemsError):  # the page says so
        kept.key(_files(outputs))


def index_page(
    project: Project,
    world: World,
    outputs: Mapping[str, Entry],
    limits: Limits | None = None,
    private: Path | None = None,
) -> tuple[dict[str, Any], bytes]:
    """The page of what a manifest lists: its entry there, and its bytes.

    Args:
        project: What was built.
        world: The world that it was read from.
        outputs: The entries of the manifest.
        limits: What making the page may cost.
        private: A folder for the worker that makes it; see `executor.run_jobs`.

    Raises:
        ProblemsError: its template is wrong or costs too much.
    """
    made = _rendered(project, world, outputs, limits, private)
    return _entry(made), made.artifacts[0].data


def _entry(made: Rendered) -> dict[str, Any]:
    data = made.artifacts[0].data
    return {
        "digest": digest(data),
        "size": len(data),
        "pages": 0,
        "report": None,
        "record": None,
        "language": made.job.language,
        "format": "html",
        "title": made.title,
        "as_of": None,
        "inputs": {"records": [], "files": _files_of(made)},
    }


def _rendered(
    project: Project,
    world: World,
    outputs: Mapping[str, Entry],
    limits: Limits | None,
    private: Path | None,
) -> Rendered:
    job, render = Job(INDEX_PAGE, project.languages[0], ()), _IndexRenderer(project, world, outputs)
    # The shipped template is ours; one that a stranger may have changed runs apart.
    apart = bool(world.files(TEMPLATES) or project.lookup().themes)
    if apart:
        (rendered,) = run_jobs([job], render, isolate_fonts, 1, limits, private)
    else:
        rendered = render(job)
    if not rendered.artifacts:
        raise ProblemsError(rendered.problems)
    if apart:
        theme = Theme(world, project.lookup(), project)
        _look_at(theme, _files_of(rendered), job.language)
    return rendered


def _files_of(made: Rendered) -> list[str]:
    return sorted(key[1] for key in made.dependencies if key[0] == "file")


def _look_at(theme: Theme, files: Iterable[str], language: str) -> None:
    """Look at what the page was made from: so this process, too, knows what it depends on."""
    for name in files:
        theme.files(name)
    theme.templates.all(CATALOGUE.format(language))
    _ = theme.faces


def _few(faces: Sequence[FontFace]) -> tuple[FontFace, ...]:
    """Of each family the upright faces of two weights, or the nearest that it has to them."""
    upright = [face for face in faces if face.style == "normal"] or faces
    families = {face.family: [f for f in upright if f.family == face.family] for face in upright}
    kept = [
        min(known, key=lambda face: abs(face.weight - weight))
        for known in families.values()
        for weight in WEIGHTS
    ]
    return tuple(face for face in faces if face in kept)


def _again(root: Path, outputs: Mapping[str, Entry], trust: bool) -> _IndexRenderer:  # noqa: FBT001  called with the arguments of a pickle
    world = open_world(root, trust=trust)
    project = read_project(world).project
    if project is None:
        raise ProblemsError(())
    return _IndexRenderer(project, world, outputs)


def _files(outputs: Mapping[str, Entry]) -> Iterator[BuiltFile]:
    for path, entry in sorted(outputs.items()):
        if path != INDEX and entry.keys() >= NEEDED:
            yield BuiltFile(
                path,
                entry["format"],
                entry["size"],
                entry["pages"],
                entry["report"],
                entry["record"],
                entry["language"],
                entry.get("title"),  # an earlier version wrote neither
                entry.get("as_of"),
                entry.get("height", 0),
            )
