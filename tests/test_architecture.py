"""The floors of the house: a room imports only from itself and from the floors below."""

from __future__ import annotations

import ast
from pathlib import Path

SRC = Path(__file__).parents[1] / "src" / "reportgen"

FLOORS = [
    {"problems", "shipped", "installed", "links", "machine", "wanted"},
    {"annotating", "documents", "loopback", "model", "network", "world"},
    {"reading", "planning", "scheduling", "rendering", "customising", "doctoring"},
    {"checking"},
    {"building"},
    {"api", "publishing", "serving"},
    {"__init__", "testing"},
    {"cli"},
    {"__main__"},
]
"""From the ground up; docs/architecture.md says what happens in each room."""

ROOMS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Every room named by an import anywhere in the file: top level, in a function, for typing."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    ours = [name.split(".")[1:] for name in names if name.split(".")[0] == "reportgen"]
    return {rest[0] if rest and rest[0] in ROOMS else "__init__" for rest in ours}


def test_every_room_has_a_floor() -> None:
    assert {room(path) for path in SRC.rglob("*.py")} == set(ROOMS)


def test_imports_only_go_down() -> None:
    up = [
        f"{path.relative_to(SRC)} imports {other}"
        for path in sorted(SRC.rglob("*.py"))
        for other in sorted(imported_rooms(path) - {room(path)})
        if ROOMS[other] >= ROOMS[room(path)]
    ]
    assert up == []


def test_weasyprint_has_one_door_and_one_for_what_it_does_not_promise() -> None:
    doors = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(
            name.split(".")[0] == "weasyprint"
            for name in [getattr(node, "module", None) or "", *(a.name for a in node.names)]
        )
    ]
    beside = {door for door in doors if not door.startswith("rendering/weasy_")}
    assert beside <= {"rendering/weasy.py", "doctoring.py"}
    # The shortcuts stand behind the door: nobody else goes through them.
    users = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        if "rendering.weasy_" in path.read_text("utf-8")
        or "rendering import weasy_" in path.read_text("utf-8")
    ]
    assert {user for user in users if not user.startswith("rendering/weasy_")} <= {
        "rendering/weasy.py"
    }


def test_modules_stay_small() -> None:
    sizes = {p: len(p.read_text("utf-8").splitlines()) for p in SRC.rglob("*.py")}
    assert {str(path): size for path, size in sizes.items() if size > 400} == {}
