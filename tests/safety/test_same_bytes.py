"""The same input gives the same bytes, whoever builds it, where, when and with how many hands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.running import SRC, write_project
from tests.safety.test_killers import png
from tests.safety.test_system_calls import TEMPLATE
from tests.workshop import files_of

FILES = {
    "reportgen.yaml": "languages: [en, vi]\nreports:\n"
    "  sheet: {template: sheet, each: partners}\n  list: {template: list}\n",
    "data/partners/one.yaml": "- {id: b, name: Ben}\n- {id: a, name: Anna}\n",
    "data/partners/two.yaml": "- {id: c, name: Cai}\n",
    "data/partners/sub/three.yaml": "- {id: d, name: Đào}\n",
    "data/texts/context.en.md": "Some *text*.\n",
    "data/texts/context.vi.md": "Một *văn bản*.\n",
    "templates/sheet.html.j2": TEMPLATE,
    "templates/sheet.yaml": "title: A sheet\n",
    "templates/list.html.j2": '<!DOCTYPE html><html lang="{{ brief.language }}"><head>{{ head() }}'
    "</head><body><main><h1>List</h1>{% for p in partners %}<p>{{ p.name }}</p>{% endfor %}"
    "</main></body></html>\n",
    "templates/list.yaml": "title: A list\n",
}
BACKWARDS = """
import os
import pathlib

_listdir, _scandir = os.listdir, os.scandir


class _Entries(list):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
os.scandir = lambda path=".": _Entries(sorted(_scandir(path), key=lambda e: e.name, reverse=True))
pathlib._scandir = os.scandir
"""
"""A sitecustomize with which folders list what is in them from the end."""


@dataclass(frozen=True)
class Place:
    """Where and how a build is made; the folder's name stands for all that is in its path."""

    folder: str = "project"
    variables: Mapping[str, str] = field(default_factory=dict)
    start: tuple[str, ...] = ()
    workers: int = 2
    umask: int = 0o022
    backwards: bool = False
    root_is_named: bool = False


PLACES = {
    "w-determinism:seed-zone-locale": Place(
        variables={
            "PYTHONHASHSEED": "4711",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "vi_VN.UTF-8",
            "LANGUAGE": "vi:ar",
            "PANGO_LANGUAGE": "ar",
            "COLUMNS": "40",
        }
    ),
    "w-determinism:user-umask": Place(start=("unshare", "--user"), umask=0o077),
    "w-determinism:order-folder": Place(
        folder="a longer way/ngày tháng/x", backwards=True, root_is_named=True
    ),
    "w-determinism:cores": Place(start=("taskset", "-c", "0"), workers=1),
}


def make(base: Path, place: Place) -> dict[str, bytes]:
    """What a build at this place writes."""
    folder = write_project(base / place.folder, FILES)
    images = folder / "templates" / "images"
    images.mkdir()
    (images / "dot.png").write_bytes(png(9, 9))
    if place.backwards:
        for number, path in enumerate(sorted(folder.rglob("*"))):
            os.utime(path, (number * 1000, number * 1000))
        write_project(base / "site", {"sitecustomize.py": BACKWARDS})
    search = os.pathsep.join([str(SRC), *([str(base / "site")] if place.backwards else [])])
    command = [*place.start, sys.executable, "-m", "reportgen", "build", "-j", str(place.workers)]
    ran = subprocess.run(
        [*command, *(["-C", str(folder)] if place.root_is_named else [])],
        cwd=base if place.root_is_named else folder,
        env={**os.environ, "NO_COLOR": "1", **place.variables, "PYTHONPATH": search},
        umask=place.umask,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if place.start and "unshare" in ran.stderr:
        pytest.skip(f"nobody else can be had here: {ran.stderr}")
    assert ran.returncode == 0, ran.stderr
    return files_of(folder / "build")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = make(tmp_path_factory.mktemp("usual"), Place())
    assert len([path for path in found if path.endswith(".pdf")]) == 10
    return found


@pytest.mark.slow
@pytest.mark.parametrize("place", [pytest.param(place, id=id_) for id_, place in PLACES.items()])
def test_the_same_bytes(tmp_path: Path, usual: dict[str, bytes], place: Place) -> None:
    if place.start and shutil.which(place.start[0]) is None:
        pytest.skip(f"{place.start[0]} is not installed")
    found = make(tmp_path, place)
    assert found.keys() == usual.keys()
    assert [path for path in usual if found[path] != usual[path]] == []
