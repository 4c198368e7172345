"""Collections of the user's own: any records, checked where a JSON Schema lies beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.documents import Source
from reportgen.model.scalars import ID_PATTERN
from reportgen.problems import Problem, did_you_mean, problem
from reportgen.reading.origin import Origin, Raw

_INTEGER = re.compile(r"^[+-]?\d{1,40}$")
_NUMBER = re.compile(r"^[+-]?\d{1,40}(\.\d{1,40})?$")
_DEEPEST = 50


class Schema:
    """A JSON Schema that reads text as what it says, and tells what it refuses.

    Refers to itself only: no other file and no address is opened.
    """

    def __init__(self, data: Any) -> None:
        import jsonschema
        import referencing

        # A registry of our own: the library's default one would fetch addresses.
        self._data = data
        self._validator = jsonschema.Draft202012Validator(
            data, registry=referencing.Registry(), format_checker=jsonschema.FormatChecker()
        )

    def read(self, value: Any) -> Any:
        """The value with numbers and booleans where the schema wants them."""
        return self._read(value, self._data, 0)

    def refusals(self, value: Any) -> Iterator[Any]:
        """The library's errors, in their order in the value."""
        yield from sorted(
            self._validator.iter_errors(value), key=lambda e: [str(p) for p in e.absolute_path]
        )

    def _read(self, value: Any, schema: Any, depth: int) -> Any:
        schema = self._resolved(schema)
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return value
        for inner in schema.get("allOf", ()):
            value = self._read(value, inner, depth + 1)
        if isinstance(value, Mapping):
            properties = schema.get("properties", {})
            rest = schema.get("additionalProperties")
            return {
                key: self._read(item, properties.get(key, rest), depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self._read(item, schema.get("items"), depth + 1) for item in value]
        return _scalar(value, schema) if isinstance(value, str) else value

    def _resolved(self, schema: Any) -> Any:
        for _ in range(_DEEPEST):
            if not isinstance(schema, Mapping) or not isinstance(schema.get("$ref"), str):
                return schema
            pointer = schema["$ref"]
            if not pointer.startswith("#"):
                return None
            schema = self._data
            for part in pointer.removeprefix("#").split("/")[1:]:
                word = part.replace("~1", "/").replace("~0", "~")
                schema = schema.get(word) if isinstance(schema, Mapping) else None
        return None


def read_schema(name: str, raw: bytes) -> tuple[Schema | None, tuple[Problem, ...]]:
    """The schema, or what is wrong with it."""
    import jsonschema

    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text, parse_float=Decimal)
        jsonschema.Draft202012Validator.check_schema(data)
    except UnicodeDecodeError:
        message, place = "the schema is not UTF-8", Source(name, "").at(0, 0)
    except json.JSONDecodeError as error:
        message = f"the schema is not JSON: {error.msg.lower()}"
        place = Source(name, text).at(error.lineno - 1, error.colno - 1)
    except jsonschema.SchemaError as error:
        message, place = f"not a JSON Schema: {error.message}", Source(name, text).at(0, 0)
    except RecursionError:
        message, place = "the schema is nested too deeply", Source(name, text).at(0, 0)
    else:
        return Schema(data), ()
    return None, (problem("bad-schema", message, place, "see https://json-schema.org"),)


def read_own(
    raws: Sequence[Raw], schema: Schema | None, schema_file: str
) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """The records by id, and what is wrong with them; one without an id gets its number."""
    records: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for number, raw in enumerate(raws, start=1):
        id_ = raw.value.get("id", str(number))
        if not isinstance(id_, str) or not re.match(ID_PATTERN, id_):
            message, hint = f"`{id_}` cannot be an id", "use small letters, digits and hyphens"
            problems.append(problem("bad-id", message, raw.origin.place(("id",)), hint))
            continue
        value = dict(raw.value)
        if schema is not None:
            try:
                value = schema.read(value)
                problems += [refusal(error, raw.origin) for error in schema.refusals(value)]
            except Exception as error:  # noqa: BLE001 - a user's schema may break the library in many ways
                place = Source(schema_file, "").at(0, 0)
                said = str(error).split("\n")[0]
                message = f"the schema cannot be applied: {said}"
                problems.append(problem("bad-schema", message, place, "refer to `#/$defs/` only"))
                schema = None
        records.setdefault(id_, value)
    return records, problems


def refusal(error: Any, origin: Origin) -> Problem:
    """A refusal of a JSON Schema as a problem with its place."""
    path = tuple(error.absolute_path)
    key, hint = False, None
    message = str(error.message)
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = list(error.schema.get("properties", {}))
        unknown = [name for name in error.instance if name not in known]
        message = f"the schema knows no field `{unknown[0]}`"
        hint = did_you_mean(unknown[0], known, kind="fields")
        path, key = (*path, unknown[0]), True
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        message = f"the schema needs a field `{missing[0]}`"
        hint = f"add `{missing[0]}: ...`"
    elif error.validator == "enum":
        choices = [str(choice) for choice in error.validator_value]
        message = f"`{error.instance}` is not among the values of the schema"
        hint = did_you_mean(str(error.instance), choices, kind="values", limit=40)
    elif error.validator == "type":
        message = f"`{path[-1] if path else 'the record'}` must be {_types(error.validator_value)}"
    return problem("own-schema", message[:300], origin.place(path, key=key), hint)


def _types(types: Any) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "number": "a number"}
    names |= {"integer": "a whole number", "boolean": "true or false", "null": "nothing"}
    return " or ".join(
        names.get(one, one) for one in ([types] if isinstance(types, str) else types)
    )


def _scalar(value: str, schema: Mapping[str, Any]) -> Any:
    types = schema.get("type", ())
    wanted = {types} if isinstance(types, str) else set(types)
    if "string" in wanted:
        return value
    if "boolean" in wanted and value in {"true", "false"}:
        return value == "true"
    if wanted & {"integer", "number"} and _INTEGER.match(value):
        return int(value)
    if "number" in wanted and _NUMBER.match(value):
        return Decimal(value)
    return value
