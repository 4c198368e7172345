"""The picture of a run: how far every measured ratio is from what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.outcome import COUNT, Line, Outcome, shown
from reportgen.rendering.chart_look import ChartLook
from reportgen.rendering.charts import draw_chart
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import theme_faces
from reportgen.shipped import templates_root
from reportgen.world import World

TITLE = "How far the measured numbers are from what was asked"
DARK = {"#1b2a33": "#e8eef1", "#52646e": "#a9bac3", "#cfd8dc": "#45555f", "#ffffff": "#12191d"}
DARK |= {"#0f5b6b": "#6cc3d2", "#b3261e": "#ff9b91"}
"""Colour of the light picture -> its dark counterpart. Both have 4.5:1 on their ground."""

MET, MISSED, GROUND = "#0f5b6b", "#b3261e", "#ffffff"


def picture(outcomes: Sequence[Outcome]) -> str:
    """The SVG. Counts are left out: they are right or wrong, and never far or near."""
    faces = theme_faces(Templates(World(templates_root(), templates_root(), environment={})))
    svg = draw_chart(
        _spec(list(_rows(outcomes))),
        uid="goals",
        title=TITLE,
        description=alternative(outcomes),
        look=ChartLook(faces),
        locale="en",
    )
    return _for_both(svg)


def alternative(outcomes: Sequence[Outcome]) -> str:
    """The text alternative of the picture."""
    rows = list(_rows(outcomes))
    missed = [row["label"] for row in rows if not row["met"]]
    words = f"{TITLE}. {len(rows) - len(missed)} of {len(rows)} are where they should be"
    return words + (f"; missed: {', '.join(missed)}." if missed else ".")


def _rows(outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    for outcome in outcomes:
        for line in outcome.goals:
            if line.goal is None or line.unit == COUNT:
                continue
            margins = [line.goal.margin(value) for value in line.values]
            yield {
                "label": f"{outcome.name}: {line.name}",
                "margin": line.goal.margin(line.median),
                "low": min(margins),
                "high": max(margins),
                "met": line.goal.met(line.median),
                "text": _words(line),
            }


def _words(line: Line) -> str:
    asked = str(line.goal).partition(",")[0]
    word = "" if line.goal is None or line.goal.met(line.median) else ", missed"
    return f"{shown(line.median, line.unit)}, asked {asked}{word}"


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    colour = {
        "condition": {"test": "datum.met", "value": MET},
        "value": MISSED,
    }
    y = {"field": "label", "type": "ordinal", "sort": None, "title": None}
    axis = {
        "title": "how many times better than asked; left of the dashed line a goal is missed",
        "grid": True,
        "values": [0.25, 0.5, 1, 2, 4, 8, 16, 32],
        "format": "~r",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "width": 360,
        "height": {"step": 24},
        "padding": 14,
        "background": GROUND,
        "encoding": {"y": {**y, "axis": {"labelLimit": 600, "ticks": False, "domain": False}}},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3]},
                "encoding": {
                    "x": {"datum": 1, "type": "quantitative"},
                    "y": None,
                    "color": {"value": "#52646e"},
                },
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative", "scale": {"type": "log"}},
                    "x2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {
                    "x": {"field": "margin", "type": "quantitative", "axis": axis},
                    "shape": {
                        "condition": {"test": "datum.met", "value": "circle"},
                        "value": "diamond",
                    },
                    "color": colour,
                },
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "x": 372},
                "encoding": {"text": {"field": "text"}, "color": colour},
            },
        ],
    }


def _for_both(svg: str) -> str:
    """The drawing with a ground of its own, and with colours for readers of dark pages.

    Shown as an image it does not inherit the page's colours, so it brings both.
    """
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in DARK.items()
    )
    style = f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"
    svg = svg.replace('font-family="Inter"', 'font-family="Inter, sans-serif"')
    return re.sub(r"(</desc>)", rf"\1{style}", svg, count=1) + "\n"
