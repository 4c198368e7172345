from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reportgen.rendering import font_folder
from reportgen.rendering.font_folder import fontconfig_file, fonts_of, installed, isolate_fonts
from reportgen.rendering.fonts import FontFace

Faces = tuple[FontFace, ...]


@pytest.fixture(autouse=True)
def _own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(font_folder, "_STORE", font_folder._Store(tmp_path / "store"))
    monkeypatch.setenv("FONTCONFIG_FILE", "before")  # so that it is put back afterwards


def test_configuration_names_only_our_folder(faces: Faces, tmp_path: Path) -> None:
    folder = tmp_path / "a & b"
    root = ET.fromstring(fontconfig_file(faces, folder))
    assert [where.text for where in root.iter("dir")] == [str(folder / "fonts")]
    assert [where.text for where in root.iter("cachedir")] == [str(folder / "cache")]
    assert list(root.iter("include")) == []
    assert [edit.findtext("int") for edit in root.iter("edit") if edit.get("name") == "weight"] == [
        "80",
        "80",
        "180",
        "200",
    ]


def test_without_faces_there_is_no_font_at_all(tmp_path: Path) -> None:
    assert "<dir>" not in fontconfig_file((), tmp_path)


def test_faces_are_written_once_and_apart_from_others(faces: Faces) -> None:
    folder = installed(faces)
    assert len(list((folder / "fonts").glob("*.ttf"))) == len(faces)
    assert installed(faces) == folder
    assert installed(faces[:1]) != folder


def test_fonts_are_set_only_as_long_as_asked(faces: Faces) -> None:
    with fonts_of(faces):
        assert os.environ["FONTCONFIG_FILE"] == str(installed(faces) / "fonts.conf")
    assert os.environ["FONTCONFIG_FILE"] == "before"
    os.environ.pop("FONTCONFIG_FILE")
    with fonts_of(faces):
        pass
    assert "FONTCONFIG_FILE" not in os.environ


def test_a_worker_sees_no_font_of_the_system(tmp_path: Path) -> None:
    isolate_fonts(tmp_path / "worker")
    configuration = ET.fromstring(Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8"))
    assert [part.tag for part in configuration] == ["cachedir"]
    assert installed(()).is_relative_to(tmp_path / "worker")


def test_a_forked_child_keeps_its_own_folder_and_the_parent_removes_its_own(
    tmp_path: Path,
) -> None:
    script = (
        "import os\n"
        "from reportgen.rendering.font_folder import installed\n"
        "here = installed(())\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    print(installed(()) != here, flush=True)\n"
        "    raise SystemExit\n"
        "os.waitpid(child, 0)\n"
        "print(here.is_dir())\n"
    )
    source = str(Path(__file__).parents[2] / "src")
    environment = {**os.environ, "PYTHONPATH": source, "TMPDIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True", "True"]
    assert list(tmp_path.glob("reportgen-fonts-*")) == []
