"""Shards that are joined are the whole, byte for byte; what does not fit is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.building.cleaning import clean_folder
from reportgen.building.merging import merge
from reportgen.building.pipeline import Result
from reportgen.building.runs import RUNS, recorded_seconds
from reportgen.building.sharding import STAMP
from reportgen.wanted import Options, Shard
from tests.publishing.press import TEMPLATES
from tests.running import write_project
from tests.workshop import build, cheap, files_of, write_shipped

NAMES = ("adb", "ilo", "undp", "unicef", "wb")
FILES = {
    "reportgen.yaml": "languages: [en, vi]\n"
    "reports:\n"
    "  news: {template: news, title: {en: News, vi: Tin}}\n"
    "  sheet: {template: sheet, title: '{name}', each: partners, output: 'partners/{id}'}\n",
    "data.yaml": "partners:\n"
    + "".join(f"  - {{id: {n}, name: {{en: {n}, vi: {n}}}}}\n" for n in NAMES),
    **TEMPLATES,
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    with cheap(write_shipped(tmp_path / "shipped")):
        yield write_project(tmp_path / "project", FILES)


def shards(project: Path, of: int, tmp_path: Path) -> list[Path]:
    """The folders of a build in so many parts, each on a machine of its own."""
    folders = []
    for number in range(1, of + 1):
        machine = tmp_path / f"machine-{of}-{number}"
        shutil.copytree(project, machine, ignore=shutil.ignore_patterns("build"))
        folders.append(machine / "build")
        assert build(machine, Options(shard=Shard(number, of))).ok
        shutil.rmtree(machine / ".reportgen")  # what is brought together is build/ alone
    return folders


@pytest.mark.parametrize("of", [1, 2, 3, 8])
def test_what_is_merged_is_the_whole_byte_for_byte(of: int, project: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    assert build(project, Options(output=whole)).ok
    shutil.rmtree(project / RUNS)
    by_hash = merge(project, shards(project, of, tmp_path), Options(output=tmp_path / "hash"))
    assert by_hash.problems == ()
    assert files_of(tmp_path / "hash") == files_of(whole)
    # Two formats and a picture, two languages; index, manifest.
    assert len(files_of(whole)) == (2 + 1) * 2 * 6 + 2
    # Now it is known how long each took.
    assert len(recorded_seconds(project)) == 12
    for old in tmp_path.glob(f"machine-{of}-*"):
        shutil.rmtree(old)
    by_length = merge(project, shards(project, of, tmp_path), Options(output=tmp_path / "length"))
    assert by_length.problems == ()
    assert files_of(tmp_path / "length") == files_of(whole)


def test_shards_that_were_brought_into_the_project_itself_are_merged(project: Path) -> None:
    for number in (1, 2):
        output = project / f"shard-{number}"
        assert build(project, Options(shard=Shard(number, 2), output=output)).ok
    (project / "made.txt").write_text("what else a machine of CI leaves there", "utf-8")
    found = merge(project, [project / "shard-1", project / "shard-2"], Options())
    assert found.problems == ()
    assert len([name for name in files_of(project / "build") if name.endswith(".html")]) == 13


def codes(result: Result) -> set[str]:
    return {found.code for found in result.problems}


def test_overlaps_and_gaps_are_refused_and_nothing_is_written(
    project: Path, tmp_path: Path
) -> None:
    one, two, three = shards(project, 3, tmp_path)
    output = Options(output=tmp_path / "out")
    gap = merge(project, [one, three], output)
    assert codes(gap) == {"shard-missing"}
    assert [found.message for found in gap.problems] == ["shard 2/3 is missing"]
    copy = shutil.copytree(two, tmp_path / "copy")
    assert codes(merge(project, [one, two, three, copy], output)) == {"shard-overlap"}
    assert codes(merge(project, [one, two, three, tmp_path], output)) == {"shard-missing"}
    other = shards(project, 2, tmp_path)
    assert "shard-differs" in codes(merge(project, [*other, three], output))
    # A brief that two hold, and one that none does, though the shards are all there.
    manifest = json.loads((one / "manifest.json").read_text("utf-8"))
    path = next(name for name in manifest["outputs"] if name.startswith("en/"))
    entry = manifest["outputs"].pop(path)
    (one / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    gap = merge(project, [one, two, three], output)
    assert [(p.code, p.message) for p in gap.problems] == [
        ("shard-missing", f"no shard holds {path}")
    ]
    for folder in (one, two):
        held = json.loads((folder / "manifest.json").read_text("utf-8"))
        held["outputs"][path] = entry
        (folder / "manifest.json").write_text(json.dumps(held), "utf-8")
    assert codes(merge(project, [one, two, three], output)) == {"shard-overlap"}
    assert not (tmp_path / "out").exists()


def test_shards_of_another_state_and_damaged_ones_are_refused(
    project: Path, tmp_path: Path
) -> None:
    folders = shards(project, 2, tmp_path)
    damaged = next(path for path in folders[1].rglob("*.html") if path.name != "index.html")
    good = damaged.read_bytes()
    damaged.write_bytes(good[:-1])
    assert codes(merge(project, folders, Options())) == {"shard-damaged"}
    damaged.write_bytes(good)
    (project / "data.yaml").write_text(FILES["data.yaml"].replace("en: ilo", "en: ILO"), "utf-8")
    assert codes(merge(project, folders, Options())) == {"shard-differs"}


def test_a_whole_build_takes_the_place_of_a_shard_and_the_other_way_round(project: Path) -> None:
    folder = project / "build"
    build(project, Options(shard=Shard(1, 2)))
    assert (folder / STAMP).exists()
    part = files_of(folder)
    # What the shards before took does not change the split of those after.
    assert recorded_seconds(project) == {}
    assert build(project, Options()).ok
    assert not (folder / STAMP).exists()
    assert len(files_of(folder)) > len(part)


def test_a_file_of_somebody_else_stays(project: Path, tmp_path: Path) -> None:
    folders = shards(project, 2, tmp_path)
    mine = write_project(tmp_path / "out", {"en/news.html": "mine"})
    assert "foreign-file" in codes(merge(project, folders, Options(output=mine)))
    assert (mine / "en" / "news.html").read_text("utf-8") == "mine"


def test_nothing_of_a_shard_is_left_when_its_folder_is_cleaned(project: Path) -> None:
    output = project / "shard-1"
    assert build(project, Options(shard=Shard(1, 2), output=output)).ok
    assert (output / STAMP).exists()
    removed, kept = clean_folder(project, output, dry_run=False)
    assert removed
    assert kept == []
    assert [path for path in output.rglob("*") if path.is_file()] == []
