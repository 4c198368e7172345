"""Whether anything at all changed since the last build, found without loading what builds.

Only the standard library, `world`, `problems` and `wanted` are imported here: a build with nothing
to do must not pay for YAML, pydantic, Jinja or WeasyPrint.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.problems import Problem
from reportgen.problems.told import problems_of, rows_of
from reportgen.shipped import templates_root
from reportgen.wanted import Options
from reportgen.world import World, configuration_file, digest

BUILD = "build"
REMOTE = ".reportgen/remote"
STATES = ".reportgen/cache/states"
FORMAT = 3


@dataclass(frozen=True)
class Current:
    """A build that has nothing to do: what its last run found, and how much stands.

    Attributes:
        seen: What that run read and looked for: (root, name).
    """

    problems: tuple[Problem, ...]
    briefs: int
    files: int
    folder: Path
    seen: frozenset[tuple[str, str]] = frozenset()


def output_folder(root: Path, options: Options) -> Path:
    """Where a build goes: `build/` in the project, unless the options say otherwise."""
    if options.address:  # built here all the same, so that only what changed travels
        return root.resolve() / REMOTE / digest(options.address.encode())[:12]
    return options.output or root.resolve() / BUILD


@cache
def program_digest() -> str:
    """The digest of reportgen's own code and of the Python that runs it."""
    root = Path(__file__).parents[1]
    parts = [sys.version.encode()]
    parts += [
        path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes()
        for path in sorted(root.rglob("*.py"))
    ]
    return digest(b"\0".join(parts))


def may_make_pdfs(root: Path, options: Options, folder: Path) -> bool:
    """False where none are wanted, or the last build of the same kind has made none."""
    if options.wanted.formats and "pdf" not in options.wanted.formats:
        return False
    try:
        return b'.pdf"' in _path(root, options, folder).read_bytes()
    except OSError:
        return True


def unchanged(root: Path, options: Options, folder: Path) -> Current | None:
    """What the last build of the same kind left, where nothing that it saw has changed."""
    if options.force or options.dry_run or options.shard:
        return None  # a shard also depends on how long its briefs took
    try:
        state = json.loads(_path(root, options, folder).read_bytes())
        if state["format"] != FORMAT or state["program"] != program_state():
            return None
        trust = state["trust"]
        if trust is not None and trust != trust_state(options):
            return None
        if any(signature(*os.path.split(path)) != known for path, known in state["code"].items()):
            return None
        world = World(root, templates_root())
        if not world.still(tuple(row) for row in state["seen"]):
            return None
        if any(signature(folder, path) != known for path, known in state["outputs"].items()):
            return None
        if not isinstance(state["briefs"], int):
            return None
        problems = problems_of(state["problems"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Current(
        problems, state["briefs"], len(state["outputs"]) - 1, folder, frozenset(world.seen)
    )


def remember(
    world: World,
    folder: Path,
    outputs: Iterable[str],
    problems: Sequence[Problem],
    briefs: int,
    trust: str | None = None,
    code: Iterable[Path] = (),
) -> Mapping[str, Any]:
    """The state to keep after a build that went well, for `unchanged`.

    Args:
        world: What the build saw.
        folder: Where it went.
        outputs: The files that it has there.
        problems: What is told again.
        briefs: How many there are.
        trust: What said whether the project is trusted, where that was asked.
        code: Files of installed packages that the build depends on.
    """
    return {
        "format": FORMAT,
        "program": program_state(),
        "seen": [[*key, value] for key, value in sorted(world.seen.items())],
        "outputs": {path: signature(folder, path) for path in outputs},
        "problems": rows_of(problems),
        "briefs": briefs,
        "trust": trust,
        "code": {str(path): signature(path.parent, path.name) for path in code},
    }


def trust_state(options: Options) -> str:
    """What says whether a project is trusted: the option, else the user's configuration."""
    if options.trust:
        return "--trust"
    try:
        return digest(configuration_file(os.environ).read_bytes())
    except OSError:
        return "none"


def state_path(world: World, options: Options, folder: Path) -> Path:
    """Where the state of this kind of build is kept."""
    return _path(world.project, options, folder)


def _path(root: Path, options: Options, folder: Path) -> Path:
    kind = repr((options.wanted, str(folder.resolve()), options.as_of, options.strict))
    return root.resolve() / STATES / f"{digest(kind.encode())}.json"


@cache
def program_state() -> str:
    """The digest of the program and of when packages were installed: an upgrade touches folders."""
    places = [
        f"{place} {Path(place).stat().st_mtime_ns}"
        for place in sys.path
        if place.endswith(("site-packages", "dist-packages")) and Path(place).is_dir()
    ]
    return digest("\n".join([program_digest(), *places]).encode())


def signature(folder: str | Path, path: str) -> list[int]:
    """What a file is known by without being read: its size, and when it was written in ns.

    Raises:
        OSError: it is not there, or may not be looked at.
    """
    status = os.stat(f"{folder}/{path}")  # noqa: PTH116  a thousand paths would be made for it
    return [status.st_size, status.st_mtime_ns]
