"""What a build writes and removes: whole files, its own, inside its own folder, whatever lies there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.cleaning import clean_folder, prune_cache
from reportgen.building.journal import Journal
from reportgen.building.pipeline import Result
from reportgen.building.writing import PART
from reportgen.problems import ProblemsError
from reportgen.wanted import Options
from reportgen.world import digest
from tests.running import write_project
from tests.workshop import build, cheap, files_of, write_shipped

ROOT = Path(__file__).parents[2]
PAGE = (
    '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>'
    "<h1>{{ record.name }}</h1>{% for n in range(200) %}<p>{{ n }}</p>{% endfor %}"
    "</main></body></html>\n"
)
FILES = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": PAGE,
    "templates/sheet.yaml": "title: A sheet\n",
}


def partners(*names: str) -> str:
    return "".join(f"- {{id: {name}, name: {name.upper()}}}\n" for name in names)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(
        tmp_path / "project", {**FILES, "data/partners.yaml": partners("a", "b", "c")}
    )


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder that is no business of the project; nothing in it may change."""
    folder = write_project(tmp_path / "outside", {"a.html": "mine", "sub/notes.json": "{}"})
    for number in range(60):
        write_project(folder, {f"runs/2020010{number % 10}T000000.0000{number}Z.json": "{}"})
    write_project(folder, {"objects/ab/" + "ab" * 16: "mine", f".x{PART}": "mine"})
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    before = files_of(folder)
    yield folder
    assert files_of(folder) == before


def built(project: Path, shipped: Path, options: Options | None = None) -> Result:
    with cheap(shipped):
        return build(project, options)


def codes(result: Result) -> set[str]:
    return {found.code for found in result.problems}


@pytest.mark.parametrize("case", ["b-symlink-out:file"])
def test_a_link_in_place_of_an_output_is_replaced(
    project: Path, shipped: Path, outside: Path, case: str
) -> None:
    assert built(project, shipped).ok
    output = project / "build/en/sheet/a.html"
    right = output.read_bytes()
    for target in (outside / "a.html", outside / "sub", outside / "none"):
        output.unlink()
        output.symlink_to(target)
        assert built(project, shipped).ok
        assert not output.is_symlink()
        assert output.read_bytes() == right


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("build", "b-symlink-out:build"),
        ("build/en", "b-symlink-out:language"),
        ("build/en/sheet", "b-symlink-out:report"),
        (".reportgen", "b-symlink-out:state"),
        (".reportgen/cache", "b-symlink-out:cache"),
        (".reportgen/cache/objects", "b-symlink-out:objects"),
        (".reportgen/cache/states", "b-symlink-out:states"),
        (".reportgen/runs", "b-symlink-out:runs"),
    ],
)
def test_nothing_is_written_through_a_link(
    project: Path, shipped: Path, outside: Path, name: str, case: str
) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).symlink_to(outside)
    result = built(project, shipped)
    assert codes(result) == {"link-in-the-way"}
    assert all(found.hint and name in found.message for found in result.problems)


@pytest.mark.parametrize("case", ["b-symlink-out:lock"])
def test_a_lock_that_is_a_link_empties_no_file(
    project: Path, shipped: Path, outside: Path, case: str
) -> None:
    built(project, shipped)
    for path in [
        *(project / ".reportgen").glob("*.lock"),
        Journal(project, project / "build")._path,
    ]:
        path.unlink(missing_ok=True)
        path.symlink_to(outside / "a.html")
        assert codes(built(project, shipped, Options(force=True))) == {"link-in-the-way"}
        path.unlink()


@pytest.mark.parametrize("case", ["b-symlink-out:object"])
def test_a_cache_does_not_lead_out(project: Path, shipped: Path, outside: Path, case: str) -> None:
    objects = project / ".reportgen" / "cache" / "objects"
    objects.mkdir(parents=True)
    for number in range(256):
        (objects / f"{number:02x}").symlink_to(outside)
    assert codes(built(project, shipped)) == {"link-in-the-way"}


@pytest.mark.parametrize("case", ["b-symlink-out:prune", "b-symlink-out:prune-inner"])
def test_a_cache_that_is_pruned_is_its_own(
    project: Path, shipped: Path, outside: Path, case: str
) -> None:
    cache = project / ".reportgen" / "cache"
    if case.endswith("inner"):
        built(project, shipped)
        (cache / "mine").symlink_to(outside)
        (cache / "notes.txt").write_text("mine")
        assert prune_cache(project, 0)[0] > 3
        assert list(files_of(cache)) == ["notes.txt"]
    else:
        cache.parent.mkdir()
        cache.symlink_to(outside)
        with pytest.raises(ProblemsError, match="is a link"):
            prune_cache(project, 0)


def test_an_output_folder_that_is_asked_for_may_be_a_link(
    project: Path, shipped: Path, tmp_path: Path
) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far")
    assert built(project, shipped, Options(output=tmp_path / "link")).ok
    assert (tmp_path / "far" / "en" / "sheet" / "a.pdf").is_file()


