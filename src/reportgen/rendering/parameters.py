"""The parameters of a template as it sees them: records as views, numbers and dates as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from reportgen.model.codelists import PARAMETER_TYPE
from reportgen.model.manifest import Manifest, Parameter
from reportgen.model.parameters import stated
from reportgen.model.text import Text
from reportgen.problems import ProblemsError, did_you_mean, problem
from reportgen.rendering.values import Dated
from reportgen.rendering.view import Views


def parameter_values(manifest: Manifest, given: Mapping[str, Any], views: Views) -> dict[str, Any]:
    """Every parameter that the template declares, with the given value or its default.

    Raises:
        ProblemsError: a value names no record that this brief may show, or is no number.
    """
    return {
        name: _value(name, parameter, given.get(name, parameter.default), views)
        for name, parameter in manifest.parameters.items()
    }


def _value(name: str, parameter: Parameter, value: Any, views: Views) -> Any:
    if value is None:
        return None
    if parameter.type == "list":
        parts: Sequence[Any] = stated(parameter, value)
        item = _item(parameter)
        return tuple(_value(name, item, part, views) for part in parts)
    if parameter.type == "reference" and parameter.of:
        return _record(name, parameter.of, str(value), views)
    if parameter.type == "boolean":
        return value in (True, "true")
    if parameter.type == "number":
        return _number(name, str(value))
    if parameter.type == "date":
        return Dated(value)
    if isinstance(value, Mapping):
        return views.text(Text.model_validate(value))
    return value


def _item(parameter: Parameter) -> Parameter:
    """What the items of a list are: records of a collection, or values of a type."""
    kind = parameter.of or "text"
    changes = {"type": kind} if kind in PARAMETER_TYPE.words else {"type": "reference"}
    return parameter.model_copy(update=changes)


def _record(name: str, collection: str, id_: str, views: Views) -> Any:
    try:
        return views.record(collection, id_)
    except KeyError as error:
        message = f"parameter '{name}': {collection} has no '{id_}' that this brief may show"
        hint = did_you_mean(id_, views.visible_ids(collection))
        raise ProblemsError((problem("unknown-reference", message, None, hint),)) from error


def _number(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        message = f"parameter '{name}': '{text}' is not a number"
        hint = "write digits, with a point before decimals"
        raise ProblemsError((problem("bad-number", message, None, hint),)) from error
