"""Charts of the project before they are drawn: their files, and the names that templates say."""

from __future__ import annotations

import pytest

from reportgen.checking.templates import check_templates
from reportgen.checking.templates.charts import charts_in, check_charts
from reportgen.problems import Problem
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.templates import Templates
from reportgen.shipped import templates_root
from tests.checking.templates import ListedWorld
from tests.small import MemoryWorld, shipped_wording, small_project

CHART = """\
# Bars
mark: bar
encoding:
  x: {field: value, type: quantitative}
  y: {field: label, type: nominal}
"""
FILE = "templates/charts/bars.vl.yaml"


def told(chart: str, template: str = "") -> list[Problem]:
    world = ListedWorld({FILE: chart, "templates/brief.html.j2": template})
    return list(check_templates(small_project(), world))


def test_a_chart_that_is_right_raises_no_alarm() -> None:
    assert told(CHART) == []
    assert check_charts(ListedWorld({FILE: CHART, "templates/charts/notes.txt": "-"})) == ()
    for call in (
        "chart('bars', 't', 'd')",
        "chart('figures-dots', 't', 'd')",
        "chart(name, '', '')",
    ):
        assert told(CHART, f"{{% set name = 'x' %}}{{{{ {call} }}}}") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("mark: bar", "mark: baar", 2, "Vega-Lite has no mark `baar`"),
        ("encoding:", "encodng:", 3, "Vega-Lite has no key `encodng`"),
        ("  y: {field", "  why: {field", 5, "Vega-Lite has no channel `why`"),
        ("# Bars", "data: {url: https://example.org/rows.csv}", 1, "`data.url` of the chart leads out"),
        ("mark: bar", "layer:\n  - mark: {type: image, url: a.png}", 3, "leads out of it"),
        ("type: nominal}", "type: nominal", 6, "`}` is missing"),
    ],
)  # fmt: skip
def test_a_chart_that_is_wrong_is_told_with_its_line(
    old: str, new: str, line: int, says: str
) -> None:
    found = told(CHART.replace(old, new))
    assert found
    assert {one.place and one.place.file for one in found} == {FILE}
    if "missing" not in says:  # what YAML says of it is YAML's
        assert found[0].place is not None
        assert (found[0].place.line, says in found[0].message) == (line, True)


def test_a_chart_that_is_no_mapping_is_told() -> None:
    assert [one.message for one in told("- a\n")] == ["a chart must be a mapping"]


@pytest.mark.parametrize(
    "call", ["chart('brs', 't', 'd')", "chart(spec='brs', title='t', description='d')"]
)
def test_a_chart_that_is_not_there_is_told_with_the_nearest(call: str) -> None:
    (found,) = told(CHART, f"\n{{{{ {call} }}}}")
    assert (found.code, found.message) == ("bad-chart", "there is no chart 'brs'")
    assert found.hint == "did you mean `bars`?"
    assert found.place is not None
    assert found.place.line == 2


def test_the_shipped_charts_are_right_and_the_shipped_templates_name_them() -> None:
    root = templates_root()
    files = {
        f"templates/charts/{path.name}": path.read_text("utf-8")
        for path in (root / "charts").iterdir()
    }
    assert len(files) >= 5
    assert check_charts(ListedWorld(files)) == ()
    environment = BriefEnvironment(small_project(), Templates(MemoryWorld()), shipped_wording("en"))
    named = {
        name
        for path in root.rglob("*.j2")
        for _, name in charts_in(environment.parse(path.read_text("utf-8")))
    }
    assert named
    assert {f"templates/charts/{name}.vl.yaml" for name in named} <= set(files)
