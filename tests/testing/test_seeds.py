"""That the layers catch what a reader would mind, each the kind it is for, and nothing else.

Seventy changes are seeded into the sample one by one (`seeds.py`, built by `seeding.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from reportgen.shipped import templates_root
from tests.running import SRC
from tests.testing.seeding import with_wrong_glyph
from tests.testing.seeds import CHANGES, NOTHING, PAGE, UNIMPORTANT, Seed

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("seeds")]

ROOT = Path(__file__).parents[2]


def run(*arguments: str, variables: dict[str, str] | None = None) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.testing.seeding", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}", **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all changes were tried, once for all processes of a run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "seeded"
    with FileLock(shared / "seeded.lock"):
        if not (folder / "results.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            run(str(folder))
    return folder


@pytest.fixture(scope="session")
def results(seeded: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((seeded / "results.json").read_text("utf-8"))
    return found


def test_there_are_enough_of_them_and_each_has_its_name() -> None:
    assert len(CHANGES) >= 40
    assert len(UNIMPORTANT) >= 20
    names = [seed.name for seed in (*CHANGES, *UNIMPORTANT)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("seed", CHANGES, ids=lambda seed: seed.name)
def test_a_change_is_caught_by_its_layer(seed: Seed, results: dict[str, Any]) -> None:
    assert results[seed.name]["first"] == seed.layer, results[seed.name]["stands"]


@pytest.mark.parametrize("seed", UNIMPORTANT, ids=lambda seed: seed.name)
def test_what_means_nothing_raises_no_alarm(seed: Seed, results: dict[str, Any]) -> None:
    assert results[seed.name]["first"] == NOTHING, results[seed.name]["stands"]
    assert set(results[seed.name]["stands"].values()) == {"same"}


def test_a_wrong_glyph_with_the_right_text_is_seen_by_pixels_alone(
    results: dict[str, Any],
) -> None:
    stands = results["a wrong glyph"]["stands"]
    assert [layer for layer, state in stands.items() if state != "same"] == [f"{PAGE}-1"]


def test_layers_below_the_first_say_that_they_follow(results: dict[str, Any]) -> None:
    stands = results["a digit"]["stands"]
    assert stands == {
        "data": "changed",
        "html": "changed data",
        "pdf": "changed data",
        "page-1": "changed data",
    }


def test_another_machine_raises_no_alarm(seeded: Path, tmp_path: Path) -> None:
    """Time zone, locale, date, hash seed, folder, home and a font of the same name differ."""
    fonts = tmp_path / "home" / ".fonts"
    fonts.mkdir(parents=True)
    inter = (templates_root() / "fonts" / "inter-400.ttf").read_bytes()
    (fonts / "inter-400.ttf").write_bytes(with_wrong_glyph(inter, "3", "8"))
    run(
        str(seeded),
        str(tmp_path / "elsewhere"),
        variables={
            "TZ": "Pacific/Apia",
            "LC_ALL": "vi_VN.UTF-8",
            "LANG": "de_DE.UTF-8",
            "SOURCE_DATE_EPOCH": "0",
            "PYTHONHASHSEED": "7",
            "HOME": str(tmp_path / "home"),
        },
    )
    found = json.loads((tmp_path / "elsewhere" / "results.json").read_text("utf-8"))
    assert len(found) == 4
    assert {state for stands in found.values() for state in stands.values()} == {"same"}
