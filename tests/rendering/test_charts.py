"""Charts are drawn in a spawned process: vl-convert, once used, does not survive a fork."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from reportgen.problems import Problem, ProblemsError
from reportgen.rendering.chart_look import ChartLook, look_of
from reportgen.rendering.charts import draw_chart
from reportgen.rendering.fonts import FontFace
from reportgen.shipped import templates_root

Draw = Callable[..., str]
SVG = "{http://www.w3.org/2000/svg}"
ROWS = [{"label": "Việc làm", "value": Decimal("1234.5")}, {"label": "An sinh", "value": 3}]
BARS: Mapping[str, Any] = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "value", "type": "quantitative"},
        "y": {"field": "label", "type": "nominal", "title": None},
    },
}


@pytest.fixture(scope="module")
def draw(faces: tuple[FontFace, ...]) -> Iterator[Draw]:
    look = look_of((templates_root() / "styles" / "tokens.css").read_text("utf-8"), faces)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:

        def run(spec: Mapping[str, Any] = BARS, rows: Any = ROWS, **changed: Any) -> str:
            options: dict[str, Any] = {
                "uid": "c1",
                "title": "Bars",
                "description": "Two.",
                "look": look,
            }
            options |= {"locale": "en", "rows": rows, **changed}
            return pool.submit(draw_chart, spec, **options).result()

        yield run


def problems_of(draw: Draw, *args: Any, **options: Any) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        draw(*args, **options)
    return list(caught.value.problems)


def texts(svg: str) -> list[str]:
    return ["".join(part.itertext()) for part in ET.fromstring(svg).iter(f"{SVG}text")]


def test_title_and_description_come_first_where_pdf_ua_looks_for_them(draw: Draw) -> None:
    svg = draw(title=" Jobs & pay ", description='So "many" <2>')
    root = ET.fromstring(svg)
    assert [(part.tag, part.text) for part in root[:2]] == [
        (f"{SVG}title", "Jobs & pay"),
        (f"{SVG}desc", 'So "many" <2>'),
    ]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c1-t c1-d"


def test_drawing_speaks_with_one_voice(draw: Draw) -> None:
    root = ET.fromstring(draw())
    noise = [
        key
        for part in root.iter()
        for key in part.attrib
        if (key.startswith("aria-") or key in ("role", "class")) and part is not root
    ]
    assert noise == []


@pytest.mark.parametrize("name", ["title", "description"])
def test_a_chart_without_words_is_a_problem(draw: Draw, name: str) -> None:
    (found,) = problems_of(draw, **{name: " \n"})
    assert (found.code, name in found.message) == ("chart-without-text", True)


def test_a_chart_without_rows_is_a_problem(draw: Draw) -> None:
    (found,) = problems_of(draw, rows=[])
    assert (found.code, found.message) == ("bad-chart", "the chart has no rows")
    (found,) = problems_of(draw, {"mark": "bar", "data": {"values": []}}, rows=None)
    assert found.message == "the chart has no rows"
    (found,) = problems_of(draw, {"mark": "bar"}, rows=None)
    assert found.message == "the chart has no data"


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ({"mark": "bar", "data": {"url": "http://127.0.0.1/x.csv"}}, "data.url"),
        ({"mark": "bar", "data": {"url": "file:///etc/passwd"}}, "data.url"),
        ({"mark": "image", "data": {"values": [{"a": 1}]}}, "mark"),
        ({"mark": {"type": "image"}, "data": {"values": [{"a": 1}]}}, "mark.type"),
        ({**BARS, "encoding": {**BARS["encoding"], "href": {"field": "label"}}}, "encoding.href"),
        ({"layer": [{"mark": "bar", "data": {"url": "x"}}]}, "layer.0.data.url"),
        (
            {**BARS, "transform": [{"lookup": "label", "from": {"data": {"url": "x"}}}]},
            "transform.0.from.data.url",
        ),
        ({"layer": [{"mark": {"type": "text", "href": "javascript:1"}}]}, "layer.0.mark.href"),
    ],
)
def test_whatever_leads_out_is_refused(draw: Draw, spec: dict[str, Any], path: str) -> None:
    spec.setdefault("data", {"values": [{"label": "a", "value": 1}]})
    found = problems_of(draw, spec, rows=None)
    assert any(p.code == "bad-chart" and f"`{path}`" in p.message for p in found)


def test_a_column_may_be_called_url(draw: Draw) -> None:
    rows = [{"label": "a", "value": 1, "url": "https://example.org", "type": "image"}]
    assert "example.org" not in draw(rows=rows)


def test_a_field_that_no_row_has_is_a_problem(draw: Draw) -> None:
    spec = {"mark": "bar", "encoding": {"x": {"field": "valeu", "type": "quantitative"}}}
    (found,) = problems_of(draw, spec)
    assert (found.code, found.hint) == ("bad-chart", "did you mean `value`?")


def test_fields_that_transforms_make_are_known(draw: Draw) -> None:
    spec = {
        "transform": [{"calculate": "datum.value * 2", "as": "twice"}],
        "mark": "bar",
        "encoding": {"x": {"field": "twice", "type": "quantitative"}},
    }
    assert "2,500" in texts(draw(spec))


@pytest.mark.parametrize(
    ("spec", "says", "hint"),
    [
        ({"mark": "baar"}, "Vega-Lite has no mark `baar`", "did you mean `bar`?"),
        ({"mark": {"type": "lien"}}, "Vega-Lite has no mark `lien`", "did you mean `line`?"),
        ({"mark": "bar", "encodng": {}}, "Vega-Lite has no key `encodng`", "mean `encoding`?"),
        ({"layer": [{"mark": "bar", "heigth": 1}]}, "no key `heigth`", "mean `height`?"),
        ({"mark": "bar", "encoding": {"colour": {}}}, "no channel `colour`", "mean `color`?"),
        ({"facet": {}, "spec": {"mark": "bra"}}, "no mark `bra`", "mean `bar`?"),
    ],
)
def test_words_that_vega_lite_does_not_have_are_problems(
    draw: Draw, spec: dict[str, Any], says: str, hint: str
) -> None:
    """Vega-Lite itself draws on without a word, and something is not there."""
    (found,) = problems_of(draw, spec)
    assert found.code == "bad-chart"
    assert says in found.message
    assert hint in (found.hint or "")


@pytest.mark.parametrize(
    ("spec", "part"),
    [
        ({"title": "x"}, "Invalid specification"),
        ({"mark": "bar", "transform": [{"calculate": "(", "as": "b"}]}, "Unexpected end"),
    ],
)
def test_what_vega_cannot_draw_is_a_problem_without_traceback(
    draw: Draw, spec: dict[str, Any], part: str
) -> None:
    (found,) = problems_of(draw, spec)
    assert found.code == "bad-chart"
    assert part in found.message
    assert "cdn.jsdelivr" not in found.message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_none_is_a_problem(draw: Draw, value: Any) -> None:
    (found,) = problems_of(draw, rows=[{"label": "a", "value": value}])
    assert found.code == "bad-chart"


def test_ids_begin_with_the_uid_and_do_not_count_on(draw: Draw) -> None:
    clipped = {**BARS, "mark": {"type": "bar", "clip": True}}
    first, again, other = draw(clipped), draw(clipped), draw(clipped, uid="c2")
    assert first == again
    ids = re.findall(r'id="([^"]+)"', first)
    assert len(ids) > 2
    assert all(name.startswith("c1-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= set(ids)
    assert other == first.replace("c1-", "c2-")


def test_numbers_and_dates_follow_the_language(draw: Draw) -> None:
    assert {"1,200", "1.200"} & {*texts(draw(locale="vi"))} == {"1.200"}
    assert {"1,200", "1.200"} & {*texts(draw(locale="en"))} == {"1,200"}
    dated = {
        "mark": "point",
        "encoding": {"x": {"field": "day", "type": "temporal", "axis": {"format": "%d %B %Y"}}},
    }
    rows = [{"day": "2024-04-24"}, {"day": "2024-04-26"}]
    assert "24 tháng 4 2024" in texts(draw(dated, rows, locale="vi"))
    assert "24 April 2024" in texts(draw(dated, rows, locale="en-GB"))


def test_theme_gives_font_and_colours_and_the_specification_goes_before_it(draw: Draw) -> None:
    svg = draw()
    assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"Inter"}
    assert 'fill="#0f5b6b"' in svg
    own = draw({**BARS, "config": {"bar": {"color": "#123456"}}})
    assert 'fill="#123456"' in own
    assert 'fill="#0f5b6b"' not in own


def test_labels_are_measured_in_the_faces_of_the_theme(
    draw: Draw, faces: tuple[FontFace, ...]
) -> None:
    widths = {
        weight: ET.fromstring(draw(look=ChartLook((face,)))).get("width")
        for weight, face in ((400, faces[0]), (700, faces[3]))
    }
    assert widths[400] != widths[700]
    renamed = FontFace("No such family", 700, "normal", "x", faces[3].ttf)
    assert ET.fromstring(draw(look=ChartLook((renamed,)))).get("width") == widths[700]


def test_look_takes_the_first_value_of_each_token() -> None:
    tokens = ":root { --accent: #AA0000; --accent-mid: #bb0000; --rule: rgb(0 0 0) }"
    look = look_of(tokens + " @media screen { :root { --accent: #00ff00; } }", ())
    assert (look.accent, look.accent_mid, look.rule) == ("#aa0000", "#bb0000", ChartLook().rule)


def test_same_bytes_in_another_process_zone_and_hash_seed(draw: Draw) -> None:
    script = (
        "import hashlib, runpy; tests = runpy.run_path({tests!r}); "
        "fonts = runpy.run_path({conftest!r}); face = fonts['face']; "
        "faces = (face('inter-400', 400), face('inter-400-italic', 400, 'italic'),"
        " face('inter-600', 600), face('inter-700', 700)); "
        "tokens = (tests['templates_root']() / 'styles' / 'tokens.css').read_text('utf-8'); "
        "svg = tests['draw_chart'](tests['DATED'], uid='c1', title='Bars', description='Two.',"
        " look=tests['look_of'](tokens, faces), locale='en', rows=tests['DAYS']); "
        "print(hashlib.sha256(svg.encode()).hexdigest())"
    ).format(tests=__file__, conftest=str(Path(__file__).with_name("conftest.py")))
    told = {hashlib.sha256(draw(DATED, DAYS).encode()).hexdigest()}
    for seed, zone in (("1", "America/Lima"), ("2", "Pacific/Auckland")):
        source = str(Path(__file__).parents[2] / "src")
        there = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": source}
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **there},
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(run.stdout.strip())
    assert len(told) == 1


DATED: Mapping[str, Any] = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "day", "type": "temporal", "axis": {"format": "%d %B %H:%M"}},
        "y": {"field": "n", "type": "quantitative"},
    },
}
DAYS = [{"day": "2024-04-24", "n": 1}, {"day": "2024-05-24", "n": 2}]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_of_a_process_that_drew_refuses_instead_of_hanging() -> None:
    script = (
        "import os, sys; from reportgen.rendering import charts; charts._USED_BY[:] = [1]\n"
        "from reportgen.rendering.chart_look import ChartLook\n"
        "try:\n"
        "    charts.draw_chart({'mark': 'bar'}, uid='c', title='t', description='d',"
        " look=ChartLook(), locale='en', rows=[{'a': 1}])\n"
        "except RuntimeError as error: print(error)\n"
    )
    source = str(Path(__file__).parents[2] / "src")
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert "spawn" in run.stdout


LONG = "Tổ chức phi chính phủ nước ngoài là đối tác của Bộ Lao động – Thương binh và Xã hội"
SHIPPED: Mapping[str, list[dict[str, Any]]] = {
    "figures-dots": [
        {"label": LONG, "value": 180, "qualifier": "exact", "text": "180 nước"},
        {"label": "Gần", "value": 230, "qualifier": "nearly", "text": "gần 230"},
        {"label": "Hơn", "value": 700, "qualifier": "more-than", "text": "hơn 700 tổ chức"},
    ],
    "events-timeline": [
        {"label": LONG, "date": "1947", "start": "1947", "end": None},
        {"label": "Kỳ", "date": "2022–2026", "start": "2022", "end": "2026-12-31"},
        {"label": "Không rõ", "date": "28 tháng 3", "start": None, "end": None},
    ],
    "partners-by-group": [
        {"label": LONG, "value": 8, "text": "8, và các tổ chức khác", "open": True},
        {"label": "Hai", "value": 40, "text": "gần 40", "open": False},
    ],
    "figure-series": [
        {"label": "2024", "start": "2024", "value": -5, "status": "normal", "text": "−5"},
        {
            "label": "tháng 6 năm 2025",
            "start": "2025-06",
            "value": None,
            "status": "missing",
            "text": "thiếu",
        },
        {"label": "2027", "start": "2027", "value": 40.5, "status": "forecast", "text": "40,5"},
    ],
    "agreements-by-status": [
        {"label": LONG, "status": "đã ký", "kind": "signed", "value": 3},
        {"label": LONG, "status": "đang đàm phán", "kind": "negotiating", "value": 9},
        {"label": "Công ước", "status": "chưa phê chuẩn", "kind": "not-ratified", "value": 1},
    ],
}


def shipped(name: str) -> dict[str, Any]:
    path = templates_root() / "charts" / f"{name}.vl.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def test_every_shipped_chart_is_tried() -> None:
    files = (templates_root() / "charts").glob("*.vl.yaml")
    assert {path.name.removesuffix(".vl.yaml") for path in files} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_chart_prints_every_word_of_its_rows_within_the_page(draw: Draw, name: str) -> None:
    rows = SHIPPED[name]
    svg = draw(shipped(name), rows, locale="vi")
    printed = texts(svg)
    wanted = [row[key] for row in rows for key in ("label", "text", "date") if key in row]
    assert [text for text in wanted if text not in printed] == []
    assert float(ET.fromstring(svg).get("width", "0")) <= 680
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)}
    assert min(sizes) >= 11.5


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_chart_holds_with_one_row(draw: Draw, name: str) -> None:
    for row in SHIPPED[name]:
        assert row["label"] in texts(draw(shipped(name), [row]))


def test_qualifiers_have_marks_of_their_own(draw: Draw) -> None:
    def marks(qualifier: str) -> list[str]:
        row = {"label": "a", "value": 5, "qualifier": qualifier, "text": "5"}
        svg = draw(shipped("figures-dots"), [row])
        return [m for m in re.findall(r"<path [^>]*>", svg) if "translate" in m]

    exact, nearly, more = marks("exact"), marks("nearly"), marks("more-than")
    assert len(exact) == len(nearly) == len(more) == 1
    assert len({exact[0], nearly[0], more[0]}) == 3
    assert marks("at-most") == marks("about") == nearly
    assert marks("at-least") == more
