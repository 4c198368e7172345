"""Write src/reportgen/rendering/weasy_declared.py: the C declarations of WeasyPrint, parsed.

    .venv/bin/python scripts/declared.py           # after another WeasyPrint has come
    .venv/bin/python scripts/declared.py --check   # says whether it is out of date

What is written is what cffi itself makes of the text for its out-of-line mode without a compiler
(https://cffi.readthedocs.io/en/stable/cdef.html), so it is the same on every machine.
"""

from __future__ import annotations

import ast
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import cffi
from weasyprint.text import ffi as stock

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "src" / "reportgen" / "rendering" / "weasy_declared.py"
HEAD = '''\
"""What WeasyPrint declares of the C libraries, parsed: scripts/declared.py writes this file.

`TEXT` is the digest of the text that it was made of; `weasy_declaring.py` uses it.
"""
# ruff: noqa: E501, Q000  cffi writes a line for each table, with its own quotation marks
# fmt: off

from __future__ import annotations

import _cffi_backend

TEXT = "{digest}"

'''


def text() -> str:
    """The one text of declarations that WeasyPrint hands to cffi."""
    tree = ast.parse(Path(stock.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    (found,) = (call for call in calls if ast.unparse(call.func) == "ffi.cdef")
    return str(ast.literal_eval(found.args[0]))


def module() -> str:
    """The module, as it is to be."""
    from reportgen.world import digest

    declared = text()
    ffi = cffi.FFI()
    ffi.cdef(declared)
    ffi.set_source("weasyprint", None)
    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        path = Path(folder) / "made.py"
        ffi.emit_python_code(str(path))
        made = path.read_text(encoding="utf-8")
    _, _, code = made.partition("import _cffi_backend\n\n")
    return HEAD.format(digest=digest(declared.encode())) + code


def main() -> int:
    """Write it, or with --check say whether it is as it should be."""
    if "--check" not in sys.argv[1:]:
        WRITTEN.write_text(module(), encoding="utf-8")
        return 0
    same = WRITTEN.read_text(encoding="utf-8") == module()
    print("up to date" if same else "out of date: run scripts/declared.py")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
