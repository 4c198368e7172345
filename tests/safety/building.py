"""Small projects whose one template is under test, built by the command in a process of its own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.running import reportgen, write_project

SECRET = "s3cr3t-0f-th3-m4ch1n3"
HEAD = (
    '<!DOCTYPE html>\n<html lang="{{ brief.language }}"><head>{{ head() }}</head><body>'
    "<h1>{{ brief.title }}</h1>\n"
)
CONFIGURATION = (
    "languages: [en]\nformats: [html, pdf]\nreports:\n"
    "  brief: {template: brief, title: The brief}\n"
    "  other: {template: other, title: The other brief}\n"
)
DATA = "partners:\n  - {id: ilo, name: ILO, website: https://www.ilo.org}\n"


def make(
    folder: Path,
    body: str = "",
    *,
    data: str = DATA,
    files: Mapping[str, str | bytes] | None = None,
    template: str | None = None,
    configuration: str = CONFIGURATION,
) -> Path:
    """A project with the body in `templates/brief.html.j2` from line 3 on, and another brief.

    Beside its folder lie secret.txt and secret.png.
    """
    project = folder / "proj"
    write_project(
        project,
        {
            "reportgen.yaml": configuration,
            "data.yaml": data,
            "templates/brief.yaml": "title: Brief\n",
            "templates/brief.html.j2": HEAD + body + "\n</body></html>"
            if template is None
            else template,
            "templates/other.yaml": "title: Other\n",
            "templates/other.html.j2": HEAD + "<p>all is well</p></body></html>",
        },
    )
    for name, content in (files or {}).items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    for name in ("secret.txt", "secret.png", "proj-evil/secret.png"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SECRET)
    return project


def built(project: Path, *more: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """What `reportgen build` says; never a traceback, never the secret."""
    ran = reportgen(project, "build", *more, code=code)
    assert "Traceback" not in ran.stderr
    assert SECRET not in ran.stderr
    for file in (project / "build").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()
    return ran


def refused(project: Path, code: str, *, line: int = 3) -> str:
    """What is said of a brief that fails with this code at this line of its template.

    The other brief is built all the same, unless the check already refuses the project.
    """
    told = built(project, code=1).stderr
    place = rf"^templates/brief\.html\.j2:{line}:\d+: error\[{code or '[a-z-]+'}\]"
    assert re.search(place, told, re.MULTILINE), told
    other = (project / "build" / "en" / "other.pdf").exists()
    assert other is ("nothing was built" not in told), told
    assert not (project / "build" / "en" / "brief.pdf").exists()
    return told
