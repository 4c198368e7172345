"""What a single value may be: numbers, flags, ids, dates, codes.

The documents room hands every scalar over as text, so that `NO`, `8.10` and `0123` stay what was
written; each type here says how its text is read. A refusal carries the problem's code as its
pydantic error type, and `hint` in its context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from reportgen.links import address_fault
from reportgen.model.codelists import CodeList
from reportgen.model.edtf import EdtfError, parse_edtf

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
_NUMBER = re.compile(r"^[+-]?(\d{1,40})(\.\d{1,40})?([eE][+-]?\d{1,2})?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}([.,_' \u00a0\u202f]\d{3})+$")


def _read_number(value: Any) -> Any:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _NUMBER.match(value):
        return Decimal(value)
    hint = "write digits, with a point before decimals: 1200000 or 12.5"
    if isinstance(value, str) and _GROUPED.match(value):
        hint = "write it without separators: " + re.sub(r"[^\d+-]", "", value)
    raise PydanticCustomError(
        "bad-number", "{found} is not a number", {"found": shown(value), "hint": hint}
    )


def _read_whole(value: Any) -> Any:
    number = _read_number(value)
    if number != number.to_integral_value():
        raise PydanticCustomError(
            "bad-number",
            "{found} is not a whole number",
            {"found": shown(value), "hint": "write digits only"},
        )
    return int(number)


def _read_flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError(
        "wrong-type",
        "{found} is neither true nor false",
        {"found": shown(value), "hint": "write true or false"},
    )


def _read_line(value: Any) -> Any:
    if isinstance(value, str):
        return value
    raise PydanticCustomError(
        "wrong-type", "{found} is not a string", {"found": shown(value), "hint": ""}
    )


def _check_date(value: str) -> str:
    try:
        parse_edtf(value)
    except EdtfError as error:
        code: Literal["bad-date", "period-order"] = (
            "period-order" if error.code == "period-order" else "bad-date"
        )
        raise PydanticCustomError(code, "{why}", {"why": str(error), "hint": error.hint}) from None
    return value


def _check_address(value: str) -> str:
    fault = address_fault(value)
    if fault is not None:
        raise PydanticCustomError(
            "bad-value",
            "{found} is no address that a brief may link to: it {fault}",
            {
                "found": shown(value),
                "fault": fault,
                "hint": "write an address that begins with https://",
            },
        )
    return value


def shown(value: Any) -> str:
    """The value as a message quotes it, cut to 60 characters."""
    if isinstance(value, str):
        return f"'{value[:60]}…'" if len(value) > 60 else f"'{value}'"
    return {dict: "a map", list: "a list", type(None): "an empty value"}.get(
        type(value), str(value)
    )


Id = Annotated[
    str,
    BeforeValidator(_read_line),
    Field(pattern=ID_PATTERN),
    WithJsonSchema({"type": "string", "pattern": ID_PATTERN}),
]
"""A record's id: lower-case letters, digits and hyphens, 64 at most."""

Line = Annotated[str, BeforeValidator(_read_line)]
"""One string without a language: a code, an address, a name kept as it was printed."""

Address = Annotated[Line, AfterValidator(_check_address)]
"""Where a link of a brief leads. `javascript:` and the like would run in the reader's browser."""

_NUMBER_SCHEMA = {"type": ["number", "string"]}
Number = Annotated[Decimal, BeforeValidator(_read_number), WithJsonSchema(_NUMBER_SCHEMA)]
"""A decimal number, kept exactly as written (SDMX OBS_VALUE); never a float."""

Whole = Annotated[
    int, BeforeValidator(_read_whole), WithJsonSchema({"type": ["integer", "string"]})
]
Flag = Annotated[bool, BeforeValidator(_read_flag), WithJsonSchema({"type": "boolean"})]

Edtf = Annotated[str, BeforeValidator(_read_line), AfterValidator(_check_date)]
"""A date as EDTF (ISO 8601-2) text: `1992`, `2023-03-28`, `2022/2026`, `XXXX-03-28`."""


@dataclass(frozen=True)
class Ref:
    """Marks a field as the id of a record in one of `collections`.

    `loose`: what is no id of such a record is a name in its own right (a publisher, a creator).
    """

    collections: tuple[str, ...]
    loose: bool = False

    def __init__(self, *collections: str, loose: bool = False) -> None:
        object.__setattr__(self, "collections", collections)
        object.__setattr__(self, "loose", loose)


@dataclass(frozen=True)
class Coded:
    """Marks a field as a word of a code list; the list's own codes are read as their words."""

    codes: CodeList

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        known = list(self.codes.words)
        return {"enum": known + [code for code in self.codes.words.values() if code not in known]}

    def _read(self, value: Any) -> str:
        word = self.codes.word(value) if isinstance(value, str) else None
        if word is None:
            raise PydanticCustomError(
                "bad-code",
                "{found} is not a word of the list {list}",
                {"found": shown(value), "list": self.codes.name, "choices": list(self.codes.words)},
            )
        return word
