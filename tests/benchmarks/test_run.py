"""The benchmarks themselves, tried out with two briefs: nothing here is about seconds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.portfolio import collections, facts
from benchmarks.run import BENCHMARKS
from benchmarks.sameness import claims, difference, same
from benchmarks.tables import BEGIN, END
from tests.running import SRC, reportgen

ROOT = SRC.parent


def run(*arguments: str) -> str:
    """What a module of the benchmarks prints."""
    ran = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of two, built by us, by the loop and by Typst."""
    folder = tmp_path_factory.mktemp("made")
    run("benchmarks.portfolio", f"{folder / 'project'}", "--partners", "2")
    run("benchmarks.pages", f"{folder / 'project'}", f"{folder / 'pages'}")
    records = collections(2)
    for number, partner in enumerate(records["partners"]):
        text = json.dumps(facts(records, partner))
        (folder / "pages" / f"{number:04}.json").write_text(text, "utf-8")
    for name in ("loop", "pool", "command", "typst"):
        run("benchmarks.contestants", name, f"{folder / 'pages'}", f"{folder / name}")
    reportgen(folder / "project", "build")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", ["loop", "pool", "command", "typst"])
def test_every_contestant_says_what_we_say(made: Path, name: str) -> None:
    for number in range(2):
        ours = made / "project" / "build" / "en" / "partners" / f"partner-{number:04}.pdf"
        theirs = made / name / f"{number:04}.pdf"
        assert difference(ours, theirs) == {}
        assert same(ours, theirs)


@pytest.mark.slow
def test_typst_keeps_the_standards_that_we_keep(made: Path) -> None:
    ours = claims(made / "project" / "build" / "en" / "partners" / "partner-0000.pdf")
    assert ours
    assert claims(made / "typst" / "0000.pdf") == ours


@pytest.mark.slow
def test_what_typst_prints_can_be_compared_without_measuring() -> None:
    assert run("benchmarks.alike", "--partners", "2") == "2 of 2 alike\n"


@pytest.mark.slow
def test_a_fact_that_a_contestant_leaves_out_is_seen(made: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "fonts").symlink_to(made / "pages" / "fonts")
    (pages / "fonts.conf").write_bytes((made / "pages" / "fonts.conf").read_bytes())
    known: dict[str, Any] = json.loads((made / "pages" / "0000.json").read_bytes())
    known["events"] = []
    (pages / "0000.json").write_text(json.dumps(known), "utf-8")
    run("benchmarks.contestants", "typst", f"{pages}", f"{tmp_path / 'typst'}")
    ours = made / "project" / "build" / "en" / "partners" / "partner-0000.pdf"
    assert not same(ours, tmp_path / "typst" / "0000.pdf")


def test_the_same_arguments_give_the_same_portfolio() -> None:
    assert collections(3) == collections(3)
    assert collections(3) != collections(4)


def test_what_there_is_can_be_listed() -> None:
    lines = run("benchmarks.run", "--list").splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in BENCHMARKS]


@pytest.mark.slow
def test_every_benchmark_measures_and_counts_and_writes(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"# Head\n\n{BEGIN}\n{END}\n\nBy hand.\n", "utf-8")
    run("benchmarks.run", "--tiny", "--rounds", "1", "--docs", f"{tmp_path}")
    text = document.read_text("utf-8")
    assert text.startswith("# Head\n")
    assert text.endswith(f"{END}\n\nBy hand.\n")
    assert all(f"### {one.name}\n" in text for one in BENCHMARKS)
    assert all(re.search(rf"\| {name} \| \d", text) for name in ("weasyprint", "typst", "Pango"))
    assert "prefers-color-scheme" in (tmp_path / "performance.svg").read_text("utf-8")
    numbers = json.loads((tmp_path / "performance.json").read_bytes())
    counted = [
        (outcome["name"], line["name"], line["values"], line["goal"]["bound"])
        for outcome in numbers["outcomes"]
        for line in outcome["lines"]
        if line["goal"] and line["goal"]["sign"] == "="
    ]
    assert len(counted) >= 9
    assert [row for row in counted if set(row[2]) != {row[3]}] == []  # work, and never seconds
    run("benchmarks.run", "--redraw", "--docs", f"{tmp_path}")
    assert document.read_text("utf-8") == text
