"""The preview: how soon after a template has been saved the page shows what came of it."""

from __future__ import annotations

import http.client
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.ground import PYTHON, Edit, Ground
from benchmarks.outcome import Goal, Line, Outcome
from benchmarks.turns import progress

LANGUAGE = "en"
TEMPLATE = """{{% extends "!{}.html.j2" %}}
{{% block image %}}<p style="position: absolute">Made up for the benchmark.</p>
{{{{ super() }}}}{{% endblock %}}
"""
"""What is printed takes no room: the one-pager is full."""

_WORD = "benchmark"
_HTML = Goal("≤", 200)
_PATIENCE_S = 300


def saving(ground: Ground, rounds: int) -> Outcome:
    """A template is saved while the preview shows its brief."""
    project = ground.sample.project
    lines: list[Line] = []
    for report in ("one-pager", "country-brief"):
        template = project / "templates" / f"{report}.html.j2"
        template.parent.mkdir(exist_ok=True)
        template.write_text(TEMPLATE.format(report), encoding="utf-8")
        found = _measured(project, report, rounds)
        lines += [
            Line(f"{report}, HTML shown", [html for html, _ in found], "ms", _HTML),
            Line(f"{report}, PDF shown", [pdf for _, pdf in found], "ms"),
        ]
        template.unlink()
    note = (
        "From the moment the file is written to the moment the preview has told the browser of the "
        "new file and given it: looking for changes, starting processes and checks are in it, "
        "drawing by the browser is not."
    )
    what = "a template saved while `reportgen serve` shows its brief"
    return Outcome("saving", what, rounds, lines, note)


def _measured(project: Path, report: str, rounds: int) -> list[tuple[float, float]]:
    """(milliseconds to the HTML, to the PDF) of each round; one before them is not counted."""
    edit = Edit(project, f"templates/{report}.html.j2", _WORD)
    with _serving(project, report) as address, _states(address, report) as states:
        state = _ready(states)
        found = []
        for _ in range(rounds + 1):
            before = _files(state)
            start = time.perf_counter()
            edit()
            html = pdf = 0.0
            while not (html and pdf):
                state = next(states)
                now = _files(state)
                if not html and now["html"] != before["html"]:
                    _fetch(address, f"{LANGUAGE}/{report}.html")
                    html = (time.perf_counter() - start) * 1000
                if not pdf and now["pdf"] != before["pdf"]:
                    _fetch(address, f"{LANGUAGE}/{report}.pdf")
                    pdf = (time.perf_counter() - start) * 1000
            state = state if state["phase"] == "ready" else _ready(states)
            progress(f"{report}: HTML after {html:.0f} ms, PDF after {pdf:.0f} ms")
            found.append((html, pdf))
        return found[1:]


def _files(state: dict[str, Any]) -> dict[str, str]:
    (brief,) = state["briefs"]
    return {form: file["digest"] for form, file in brief["files"].items()}


def _ready(states: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The next state in which everything has been made."""
    while (state := next(states))["phase"] != "ready":
        pass
    if any(found["severity"] == "error" for found in state["problems"]):
        raise SystemExit(state["problems"][0]["text"])
    return state


def _fetch(address: str, path: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=_PATIENCE_S)
    connection.request("GET", f"/build/{path}")
    answer = connection.getresponse()
    if answer.status != http.HTTPStatus.OK or not answer.read():
        raise SystemExit(f"{path}: {answer.status}")
    connection.close()


@contextmanager
def _serving(project: Path, report: str) -> Iterator[str]:
    """Where `reportgen serve` answers for one report, while it runs."""
    command = [PYTHON, "-m", "reportgen", "serve", "-C", str(project), "--port", "0"]
    process = subprocess.Popen(
        [*command, "--report", report, "--lang", LANGUAGE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        if process.stdout is None:
            raise SystemExit("reportgen serve says nothing")
        yield urlsplit(process.stdout.readline().strip()).netloc
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _states(address: str, report: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The states of the preview as they come (server-sent events)."""
    connection = http.client.HTTPConnection(address, timeout=_PATIENCE_S)
    connection.request("GET", f"/events?view={LANGUAGE}/{report}")
    answer = connection.getresponse()
    yield (
        json.loads(line[6:]) for line in iter(answer.readline, b"") if line.startswith(b"data: ")
    )
    connection.close()
