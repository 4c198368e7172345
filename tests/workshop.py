"""Builds that cost little: small shipped files, and a layout that only hashes what it is given.

What is under test is everything around the layout: what is built again, what is written, what is
left by a death. Run as a program it builds a folder, and each worker takes so many seconds for each
layout after its second: `python -m tests.workshop PROJECT SHIPPED SECONDS`.
"""

from __future__ import annotations

import functools
import io
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fontTools import subset
from fontTools.ttLib import TTFont

from reportgen.building import dispatching, indexing, loading, pipeline, quick, renderer
from reportgen.building.events import Rendered
from reportgen.building.pipeline import Result
from reportgen.model.project import Job
from reportgen.problems import CODES, Problem, problem
from reportgen.rendering import pdf
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.fetching import Fetch
from reportgen.rendering.fonts import FontFace, faces_digest
from reportgen.wanted import Options
from reportgen.world import digest

INTER = Path(__file__).parents[1] / "templates" / "fonts" / "inter-400.ttf"
_LINK = re.compile(r"""(?:href|src)="([^"#<>]+)"|url\(([^)]+)\)""")

SHIPPED = {
    "fonts/fonts.yaml": "- {family: Small, weight: 400, style: normal, file: small}\n",
    "styles/tokens.css": ":root { --ink: #111111 }\n",
    "styles/screen.css": "body { margin: 1em }\n",
    "styles/print.css": "@page { margin: 2cm }\n",
    "styles/index.css": "a { color: blue }\n",
    "index.html.j2": "<!DOCTYPE html><html lang='{{ index.language }}'><head>{{ head() }}</head><body><h1>{{ index.title }}</h1>"
    "{% for report in index.reports %}{{ report | tojson }}{% endfor %}</body></html>\n",
    "base.html.j2": "<!DOCTYPE html><html lang='{{ brief.language }}'><head>{{ head() }}</head>"
    "<body><main>{% block body %}{% endblock %}</main></body></html>\n",
    "locale/vi.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n',
}

SHEETS = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": (
        '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>'
        "<h1>{{ record.name }}</h1></main></body></html>\n"
    ),
    "templates/sheet.yaml": "title: A sheet\n",
}
"""A project that prints a sheet for each partner, and has none yet."""


@functools.cache
def small_font(letters: str = "") -> bytes:
    """A font of some kilobytes: printable ASCII and these letters."""
    font = TTFont(INTER)
    options = subset.Options(layout_features=[], notdef_outline=True, name_IDs=[1, 2])
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(map(chr, range(32, 127))) + "\u00a0\u2013\u2019" + letters)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def write_shipped(folder: Path) -> Path:
    """A folder with as few shipped files as a page needs."""
    for name, text in SHIPPED.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "fonts" / "small.ttf").write_bytes(small_font())
    return folder


Layouts = list[str]
"""A digest for everything that each layout was given, in order."""


def cheap_layout(laid_out: Layouts, after: Callable[[], None] = lambda: None) -> Any:
    """In place of WeasyPrint: bytes that say what the PDF would be made from."""

    def lay_out(
        html: str,
        *,
        fetch: Fetch,
        faces: Sequence[FontFace],
        variant: str,
        sheets: Sequence[str] = (),
        attachments: Sequence[Attachment] = (),
    ) -> tuple[bytes, int, list[Problem]]:
        found: dict[str, str | None] = {}
        problems: list[Problem] = []
        ahead = [*(f'<link href="{name}">' for name in sheets), html]
        while ahead:
            for match in _LINK.finditer(ahead.pop()):
                name = match[1] or match[2]
                if name in found:
                    continue
                file = fetch(name)
                found[name] = digest(file.data) if file else None
                if file is None:
                    problems.append(problem("unknown-asset", f"there is no file `{name}`"))
                elif name.endswith(".css"):
                    text = file.data.decode()
                    ahead.append(text)
                    if "odd:" in text:
                        problems.append(problem("style-ignored", f"{name} has an odd line"))
        parts = [html, json.dumps(found, sort_keys=True), faces_digest(faces), variant]
        parts += [attachment.key() for attachment in attachments]
        key = digest("\n".join(parts).encode())
        if all(CODES[p.code].adjustable for p in problems):
            laid_out.append(key)  # a brief that failed is tried again
        after()
        return f"%PDF {key}\n".encode() + html.encode(), 1 + len(html) // 3000, problems

    return lay_out


def one_by_one(
    todo: Sequence[Job],
    render: Callable[[Job], Rendered],
    *_: Any,
    meanwhile: Callable[[], None] = lambda: None,
    **__: Any,
) -> Iterator[Rendered]:
    """In place of the worker processes: the same jobs, here."""
    meanwhile()
    for job in todo:
        yield render(job)


@contextmanager
def cheap(shipped: Path, *, workers: bool = False, layout: Any = None) -> Iterator[Layouts]:
    """While it lasts, builds lay nothing out, and without `workers` they start no process."""
    laid_out: Layouts = []
    engine = layout or cheap_layout(laid_out)
    with ExitStack() as stack:
        change = stack.enter_context
        for module in (loading, quick):
            change(patch.object(module, "templates_root", lambda: shipped))
        change(patch.object(pdf, "engine", lambda: engine))
        change(patch.object(renderer, "warm", lambda **_: None))
        change(patch.object(renderer, "block_beyond", lambda *_, **__: None))
        if not workers:
            change(patch.object(dispatching, "run_jobs", one_by_one))
            change(patch.object(indexing, "run_jobs", one_by_one))
            change(patch.object(os, "fsync", lambda _: None))
        yield laid_out


def build(folder: Path, options: Options | None = None) -> Result:
    """What `reportgen build` does in a folder."""
    return pipeline.build(folder, options or Options())


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def main() -> None:
    """Build a folder with worker processes and the cheap layout; 1 where something is wrong."""
    project, shipped = (Path(argument) for argument in sys.argv[1:3])
    slow = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as the command does
    done: list[None] = []

    def rest() -> None:
        done.append(None)  # in each worker by itself
        time.sleep(slow if len(done) > 2 else 0)

    layout = cheap_layout([], rest)
    with cheap(shipped, workers=True, layout=layout):
        result = build(project, Options(workers=2))
    for found in result.problems:
        print(found.code, found.message, file=sys.stderr)
    sys.exit(0 if result.ok else 1)


if __name__ == "__main__":
    main()
