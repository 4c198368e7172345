"""What a build does, counted: a regression here makes every build slower, on any machine."""

from __future__ import annotations

import os
import pstats
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.portfolio import write
from tests.running import SRC, reportgen
from tests.test_lean_start import libraries, loaded

ROOT = SRC.parent
RENDER = """\
import sys, tempfile
from pathlib import Path
from reportgen.building.loading import open_world
from reportgen.building.renderer import Renderer, prepare, warm
from reportgen.planning import plan
from reportgen.reading import read_project

world = open_world(Path(sys.argv[1]))
project = read_project(world).project
renderer = Renderer(project, world, None, "code", fresh=True)
warm(pdfs=True)
with tempfile.TemporaryDirectory() as private:
    prepare(Path(private))
    for job in plan(project)[0].jobs[: int(sys.argv[2])]:
        assert renderer(job).rendered == 1
"""


class Calls:
    """How often functions were called in a process."""

    def __init__(self, stats: Path) -> None:
        self._rows = vars(pstats.Stats(str(stats)))["stats"]  # public, but its type is not declared

    def of(self, file: str, function: str) -> int:
        """Calls of a function, by the end of its file's name."""
        return sum(
            row[1]
            for (path, _, name), row in self._rows.items()
            if path.endswith(file) and name == function
        )

    @property
    def total(self) -> int:
        """All calls of functions of our own."""
        return sum(row[1] for (path, *_), row in self._rows.items() if "/reportgen/" in path)


def counted(folder: Path, *arguments: str) -> Calls:
    """The calls of `python ARGUMENTS`, of which no run finds compiled templates of another."""
    stats = folder / "stats"
    ran = subprocess.run(
        [sys.executable, "-m", "cProfile", "-o", str(stats), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return Calls(stats)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "project"
    write(folder, 4)
    return folder


def test_a_check_parses_every_file_once(project: Path, tmp_path: Path) -> None:
    calls = counted(tmp_path, "-m", "reportgen", "check", "-C", str(project))
    files = len(list((project / "data").iterdir())) + 3  # reportgen.yaml, a manifest, fonts.yaml
    assert calls.of("documents/parsing.py", "read_source") == files


@pytest.mark.slow
def test_the_work_of_a_check_grows_no_faster_than_the_records(tmp_path: Path) -> None:
    total = {}
    for partners in (20, 40, 80):
        write(tmp_path / f"{partners}", partners)
        arguments = ("-m", "reportgen", "check", "-C", str(tmp_path / f"{partners}"))
        total[partners] = counted(tmp_path, *arguments).total
    assert total[80] - total[40] < 2.1 * (total[40] - total[20])


@pytest.mark.slow
def test_a_worker_compiles_templates_and_reads_styles_once(project: Path, tmp_path: Path) -> None:
    script = tmp_path / "render.py"
    script.write_text(RENDER, "utf-8")
    first = counted(tmp_path, str(script), str(project), "1")
    all_four = counted(tmp_path, str(script), str(project), "4")

    def more(file: str, function: str) -> int:
        found = first.of(file, function)
        assert found > 0, f"{file} has no {function} any more"
        return all_four.of(file, function) - found

    assert more("jinja2/environment.py", "compile") == 0
    assert more("rendering/font_folder.py", "fonts_of") == 0
    assert more("weasyprint/css/__init__.py", "preprocess_stylesheet") == 3  # each page's own
    assert more("weasyprint/document.py", "_render") == 3  # one layout a brief
    assert more("building/renderer.py", "_render") == 3


@pytest.mark.slow
def test_a_build_with_nothing_to_do_loads_nothing(project: Path) -> None:
    reportgen(project, "build")
    modules = loaded(project, "-m", "reportgen", "build")
    assert libraries(modules) == {"click"}
    assert "reportgen.reading" not in modules
    assert "reportgen.building.quick" in modules  # else this test sees nothing


def test_the_index_is_made_again_only_when_it_would_be_another(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write(folder, 4, html=True)
    reportgen(folder, "build")

    def made(name: str, old: str, new: str) -> int:
        """How often the index was made after an edit; it must be as a clean build makes it."""
        path = folder / name
        text = path.read_text("utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1), "utf-8")
        assert path.read_text("utf-8") != text
        calls = counted(tmp_path, "-m", "reportgen", "build", "-C", str(folder), "-j", "1")
        times = calls.of("building/indexing.py", "_rendered")
        files = [folder / "build" / name for name in ("index.html", "manifest.json")]
        bytes_ = [file.read_bytes() for file in files]
        reportgen(folder, "build", "--force", "-j", "1")
        assert [file.read_bytes() for file in files] == bytes_
        return times

    partners = "data/partners.yaml"
    assert made(partners, "acronym: P0", "acronym: P0x") == 0
    assert made(partners, "acronym: P1", "acronym: P1x") == 0
    assert made(partners, "name:\n    en: ", "name:\n    en: Another ") == 1
    assert made("reportgen.yaml", 'title: "{name}"', 'title: "The {name}"') == 1
    assert made("templates/styles/index.css", "", "p { color: #111 }\n") == 1
    assert made("templates/styles/index.css", "#111", "#222") == 1
