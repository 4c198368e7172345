"""Who is compared: each is a process that turns a folder of pages into PDFs.

    python -m benchmarks.contestants NAME PAGES OUTPUT

`loop`: one process, `write_pdf` page by page, as a script would do it first. `pool`: the same in
`multiprocessing.Pool(2)`. `command`: the `weasyprint` command for each page. All get the same HTML,
style sheets, fonts and PDF variant that reportgen hands to the layout, ready to be laid out: only
reportgen reads the data, checks it and writes the pages. `typst` gets the same facts
as JSON, the same fonts and the same standards, in two processes.

`typst --wait` starts its processes, loads the fonts and compiles a page in each, says that it is
ready, and then compiles once for every line that it reads: all pages, or the one that it names.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

STANDARDS = ("a-3a", "ua-1")
"""What the PDFs of reportgen keep, as Typst calls it."""


def one(page: Path, output: Path, variant: str) -> None:
    """One PDF with WeasyPrint's plain interface."""
    from weasyprint import HTML

    HTML(filename=page, base_url=f"{page.parent.as_uri()}/").write_pdf(
        output / f"{page.stem}.pdf", pdf_variant=variant
    )


def loop(pages: list[Path], output: Path, variant: str) -> None:
    """Page by page in this process."""
    for page in pages:
        one(page, output, variant)


def pool(pages: list[Path], output: Path, variant: str) -> None:
    """The same, in two processes."""
    with multiprocessing.Pool(2) as processes:
        processes.starmap(one, [(page, output, variant) for page in pages], chunksize=1)


def command(pages: list[Path], output: Path, variant: str) -> None:
    """The `weasyprint` command, once a page."""
    for page in pages:
        arguments = weasyprint(page, output / f"{page.stem}.pdf", variant)
        subprocess.run(arguments, check=True, capture_output=True)


def weasyprint(page: Path, target: Path, variant: str) -> list[str]:
    """The bare command for one page."""
    program = str(Path(sys.executable).with_name("weasyprint"))
    return [program, "--pdf-variant", variant, str(page), str(target)]


def typst(pages: list[Path], output: Path) -> None:
    """Typst on the equivalent document, in two processes; `pages` are JSON files of its facts."""
    with typst_pool(pages[0].parent) as processes:
        processes.starmap(_typst, [(page, output) for page in pages], chunksize=1)


def typst_waiting(pages: list[Path], output: Path) -> None:
    """The same, warm: it compiles when it is told to."""
    with typst_pool(pages[0].parent) as processes:
        every = [(page, output) for page in pages]
        processes.starmap(_typst, every[:8], chunksize=1)
        print("ready", flush=True)
        for line in sys.stdin:
            name = line.strip()
            wanted = [(page, out) for page, out in every if name in ("", page.stem)]
            processes.starmap(_typst, wanted, chunksize=1)
            print("done", flush=True)


def typst_pool(pages: Path) -> Any:
    """Two processes, each with a compiler of its own."""
    return multiprocessing.Pool(2, initializer=_typst_compiler, initargs=(pages,))


_COMPILER: list[Any] = []


def _typst_compiler(pages: Path) -> None:
    import typst as library

    source = Path(__file__).with_name("profile.typ")
    _COMPILER[:] = [
        library.Compiler(source, font_paths=[pages / "fonts"], ignore_system_fonts=True)
    ]


def _typst(page: Path, output: Path) -> None:
    inputs = {"data": page.read_text(encoding="utf-8")}
    pdf = _COMPILER[0].compile(format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS))
    (output / f"{page.stem}.pdf").write_bytes(pdf)


CONTESTANTS = {"loop": loop, "pool": pool, "command": command}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=[*CONTESTANTS, "typst"])
    parser.add_argument("pages", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--variant", default="pdf/a-3a", help="As WeasyPrint calls it.")
    parser.add_argument("--wait", action="store_true", help="Typst: wait to be told.")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    os.environ["FONTCONFIG_FILE"] = str((given.pages / "fonts.conf").resolve())
    if given.name == "typst":
        facts = sorted(given.pages.glob("*.json"))
        (typst_waiting if given.wait else typst)(facts, given.output)
    else:
        found = sorted(given.pages.glob("*.html"))
        CONTESTANTS[given.name](found, given.output, given.variant)
