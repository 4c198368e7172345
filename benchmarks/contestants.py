"""Who is compared: each is a process that turns a folder of pages, or a project, into PDFs.

    python benchmarks/contestants.py NAME PAGES OUTPUT

`loop`: one process, `write_pdf` page by page, as a script would do it first. `pool`: the same in
`multiprocessing.Pool(2)`. `command`: the `weasyprint` command for each page. All get the same HTML,
style sheets, fonts and PDF variant that reportgen hands to the layout. `typst` gets the same facts
as JSON, the same fonts and the same standard, in two warm processes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

VARIANT = "pdf/ua-1"


def one(page: Path, output: Path) -> None:
    """One PDF with WeasyPrint's plain interface."""
    from weasyprint import HTML

    HTML(filename=page, base_url=f"{page.parent.as_uri()}/").write_pdf(
        output / f"{page.stem}.pdf", pdf_variant=VARIANT
    )


def loop(pages: list[Path], output: Path) -> None:
    """Page by page in this process."""
    for page in pages:
        one(page, output)


def pool(pages: list[Path], output: Path) -> None:
    """The same, in two processes."""
    with multiprocessing.Pool(2) as processes:
        processes.starmap(one, [(page, output) for page in pages])


def command(pages: list[Path], output: Path) -> None:
    """The `weasyprint` command, once a page."""
    program = str(Path(sys.executable).with_name("weasyprint"))
    for page in pages:
        target = output / f"{page.stem}.pdf"
        arguments = [program, "--pdf-variant", VARIANT, str(page), str(target)]
        subprocess.run(arguments, check=True, capture_output=True)


def typst(pages: list[Path], output: Path) -> None:
    """Typst on the equivalent document, in two processes; `pages` are JSON files of its facts."""
    with multiprocessing.Pool(2, initializer=_typst_compiler, initargs=(pages[0].parent,)) as pool_:
        pool_.starmap(_typst, [(page, output) for page in pages])


_COMPILER: list[Any] = []


def _typst_compiler(pages: Path) -> None:
    import typst as library

    source = Path(__file__).with_name("profile.typ")
    _COMPILER[:] = [
        library.Compiler(source, font_paths=[pages / "fonts"], ignore_system_fonts=True)
    ]


def _typst(page: Path, output: Path) -> None:
    inputs = {"data": page.read_text(encoding="utf-8")}
    pdf = _COMPILER[0].compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    (output / f"{page.stem}.pdf").write_bytes(pdf)


CONTESTANTS = {"loop": loop, "pool": pool, "command": command, "typst": typst}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=CONTESTANTS)
    parser.add_argument("pages", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    os.environ["FONTCONFIG_FILE"] = str((arguments.pages / "fonts.conf").resolve())
    kind = "*.json" if arguments.name == "typst" else "*.html"
    found = sorted(arguments.pages.glob(kind))
    CONTESTANTS[arguments.name](found, arguments.output)
