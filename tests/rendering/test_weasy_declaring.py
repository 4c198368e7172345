"""No C is parsed while briefs are made, and what is declared is what WeasyPrint declares."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cffi

from reportgen.rendering.weasy_declaring import _Declared, declared
from tests.running import SRC

WRITTEN = SRC.parent / "scripts" / "declared.py"
PDF = """\
import sys
from pathlib import Path
import reportgen.rendering.weasy
from reportgen.rendering.pdf import render_pdf
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import theme_faces
from reportgen.shipped import templates_root
from reportgen.world import World
faces = theme_faces(Templates(World(Path(sys.argv[1]), templates_root())))
page = "<html lang=en><title>T</title><h1>T</h1>"
assert render_pdf(page, fetch=lambda _: None, faces=faces).data.startswith(b"%PDF")
print("pycparser" in sys.modules)
"""


def ran(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, *arguments],
        env={"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout.strip()


def test_the_parsed_declarations_are_those_of_this_weasyprint() -> None:
    assert ran(str(WRITTEN), "--check") == "up to date"


def test_no_c_is_parsed_up_to_the_first_pdf(tmp_path: Path) -> None:
    assert ran("-c", PDF, str(tmp_path)) == "False"


def test_other_declarations_are_parsed(tmp_path: Path) -> None:
    moved = "from reportgen.rendering import weasy_declared; weasy_declared.TEXT = 'another'\n"
    assert ran("-c", moved + PDF, str(tmp_path)) == "True"
    with declared():
        ffi = cffi.FFI()
        assert isinstance(ffi, _Declared)
        ffi.cdef("int abs(int);")
    assert vars(ffi)["dlopen"](None).abs(-3) == 3
    assert not isinstance(cffi.FFI(), _Declared)