def tampered(project: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = project / "build" / "manifest.json"
    value = json.loads(path.read_bytes())
    change(value["outputs"])
    path.write_text(json.dumps(value), "utf-8")


def claim(path: str, data: bytes) -> Callable[[dict[str, Any]], None]:
    def change(outputs: dict[str, Any]) -> None:
        outputs[path] = {**next(iter(outputs.values())), "digest": digest(data)}

    return change


@pytest.mark.parametrize(
    ("path", "case"),
    [
        ("../../outside/a.html", "b-stale-foreign:above"),
        ("en/../../../outside/a.html", "b-stale-foreign:round"),
        ("{outside}/a.html", "b-stale-foreign:absolute"),
        ("link/a.html", "b-stale-foreign:link"),
        ("..\\..\\outside\\a.html", "b-stale-foreign:backslash"),
        ("a.html", "b-stale-foreign:file-link"),
        ("x" * 5000, "b-stale-foreign:long"),
        ("a\0b", "b-stale-foreign:nul"),
        ("", "b-stale-foreign:empty"),
        (".", "b-stale-foreign:point"),
    ],
)
@pytest.mark.parametrize("by", ["manifest", "journal"])
def test_a_manifest_from_elsewhere_removes_nothing_outside(
    project: Path, shipped: Path, outside: Path, path: str, by: str, case: str
) -> None:
    built(project, shipped)
    (project / "build" / "link").symlink_to(outside)
    (project / "build" / "a.html").symlink_to(outside / "a.html")
    name = path.format(outside=outside)
    if by == "manifest":
        tampered(project, claim(name, b"mine"))
    else:
        Journal(project, project / "build").note(name, digest(b"mine"))
    before = files_of(project / "build")
    result = built(project, shipped, Options(force=True))
    assert result.ok
    assert result.removed == ()
    assert files_of(project / "build").keys() == before.keys()
    clean_folder(project, project / "build", dry_run=False)
    assert (project / "build" / "link").is_symlink()


@pytest.mark.parametrize(
    "entry",
    [
        None,
        5,
        "x",
        [],
        {},
        {"digest": []},
        {"digest": "x", "size": "y"},
        {"digest": "x", "title": {}},
    ],
)
def test_a_manifest_that_is_none_is_written_anew(project: Path, shipped: Path, entry: Any) -> None:
    built(project, shipped)
    right = (project / "build" / "manifest.json").read_bytes()
    tampered(
        project, lambda outputs: outputs.update({"en/x.html": entry, "en/sheet/a.html": entry})
    )
    assert built(project, shipped).ok
    assert (project / "build" / "manifest.json").read_bytes() == right
    for text in (b"[" * 100_000, b"\xff", b"{", b'{"version": 1, "outputs": []}'):
        (project / "build" / "manifest.json").write_bytes(text)
        assert built(project, shipped).ok
        assert (project / "build" / "manifest.json").read_bytes() == right


@pytest.mark.parametrize("case", ["b-stale-foreign:notes"])
def test_what_nobody_has_built_is_neither_removed_nor_written_over(
    project: Path, shipped: Path, case: str
) -> None:
    mine = write_project(project / "build", {"notes.pdf": "mine", "en/sheet/b.html": "mine"})
    result = built(project, shipped)
    assert codes(result) == {"foreign-file"}
    assert (mine / "en/sheet/b.html").read_text() == "mine"
    assert (mine / "en/sheet/a.html").is_file(), "the others are built"
    (mine / "en/sheet/b.html").unlink()
    assert built(project, shipped).ok
    write_project(project, {"data/partners.yaml": partners("a")})
    assert len(built(project, shipped).removed) == 6  # two formats and a picture, two languages
    assert (mine / "notes.pdf").read_text() == "mine"


@pytest.mark.parametrize("case", ["b-stale-foreign:edited"])
def test_an_output_that_was_edited_and_is_not_built_any_more_is_kept(
    project: Path, shipped: Path, case: str
) -> None:
    built(project, shipped)
    (project / "build/en/sheet/b.html").write_text("edited")
    write_project(project, {"data/partners.yaml": partners("a")})
    result = built(project, shipped)
    assert codes(result) == {"changed-by-hand"}
    assert (project / "build/en/sheet/b.html").read_text() == "edited"


@pytest.mark.parametrize("lost", ["manifest", "state"])
def test_a_build_whose_records_are_lost_is_known_by_what_is_left(
    project: Path, shipped: Path, lost: str
) -> None:
    built(project, shipped)
    before = files_of(project / "build")
    if lost == "manifest":
        (project / "build" / "manifest.json").unlink()
    else:
        shutil.rmtree(project / ".reportgen")
    write_project(project, {"data/partners.yaml": partners("a", "b", "c").replace("B", "BEE")})
    assert built(project, shipped).ok
    write_project(project, {"data/partners.yaml": partners("a", "b", "c")})
    assert built(project, shipped).ok
    assert files_of(project / "build") == before
