"""The template function `chart`: rows of the data into a Vega-Lite specification, then to SVG."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from reportgen.documents import Document, parse_yaml
from reportgen.problems import Place, ProblemsError, problem
from reportgen.rendering.chart_words import Path
from reportgen.rendering.charts import VEGA_LITE, draw_chart
from reportgen.rendering.draft import Draft
from reportgen.rendering.fonts import faces_digest
from reportgen.rendering.values import Code, Dated
from reportgen.world import digest

CHARTS = "charts/{}.vl.yaml"


def chart_markup(
    draft: Draft,
    spec: Any,
    title: Any,
    description: Any,
    values: Iterable[Mapping[str, Any]] | None = None,
) -> Markup:
    """The chart as `<svg role="img">` with its title and description inside.

    Args:
        draft: The page in hand.
        spec: A Vega-Lite specification, or the name of `charts/NAME.vl.yaml` in a template folder.
        title: What the chart shows, for readers who do not see it.
        description: What can be read off it: the text alternative.
        values: The rows; they become the specification's `data`.

    Raises:
        ProblemsError: no such chart, no title or description, no rows, or a bad specification.
    """
    chart = _named(draft, spec) if isinstance(spec, str) else None
    specification = dict(chart.specification) if chart else json_value(draft, spec)
    if values is not None:
        specification = {**specification, "data": {"values": json_value(draft, list(values))}}
    words = [str.__str__(Markup(text).striptags()) for text in (title, description)]
    place = chart.place if chart else _nowhere
    return Markup(_drawn(draft, specification, draft.chart_id(), words, place))


@dataclass(frozen=True)
class ChartFile:
    """A chart as its file has it."""

    specification: Mapping[str, Any]
    document: Document

    def place(self, path: Path) -> Place | None:
        """Where a part of it stands; None for what stands nowhere in it."""
        return self.document.place(path, key=True) if path else None


def _nowhere(_: Path) -> Place | None:
    return None


def _drawn(
    draft: Draft,
    specification: Any,
    uid: str,
    words: list[str],
    place: Callable[[Path], Place | None],
) -> str:
    """The drawing, from an earlier build where it is known."""
    look, language = draft.look, draft.wording.language
    parts = [specification, uid, words, language, _version(), VEGA_LITE]
    seen = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    key = digest(f"{draft.program}\n{seen}\n{look}\n{faces_digest(look.faces)}".encode())
    known = draft.keep.get(key) if draft.keep else None
    if known is not None:
        return known.decode("utf-8")
    svg = draw_chart(
        specification,
        uid=uid,
        title=words[0],
        description=words[1],
        look=look,
        locale=language,
        place=place,
    )
    if draft.keep:
        draft.keep.put(key, svg.encode("utf-8"))
    return svg


def _named(draft: Draft, name: str) -> ChartFile:
    path = CHARTS.format(name)
    raw = draft.files(path)
    if raw is None:
        raise ProblemsError((problem("bad-chart", f"there is no chart '{path}'"),))
    return read_chart(draft.called(path), raw)


@functools.cache
def _version() -> str:
    """The version of what draws; asking for it takes longer than finding a known drawing."""
    return version("vl-convert-python")


@functools.lru_cache(maxsize=64)
def read_chart(path: str, raw: bytes) -> ChartFile:
    """A chart file as it reads, once for all pages; nobody writes into it.

    Raises:
        ProblemsError: it is not YAML, or no mapping; with its line.
    """
    document, problems = parse_yaml(path, raw)
    if document is None or problems:
        raise ProblemsError(problems)
    if not isinstance(document.data, dict):
        found = problem("bad-chart", "a chart must be a mapping", document.place(()))
        raise ProblemsError((found,))
    specification = {key: _core(value) for key, value in document.data.items()}
    return ChartFile(MappingProxyType(specification), document)


def _core(value: Any) -> Any:
    """Numbers and flags of a specification, which the reader of YAML leaves as text."""
    if isinstance(value, dict):
        return {key: _core(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_core(inner) for inner in value]
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str):
        try:
            return float(value) if "." in value else int(value)
        except ValueError:
            return value
    return value


def json_value(draft: Draft, value: Any) -> Any:
    """A value of a template as JSON holds it; dates and codes as their printed words."""
    if isinstance(value, Mapping):
        return {str(key): json_value(draft, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(draft, inner) for inner in value]
    if isinstance(value, Code):
        return draft.wording.label(value)
    if isinstance(value, Dated):
        return draft.wording.date(value)
    if isinstance(value, Markup):
        return value.striptags()
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
