"""The same bytes from another folder, time zone, locale, hash seed and number of workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from reportgen.shipped import templates_root
from tests.sample.conftest import Built, build_sample, copy_sample

pytestmark = pytest.mark.slow

REPORTS = ("one-pager", "country-brief", "programme-sheet")
FONTS = templates_root() / "fonts"
ELSEWHERE = {
    "TZ": "America/St_Johns",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "vi_VN.UTF-8",
    "PYTHONHASHSEED": "4711",
    "PYTHONUTF8": "0",
    "HOME": "/nonexistent",
    "COLUMNS": "40",
    "FONTCONFIG_FILE": "/nonexistent/fonts.conf",
    "XDG_CACHE_HOME": "/nonexistent",
}

PLACES = [
    f"{folder}/".encode()
    for folder in (Path.home(), Path(tempfile.gettempdir()), Path(__file__).parents[2])
    if folder != Path("/")  # some containers have that for a home; every address holds it
]
"""Folders of the machine that builds."""


def test_two_builds_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    project = copy_sample(tmp_path / "a longer way to the folder, with ngày tháng in it" / "x")
    build_sample(project, *REPORTS, "--jobs", "1", variables=ELSEWHERE)
    again = Built(project / "build", "")
    made = again.names(".html") + again.names(".pdf")
    assert len(made) == 12
    assert [name for name in made if again.read(name) != built.read(name)] == []


def own_fonts(home: Path) -> dict[str, str]:
    """A home in which somebody has installed another Inter, and one font for everything else.

    Both are the theme's italic under other names, so that a page drawn with them differs.
    """
    for name, family in (("inter", "Inter"), ("other", "DejaVu Sans")):
        with TTFont(FONTS / "inter-400-italic.ttf", recalcTimestamp=False) as font:
            for record in font["name"].names:
                if record.nameID in (1, 16):
                    record.string = family
                elif record.nameID in (2, 17):
                    record.string = "Regular"
            font["OS/2"].fsSelection = 64
            font["head"].macStyle = 0
            path = home / ".fonts" / f"{name}.ttf"
            path.parent.mkdir(parents=True, exist_ok=True)
            font.save(path)
    return {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def test_fonts_that_somebody_has_installed_change_nothing(built: Built, tmp_path: Path) -> None:
    variables = own_fonts(tmp_path / "home")
    known = (
        subprocess.run(
            ["fc-list"], env={**os.environ, **variables}, capture_output=True, check=False
        )
        if shutil.which("fc-list")
        else None
    )
    assert known is None or b".fonts/inter.ttf" in known.stdout
    project = copy_sample(tmp_path / "x")
    build_sample(project, "one-pager", "programme-sheet", "--jobs", "1", variables=variables)
    again = Built(project / "build", "")
    made = again.names(".html") + again.names(".pdf")
    assert len(made) == 8
    assert [name for name in made if again.read(name) != built.read(name)] == []


def test_no_file_tells_where_or_when_it_was_made(built: Built, tmp_path: Path) -> None:
    for name in built.names(".html") + built.names(".pdf"):
        data = built.read(name)
        for trace in (
            *PLACES,
            b"/tmp/",
            b"/home/",
            b"site-packages",
        ):
            assert trace not in data, f"{name} holds {trace!r}"


def test_no_pdf_has_a_date_but_that_of_its_edition(built: Built) -> None:
    for name in built.names(".pdf"):
        with pikepdf.open(built.folder / name) as pdf:
            assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo)
            days = {
                str(file.obj.Params[key])
                for spec in pdf.attachments.values()
                for file in [spec.get_file()]
                for key in ("/CreationDate", "/ModDate")
            }
        assert days <= {"D:20240424000000Z", "D:19800101000000Z"}, name
