"""What is declared, what is locked and what is imported agree; nothing names a registry."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")

# Part of the public face of another distribution, which pins it.
COMES_WITH = {"markupsafe": ["jinja2"], "pydantic_core": ["pydantic"]}

# Written in pieces, or this file would be found too.
REGISTRIES = re.compile(
    "|".join(
        [
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"registry\.n" + r"pmjs",
            r"deb\." + r"debian\.org",
            r"archive\.ubun" + r"tu\.com",
            r"^--(extra-)?index" + r"-url",
            r"^--find" + r"-links",
        ]
    ),
    re.MULTILINE,
)


def locked(name: str) -> dict[str, set[str]]:
    """Distribution -> versions; more than one where they differ by Python version."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def declared(*groups: str) -> list[Requirement]:
    lines = [
        line
        for group in groups
        for line in PROJECT["dependency-groups"][group]
        if isinstance(line, str)
    ]
    return [Requirement(line) for line in [*PROJECT["project"]["dependencies"], *lines]]


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.txt", ["build"]), ("requirements-dev.txt", ["build", "dev"])],
)
def test_the_lock_holds_what_is_declared(lock: str, groups: list[str]) -> None:
    versions = locked(lock)
    for requirement in declared(*groups):
        name = canonicalize_name(requirement.name)
        assert name in versions, f"run `make lock`: {name} is not in {lock}"
        assert all(version in requirement.specifier for version in versions[name]), name


def test_both_locks_agree() -> None:
    runtime, dev = locked(LOCKS[0]), locked(LOCKS[1])
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_file_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-zA-Z])", (ROOT / lock).read_text("utf-8"))
    bare = [block.split(" ")[0] for block in blocks if "==" in block and "--hash=" not in block]
    assert bare == []


def test_no_tracked_file_names_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [f"{name}: {match[0]}" for match in REGISTRIES.finditer(text)]
    assert found == []


def imported(path: Path) -> set[str]:
    """The top-level names of everything that the file imports, wherever in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


def test_what_is_imported_is_declared() -> None:
    extras = [
        line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines
    ]
    ours = {canonicalize_name(each.name) for each in [*declared(), *map(Requirement, extras)]}
    owners: dict[str, list[str]] = {**packages_distributions()}
    owners |= {**COMES_WITH, "reportgen": list(ours)}
    stray = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for name in imported(path)
        if not {canonicalize_name(each) for each in owners.get(name, [name])} & ours
    ]
    assert stray == []
