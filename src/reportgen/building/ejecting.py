"""Shipped templates brought into a project, and kept up with those that ship."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.loading import in_project, open_world, project_lookup
from reportgen.building.writing import create_file, inside, remove_file, write_file
from reportgen.customising.conflicts import conflicts
from reportgen.customising.listing import full_name, names_below
from reportgen.customising.merging import merge
from reportgen.customising.originals import Copy, State, read_copies
from reportgen.model.configuration import TEMPLATES
from reportgen.model.lookup import BELOW
from reportgen.problems import Problem, ProblemsError, did_you_mean, problem
from reportgen.world import ORIGINALS


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did with one copy, in words, and what is left for people to settle."""

    copy: Copy
    done: str
    problems: tuple[Problem, ...] = ()


def eject(root: Path, given: str) -> str:
    """Copy a file of the theme, or a shipped one, into the project; its text is kept, too.

    Returns:
        The path of the copy in the project.

    Raises:
        ProblemsError: nothing ships under the name, the project has such a file, or it cannot be
            written.
    """
    in_project(root)
    world = open_world(root)
    lookup = project_lookup(world)
    name = full_name(given, names_below(world, lookup))
    below = lookup.find(world.read, BELOW + name)
    data = below.data if below else b""
    path = inside(root, f"{TEMPLATES}/{name}")
    if os.path.lexists(path):
        raise ProblemsError((_already_there(name),))
    # The original first: one without a copy means nothing, a copy without it is never upgraded.
    write_file(inside(root, f"{ORIGINALS}/{name}"), data)
    if not create_file(path, data):
        raise ProblemsError((_already_there(name),))
    return f"{TEMPLATES}/{name}"


def copies(root: Path, given: Sequence[str] = ()) -> tuple[Copy, ...]:
    """The copies of these names, or all of them.

    Raises:
        ProblemsError: one of them is no copy, or the folder is no project.
    """
    in_project(root)
    world = open_world(root)
    known = {copy.name: copy for copy in read_copies(world, project_lookup(world))}
    return tuple(_named(known, name) for name in given) or tuple(known.values())


def differences(copy: Copy, *, own: bool = False) -> str:
    """How the shipped file differs from what was copied, or how the copy does, as a patch.

    Empty where nothing does.
    """
    new = copy.own if own else copy.shipped
    after = "yours" if own else "as it ships now"
    lines = difflib.unified_diff(
        _lines(copy.base),
        _lines(new or b""),
        f"{copy.name} (as it was copied)",
        f"{copy.name} ({after})",
        lineterm="",
    )
    return "\n".join(lines)


def upgrade(root: Path, given: Sequence[str] = (), *, keep: bool = False) -> Iterator[Upgraded]:
    """Bring what has changed in shipped files into their copies, one after the other.

    With `keep` the copies stay as they are, and what ships now counts as their original.

    Raises:
        ProblemsError: a name is that of no copy, or a copy cannot be written.
    """
    for copy in copies(root, given):
        yield _upgrade(root, copy, keep=keep)


def _upgrade(root: Path, copy: Copy, *, keep: bool) -> Upgraded:
    original = inside(root, f"{ORIGINALS}/{copy.name}")
    if copy.state is State.CONFLICT:
        found = tuple(conflicts(copy.path, copy.own or b""))
        return Upgraded(copy, "left as it is", found)
    if copy.shipped is None or copy.own is None:
        remove_file(root, original)
        return Upgraded(copy, "yours alone" if copy.shipped is None else "forgotten")
    if copy.base == copy.shipped:
        return Upgraded(copy, "nothing to do")
    try:
        merged = copy.own if keep else merge(copy)
    except ProblemsError as error:  # the other copies are merged all the same
        return Upgraded(copy, "not merged", error.problems)
    # The copy first: one that is merged a second time stays as it is.
    if merged != copy.own:
        write_file(inside(root, copy.path), merged)
    write_file(original, copy.shipped)
    found = tuple(conflicts(copy.path, merged))
    return Upgraded(copy, "kept" if keep else "merged", found)


def _named(known: dict[str, Copy], given: str) -> Copy:
    try:
        return known[full_name(given, set(known))]
    except ProblemsError:
        name = given.removeprefix(f"{TEMPLATES}/")
        message = f"`{name}` was not copied with `reportgen templates eject`"
        hint = did_you_mean(name, known, kind="copies")
        raise ProblemsError((problem("not-ejected", message, None, hint),)) from None


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def _already_there(name: str) -> Problem:
    message = f"the project already has {TEMPLATES}/{name}"
    hint = "move it away first; nothing has been written"
    return problem("already-ejected", message, None, hint)
