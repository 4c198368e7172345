"""Charts from Vega-Lite specifications, as inline SVG.

Vega runs inside vl-convert, which is loaded at the first chart. Once used it does not survive a
fork: use it in worker processes only.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from reportgen.problems import Place, Problem, ProblemsError, problem
from reportgen.rendering.chart_locale import number_format, time_format
from reportgen.rendering.chart_look import ChartLook, vega_config
from reportgen.rendering.chart_spec import spec_faults, with_rows
from reportgen.rendering.chart_svg import UnfitSvgError, clean_svg
from reportgen.rendering.chart_words import Path
from reportgen.rendering.measuring import measuring_family

VEGA_LITE = "6.4"

_USED_BY: list[int] = []  # the process that has used vl-convert, and its children that may not


def draw_chart(
    spec: Mapping[str, Any],
    *,
    uid: str,
    title: str,
    description: str,
    look: ChartLook,
    locale: str,
    rows: Sequence[Mapping[str, Any]] | None = None,
    place: Callable[[Path], Place | None] = lambda _: None,
) -> str:
    """A chart as inline SVG; the same bytes for the same input.

    Args:
        spec: A Vega-Lite specification; what it says of looks goes before the theme.
        uid: Goes before every id of the drawing; unlike any other on the page.
        title: What the chart is, for those who do not see it.
        description: What the chart says, likewise.
        look: The theme's font and colours.
        locale: The language of numbers and dates (BCP 47).
        rows: The data, in place of what the specification has.
        place: Where a part of the specification stands in its file.

    Raises:
        ProblemsError: Where words are missing, there are no rows, the specification leads out of
            itself, or Vega cannot draw it.
    """
    complete = with_rows(spec, rows)
    faults = ((place(path), told) for path, told in spec_faults(complete))
    found = list(_missing_words(title, description))
    found += [dataclasses.replace(told, place=where) for where, told in faults]
    if found:
        raise ProblemsError(found)
    try:
        svg = _draw(complete, look, locale)
        return clean_svg(svg, uid=uid, title=title.strip(), description=description.strip())
    except UnfitSvgError as error:
        hint = "look at the rows and at the fields that the specification names"
        raise ProblemsError([problem("bad-chart", f"{error}", None, hint)]) from error


def _missing_words(title: str, description: str) -> Iterator[Problem]:
    hint = "say in a sentence what the chart shows, for readers who do not see it"
    for name, text in (("title", title), ("description", description)):
        if not text.strip():
            yield problem("chart-without-text", f"the chart has no {name}", None, hint)


def _draw(spec: Mapping[str, Any], look: ChartLook, locale: str) -> str:
    """What Vega draws, with labels measured in the theme's own faces."""
    try:
        alias = measuring_family(look)
        text = json.dumps(_in_family(spec, look.family, alias), allow_nan=False)
        config = json.dumps(_in_family(vega_config(look), look.family, alias))
    except ValueError as error:
        message = "the rows hold a number that is infinite or none"
        raise ProblemsError([problem("bad-chart", message)]) from error
    import vl_convert

    with _only_this_process(), _utc():
        try:
            svg = vl_convert.vegalite_to_svg(
                text,
                vl_version=VEGA_LITE,
                config=json.loads(config),
                allowed_base_urls=[],
                format_locale=dict(number_format(locale)),
                time_format_locale=dict(time_format(locale)),
            )
        except ValueError as error:
            reason = str(error).partition("\n")[2].partition("\n")[0] or str(error)
            message = f"the chart cannot be drawn: {reason.strip()[:200]}"
            hint = "try the specification in the Vega editor, https://vega.github.io/editor"
            raise ProblemsError([problem("bad-chart", message, None, hint)]) from error
    return str(svg).replace(alias, look.family) if alias else str(svg)


def _in_family(value: Any, family: str, alias: str) -> Any:
    """The value with the theme's family called by its alias wherever a font is named."""
    if not alias:
        return dict(value) if isinstance(value, Mapping) else value
    if isinstance(value, Mapping):
        return {
            key: alias
            if key.lower().endswith("font") and part == family
            else _in_family(part, family, alias)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_in_family(part, family, alias) for part in value]
    return value


@contextmanager
def _only_this_process() -> Iterator[None]:
    """Refuse to go on in a child of a process that has used vl-convert: it would hang forever."""
    if _USED_BY and _USED_BY[0] != os.getpid():
        raise RuntimeError("vl-convert was used before this process was forked; spawn it instead")
    _USED_BY[:] = [os.getpid()]
    yield


@contextmanager
def _utc() -> Iterator[None]:
    """While it lasts, the time zone is UTC: Vega would shift dates by that of the machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
