"""`reportgen serve` on small made-up projects, as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import start

PAGE = (
    '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>\n'
    "<h1>{{ record.name }}</h1>\n"
    "{% for n in range(80) %}<p>A made-up line, number {{ n }}.</p>{% endfor %}\n"
    "</main></body></html>\n"
)
PROJECT = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": PAGE,
    "templates/sheet.yaml": "title: '{name}'\n",
    "data/partners.yaml": "- {id: a, name: Anna}\n- {id: b, name: Ben}\n",
}


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """(the process, its address) while it serves a project from a free port."""
    process = start(folder, "serve", "--port", "0", *arguments)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.communicate()
        yield process, address
    finally:
        process.terminate()
        process.communicate()
