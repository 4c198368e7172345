"""The pages of a project as every contestant gets them: the HTML for layout, styles and images.

    python -m benchmarks.pages PROJECT FOLDER

writes FOLDER/0000.html ... with their style sheets beside them, FOLDER/fonts.conf, which knows the
theme's fonts and no others, and FOLDER/outputs.txt: the PDFs that reportgen makes of the pages.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.opening import opened
from reportgen.rendering.font_folder import fontconfig_file
from reportgen.rendering.media import PRINT_SHEETS, print_html
from reportgen.rendering.page import PageWriter
from reportgen.wanted import Wanted

OUTPUTS = "outputs.txt"


def export(
    project_folder: Path, folder: Path, wanted: Wanted | None = None, *, most: int | None = None
) -> int:
    """Write the pages, at most so many; how many they are."""
    project, world, as_of, jobs = opened(project_folder, wanted)
    jobs = jobs[:most]
    writer = PageWriter(project, world, as_of)
    theme = writer.theme(jobs[0].report)
    folder.mkdir(parents=True, exist_ok=True)
    links = "".join(f'<link rel="stylesheet" href="{name}">\n' for name in PRINT_SHEETS)
    for number, job in enumerate(jobs):
        html = print_html(writer.write(job)).replace("<style>@page", links + "<style>@page", 1)
        (folder / f"{number:04}.html").write_text(html, encoding="utf-8")
    for name in PRINT_SHEETS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(theme.files(name) or b"")
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for face in theme.faces:
        (fonts / f"{face.digest[:16]}.ttf").write_bytes(face.ttf)
    pdfs = [output.path for job in jobs for output in job.outputs if output.format == "pdf"]
    (folder / OUTPUTS).write_text("\n".join(pdfs), encoding="utf-8")
    configuration = fontconfig_file(theme.faces, folder.resolve())
    (folder / "fonts.conf").write_text(configuration, encoding="utf-8")
    return len(jobs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    print(export(given.project, given.folder))
