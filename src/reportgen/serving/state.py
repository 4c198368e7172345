"""What the processes of the preview tell each other: one keeps watch, one makes, one answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.building.manifest import Entry
from reportgen.model.project import Job
from reportgen.problems import Problem, format_problem
from reportgen.world import digest

FIRST = "index.html"
"""The page that lists all briefs, among the files of a build."""


@dataclass(frozen=True)
class Brief:
    """A brief that the page offers.

    Attributes:
        key: Its path in the output folder, without ending: `en/country-brief`.
        name: As messages call it: `country-brief[en]`.
        files: Format -> path in the output folder.
    """

    key: str
    name: str
    language: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        phase: `building`, `waiting` for another build, or `ready`.
        briefs: Those that were asked for.
        problems: What is wrong, as of the last build.
        outputs: The files that may be looked at: path in the output folder -> digest.
        titles: Path -> what the brief calls itself.
        sample: Which made-up data is shown, or None for the project's own.
    """

    phase: str = "building"
    briefs: tuple[Brief, ...] = ()
    problems: tuple[Problem, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    sample: str | None = None


@dataclass(frozen=True)
class Preview:
    """A file as it will be, shown before the build has written it."""

    path: str
    digest: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Inspected:
    """A brief as HTML or on paper, to be looked into: which template line made which block.

    Attributes:
        key: That of the brief.
        format: `html` or `pdf`.
        files: Path below `/inspect/` -> bytes, what is to be read first before all others; none
            where the brief cannot be made.
    """

    key: str
    format: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def told(self) -> dict[str, str] | None:
        """Where the page finds it, and a digest that changes with it."""
        first = next(iter(self.files), None)
        return {"path": first, "digest": digest(self.files[first])} if first else None


@dataclass(frozen=True)
class Viewing:
    """What people look at now, by the keys of briefs, and whether they look into its layout."""

    keys: frozenset[str] = frozenset()
    inspected: bool = False


def brief_of(job: Job) -> Brief:
    """What the page knows of a job."""
    files = {output.format: output.path for output in job.outputs}
    key = job.outputs[0].path.rpartition(".")[0]
    return Brief(key, job.name, job.language, files)


def told(
    state: State, shown: Mapping[str, str], looked_into: Iterable[Inspected] = ()
) -> dict[str, Any]:
    """The state as the page reads it, with the digests of what is `shown` in place of files."""
    inspected: dict[str, dict[str, Any]] = {}
    for one in looked_into:
        inspected.setdefault(one.key, {})[one.format] = one.told
    return {
        "phase": state.phase,
        "sample": state.sample,
        "index": state.outputs.get(FIRST),
        "briefs": [
            {
                "key": brief.key,
                "name": brief.name,
                "language": brief.language,
                "title": next(
                    (state.titles[p] for p in brief.files.values() if p in state.titles), None
                ),
                "files": {
                    form: {"path": path, "digest": shown.get(path) or state.outputs[path]}
                    for form, path in brief.files.items()
                    if path in shown or path in state.outputs
                },
                "inspected": inspected.get(brief.key, {}),
            }
            for brief in state.briefs
        ],
        "problems": [
            {
                "severity": found.severity.value,
                "file": found.place.file if found.place else None,
                "line": found.place.line if found.place else None,
                "text": format_problem(found),
            }
            for found in state.problems
        ],
    }


def served(manifest: Mapping[str, Entry]) -> tuple[dict[str, str], dict[str, str]]:
    """(path -> digest, path -> title) of the files that a manifest lists."""
    titles = {path: e["title"] for path, e in manifest.items() if e.get("title")}
    return {path: entry["digest"] for path, entry in manifest.items()}, titles
