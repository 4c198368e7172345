from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def told(script: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_what_subsets_fonts_in_python_is_left_out_and_there_when_it_is_used() -> None:
    script = (
        "import sys, reportgen.rendering.weasy; "
        "names = ('fontTools.subset', 'fontTools.varLib', 'fontTools.varLib.instancer'); "
        "print([name for name in names if name in sys.modules]); "
        "from weasyprint.pdf import fonts; "
        "print(fonts.subset.Options.__module__, 'fontTools.subset' in sys.modules); "
        "from fontTools.varLib.instancer import instantiateVariableFont as real; "
        "print(type(sys.modules['fontTools.varLib.instancer']).__name__, real.__module__)"
    )
    assert told(script).splitlines() == [
        "[]",
        "fontTools.subset True",
        "module fontTools.varLib.instancer",
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of libraries on Linux")
def test_libraries_are_found_without_asking_other_programs() -> None:
    script = (
        "import subprocess, ctypes.util; search = ctypes.util.find_library; asked = []; "
        "subprocess.Popen = lambda *given, **_: asked.append(given); "
        "import reportgen.rendering.weasy; "
        "print(asked, ctypes.util.find_library is search)"
    )
    assert told(script) == "[] True"


def test_a_library_with_another_name_is_searched_for_as_weasyprint_does() -> None:
    script = (
        "import ctypes.util, sys\n"
        "from reportgen.rendering.weasy_declaring import _Declared\n"
        "declare, searched = _Declared.cdef, []\n"
        "def cdef(self, text):\n"
        "    declare(self, text)\n"
        "    real = self.dlopen\n"
        "    def dlopen(name, flags=0):\n"
        "        if 'pango' in name and ctypes.util.find_library.__name__ == '_no_search':\n"
        "            raise OSError(name)\n"
        "        searched.append(name)\n"
        "        return real(name, flags)\n"
        "    self.dlopen = dlopen\n"
        "_Declared.cdef = cdef\n"
        "import reportgen.rendering.weasy as weasy\n"
        "print(any('pango' in name for name in searched), weasy.HTML.__module__)"
    )
    assert told(script) == "True weasyprint"
