"""How the preview makes what it shows: HTML first, each PDF laid out once, libraries loaded once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.running import SRC, write_project
from tests.serving.previews import PROJECT

IN_A_PROCESS = "from pathlib import Path; import sys; root = Path(sys.argv[1]); "
MAKE = """
from reportgen.building.pipeline import prepare
from reportgen.building.renderer import warm
from reportgen.serving.making import Made, Order, make
from reportgen.serving.state import Preview, Viewing
from reportgen.wanted import Options
warm(pdfs=True)
known = prepare(root, Options(), writing=True)[0]
order = Order(root, Options(), Viewing(frozenset({"en/sheet/a"})), known, previewed=True)
told = []
make(order, told.append)
for one in told:
    print(one.path if isinstance(one, Preview) else f"whole {one.whole}")
"""
WARM = """
from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.serving.warming import warm_up
import os, threading
waiting = [noun for noun in COLLECTIONS.values() if not noun.__pydantic_complete__]
warm_up(["en", "vi", "no-such-language"])
after = [noun for noun in COLLECTIONS.values() if not noun.__pydantic_complete__]
print(len(waiting) > 5, len(after), threading.active_count(), "vl_convert" in sys.modules)
"""


def run(code: str, folder: Path) -> list[str]:
    """What this prints in a process of its own, from which workers may be forked."""
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS + code, str(folder)],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_the_page_in_view_comes_first_and_its_pdf_is_laid_out_once(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    told = run(MAKE, folder)
    assert told[:2] == ["en/sheet/a.html", "en/sheet/a.html"]
    assert told[2] == "en/sheet/a.pdf"
    assert told[-2:] == ["whole False", "whole True"]
    records = [
        json.loads(path.read_bytes()) for path in (folder / ".reportgen/runs").glob("*.json")
    ]
    laid_out = {job["job"]: job["pdfs"] for record in records for job in record["jobs"]}
    assert laid_out == {"sheet[a, en]": 0, "sheet[b, en]": 1}


def test_what_pages_need_is_loaded_before_anything_is_forked(tmp_path: Path) -> None:
    assert run(WARM, tmp_path) == ["True 0 1 True"]
