"""Chart files of the project, and the names by which templates ask for charts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from jinja2 import nodes

from reportgen.model.lookup import PLAIN, Lookup
from reportgen.problems import Problem, ProblemsError
from reportgen.rendering.chart_spec import without_rows_faults
from reportgen.rendering.charting import CHARTS, read_chart
from reportgen.world import World

CALLS = ("chart", "chart_figure")
"""What draws a chart whose name is its first argument, or its argument `spec`."""

_FOLDER, _ENDING = CHARTS.split("{}")


def check_charts(world: World, lookup: Lookup = PLAIN) -> tuple[Problem, ...]:
    """What is wrong with chart files in the project folder whatever the rows are."""
    found: list[Problem] = []
    for level in lookup.own:
        for path in world.files(level.inside(_FOLDER).rstrip("/")):
            if not path.endswith(_ENDING):
                continue
            try:
                chart = read_chart(path, world.read(path) or b"")
            except ProblemsError as error:
                found += error.problems
                continue
            for at, told in without_rows_faults(chart.specification):
                found.append(dataclasses.replace(told, place=chart.place(at)))
    return tuple(found)


def chart_names(world: World, lookup: Lookup = PLAIN) -> tuple[str, ...]:
    """The charts that templates can ask for."""
    paths = (
        path.removeprefix(level.inside(_FOLDER))
        for level in lookup.levels
        for path in world.files(level.inside(_FOLDER).rstrip("/"), level.root)
    )
    names = (path for path in paths if path.endswith(_ENDING))
    return tuple(dict.fromkeys(name.removesuffix(_ENDING) for name in names))


def charts_in(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, name) of each chart that a template names in so many words."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in CALLS:
            named = [*call.args[:1], *(k.value for k in call.kwargs if k.key == "spec")]
            if named and isinstance(named[0], nodes.Const) and isinstance(named[0].value, str):
                yield named[0].lineno, named[0].value
