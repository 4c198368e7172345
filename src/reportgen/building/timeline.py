"""`--profile`: what a build spent its time on, to be looked at.

Two files: the timeline as Chrome trace events (for chrome://tracing, Perfetto, Speedscope), and
beside it the same as a page with a drawing, which opens anywhere.
"""

from __future__ import annotations

import html
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.building.events import Event, Finished, Started
from reportgen.building.writing import write_file
from reportgen.problems import ProblemsError, problem

_WIDTH, _ROW = 1000, 18
_COLOURS = {
    "reportgen": "#4b6584",
    "laid out": "#20639b",
    "page only": "#3caea3",
    "failed": "#c0392b",
}
_OURS = (b'{\n "traceEvents"', b"<title>Timeline of a build</title>")
"""What stands at the beginning of a timeline, by which a new one may take its place."""

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Timeline of a build</title>
<style>body {{ font: 14px system-ui, sans-serif; margin: 2em }} svg {{ width: 100% }}
rect:hover {{ opacity: 0.6 }} td {{ padding: 0 1em 0 0 }}</style></head><body>
<h1>{title}</h1>
<p>One row a worker; hover over a bar for its brief. Colours: {legend}.</p>
{drawing}
<h2>The dearest briefs</h2>
<table>{rows}</table>
</body></html>
"""


@dataclass(frozen=True)
class Span:
    """Something that took from `begin` to `end`, in seconds from the start, on a row."""

    name: str
    kind: str
    row: int
    begin: float
    end: float
    reason: str = ""


@dataclass
class Timeline:
    """Listens to a build, then writes what it has heard."""

    start: float = field(default_factory=time.perf_counter)
    spans: list[Span] = field(default_factory=list)
    _free: list[float] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        """Note when a job has ended."""
        now = time.perf_counter() - self.start
        if isinstance(event, Started):
            self.spans.append(Span("read and plan", "reportgen", 0, 0.0, now))
        elif isinstance(event, Finished):
            begin = max(0.0, now - event.seconds)
            kind = "laid out" if event.rendered else "page only" if event.written else "failed"
            row = self._row(begin, now)
            self.spans.append(Span(event.job.name, kind, row, begin, now, event.reason))

    def _row(self, begin: float, end: float) -> int:
        """The first row that is free; a brief does not say which worker made it."""
        for row, busy_until in enumerate(self._free):
            if busy_until <= begin + 0.02:  # the parent hears of an end a moment later
                self._free[row] = end
                return row + 1
        self._free.append(end)
        return len(self._free)

    def write(self, path: Path) -> Path:
        """Write both files; the path of the page.

        Raises:
            ProblemsError: one of them cannot be written, or would replace something else.
        """
        trace, page = timeline_files(path)
        end = time.perf_counter() - self.start
        known = max((span.end for span in self.spans), default=0.0)
        spans = [*self.spans, Span("complete", "reportgen", 0, known, end)]
        write_file(trace, _trace(spans).encode("utf-8"), durable=False)
        write_file(page, _page(spans, end).encode("utf-8"), durable=False)
        return page


def timeline_files(path: Path) -> tuple[Path, Path]:
    """Where a timeline goes: its events, and the page beside them.

    Raises:
        ProblemsError: the name is no FILE.json, or one of the two is a file of somebody else.
    """
    if path.suffix != ".json":
        message = f"a timeline cannot be written to {path}: the name has to end in .json"
        raise ProblemsError((problem("bad-option", message, None, "--profile timeline.json"),))
    pair = (path, path.with_suffix(".html"))
    for each in pair:
        if each.exists() and not (each.is_file() and _is_ours(each)):
            message = f"{each} is there already, and is no timeline"
            raise ProblemsError((problem("bad-option", message, None, "choose another name"),))
    return pair


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(200)
    return any(mark in beginning for mark in _OURS)


def _trace(spans: list[Span]) -> str:
    events = [
        {
            "name": span.name,
            "cat": span.kind,
            "ph": "X",
            "pid": 1,
            "tid": span.row,
            "ts": round(span.begin * 1e6),
            "dur": round((span.end - span.begin) * 1e6),
            "args": {"reason": span.reason},
        }
        for span in spans
    ]
    return json.dumps({"traceEvents": events, "displayTimeUnit": "ms"}, indent=1)


def _page(spans: list[Span], end: float) -> str:
    jobs = sorted((s for s in spans if s.row), key=lambda s: s.begin - s.end)
    legend = ", ".join(
        f'<span style="color: {colour}">&#9632; {kind}</span>' for kind, colour in _COLOURS.items()
    )
    rows = "".join(
        f"<tr><td>{html.escape(s.name)}</td><td>{s.end - s.begin:.2f} s</td>"
        f"<td>{html.escape(s.reason)}</td></tr>"
        for s in jobs[:20]
    )
    title = f"{len(jobs)} briefs in {end:.1f} s"
    return _PAGE.format(title=title, legend=legend, drawing=_drawing(spans, end), rows=rows)


def _drawing(spans: list[Span], end: float) -> str:
    scale = _WIDTH / max(end, 1e-6)
    height = (max((span.row for span in spans), default=0) + 1) * _ROW
    bars = "".join(
        f'<rect x="{s.begin * scale:.1f}" y="{s.row * _ROW}" height="{_ROW - 2}" '
        f'width="{max(1.0, (s.end - s.begin) * scale - 0.5):.1f}" fill="{_COLOURS[s.kind]}">'
        f"<title>{html.escape(s.name)}: {s.end - s.begin:.2f} s {html.escape(s.reason)}</title>"
        "</rect>"
        for s in spans
    )
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="timeline">{bars}</svg>'
