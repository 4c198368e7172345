"""The chart of a series: every observation drawn and told, as many written as fit."""

from __future__ import annotations

import html
import re

from tests.small import Brief, small_project

SOURCE = (
    '{% from "macros/charts.html.j2" import series_chart with context %}'
    "{% for figure in figures %}{{ series_chart(figure) }}{% endfor %}"
)


def chart(observations: list[dict[str, object]]) -> str:
    figure = {"id": "f", "label": "Open places", "value": "1", "observations": observations}
    return Brief(small_project({"figures": [figure]})).render(SOURCE)


def written(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<text [^>]*>([^<]+)</text>", page)]


def test_every_observation_is_told_and_what_is_not_normal_is_named() -> None:
    page = chart(
        [
            {"time": "2025", "value": "31000"},
            {"time": "2026", "status": "missing"},
            {"time": "2027", "value": "39900", "status": "estimated"},
        ]
    )
    assert written(page) == ["31,000", "39,900", "missing", "2025", "2026", "2027"]
    assert "2025: 31,000; 2026: missing; 2027: 39,900 (estimated)." in page
    assert "Ring: 2027: estimated." in page


def test_of_a_long_series_only_what_fits_is_written_and_the_last_always() -> None:
    page = chart([{"time": str(year), "value": f"{year}.123456"} for year in range(1950, 2024)])
    assert len(written(page)) <= 12
    assert "2023" in written(page)
    assert "2,023.123456" in written(page)
    assert "1987: 1,987.123456" in page


def test_a_single_observation_is_no_series() -> None:
    assert chart([{"time": "2025", "value": "1"}, {"time": "2026", "status": "missing"}]) == ""
