"""Why a project has no data: what lies where the data should, under almost the right name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.documents import Source
from reportgen.model.configuration import PROJECT_FILE
from reportgen.problems import Problem, nearest, problem
from reportgen.world import DATA, World

_FILE = f"{DATA}.yaml"
_NAMES = (_FILE, f"{DATA}.yml")
_ENDINGS = (".yaml", ".yml")
_NONE = f"write {_FILE}, or files such as {DATA}/partners.yaml"


def no_data(world: World, files: Sequence[str]) -> Problem:
    """The problem of a project without data, with what to do about the file that was meant.

    Args:
        world: The project.
        files: What lies in its folder of data.
    """
    hint = next(_meant(world.entries(), files), _NONE)
    message = f"there is no data: no {_FILE}, and no YAML file in {DATA}/"
    return problem("no-data", message, Source(PROJECT_FILE, "").at(0, 0), hint)


def _meant(entries: Sequence[str], files: Sequence[str]) -> Iterator[str]:
    for entry in entries:
        yield from _misnamed(entry)
    for name in files:
        stem, _, ending = name.rpartition(".")
        if stem.endswith(_ENDINGS):
            yield f"rename {name} to {stem}: a file that ends in .{ending} is not read"
    if files:
        yield f"{files[0]} is not read: data is written in files that end in .yaml"
    others = [name for name in entries if name.endswith(_ENDINGS) and name != PROJECT_FILE]
    near = nearest(_FILE, others)
    if near is not None:
        yield f"rename {near} to {_FILE}, if it holds the data"


def _misnamed(entry: str) -> Iterator[str]:
    """What to do about a file or folder that is named almost like the data's."""
    name, lower = entry.rstrip("/"), entry.casefold()
    if lower.rstrip("/") in _NAMES:
        if entry.endswith("/"):
            yield f"{name} is a folder: rename it to {DATA}, or write a file {_FILE}"
        elif name not in _NAMES:
            yield f"rename {name} to {lower}: capitals count"
    elif lower == f"{DATA}/" and entry != lower:
        yield f"rename the folder {name} to {DATA}: capitals count"
    elif lower.startswith(tuple(f"{known}." for known in _NAMES)):
        yield f"rename {name} to {'.'.join(lower.split('.')[:2])}"
