"""Results of a programme: IATI result -> indicator -> baseline and periods."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.model.base import Citations, Noun
from reportgen.model.codelists import INDICATOR_MEASURE, RESULT_TYPE
from reportgen.model.scalars import Coded, Edtf, Flag, Id, Line, Ref
from reportgen.model.text import Text


class Measurement(Noun):
    """A target or an actual value (IATI: the value is text, since some indicators are in words)."""

    value: Line | None = None
    comment: Text | None = None
    sources: Citations = ()


class Baseline(Noun):
    """The value before the programme (IATI baseline)."""

    year: Edtf | None = None
    value: Line | None = None
    comment: Text | None = None


def _short_value(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) else value


ShortMeasurement = Annotated[
    Measurement, BeforeValidator(_short_value, json_schema_input_type=str | Measurement)
]
"""A `Measurement`; `3` is short for `{value: 3}`."""


class IndicatorPeriod(Noun):
    """A span with its target and what was reached (IATI indicator/period)."""

    period: Edtf | None = Field(None, description="EDTF: 2024 or 2022/2026.")
    target: ShortMeasurement | None = Field(None, description="`3`, or `{value: 3, ...}`.")
    actual: ShortMeasurement | None = Field(None, description="`3`, or `{value: 3, ...}`.")


class Indicator(Noun):
    """What is measured (IATI result/indicator)."""

    id: Id | None = None
    title: Text
    description: Text | None = None
    measure: Annotated[str, Coded(INDICATOR_MEASURE)] | None = None
    unit: Text | None = None
    ascending: Flag | None = Field(None, description="true where more is better.")
    baseline: (
        Annotated[Baseline, BeforeValidator(_short_value, json_schema_input_type=str | Baseline)]
        | None
    ) = Field(None, description="`0`, or `{value: 0, year: 2021}`.")
    periods: tuple[IndicatorPeriod, ...] = ()


class Result(Noun):
    """A link of the results chain (IATI result)."""

    id: Id | None = None
    type: Annotated[str, Coded(RESULT_TYPE)] | None = None
    title: Text
    description: Text | None = None
    parent: Id | None = Field(None, description="The id of the result that it serves.")
    priority: Annotated[Id, Ref("priorities")] | None = None
    as_written: Text | None = Field(None, description="What the source leaves out or garbles.")
    indicators: tuple[Indicator, ...] = ()
    sources: Citations = ()
