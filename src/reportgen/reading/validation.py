"""The model's judgement of a value, as problems with their places."""

from __future__ import annotations

import re
import typing
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from reportgen.model.base import Noun
from reportgen.model.fields import fields_of
from reportgen.problems import CODES, Problem, did_you_mean, nearest, problem
from reportgen.reading.languages import bad_language
from reportgen.reading.origin import Origin, Path, value_at

NounType = TypeVar("NounType", bound=Noun)

_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss"})


def validate(
    noun: type[NounType], value: Mapping[str, Any], origin: Origin, *, name: str | None = None
) -> tuple[NounType | None, list[Problem]]:
    """The value as a noun of the model, or every problem that the model has with it.

    A key with nothing behind it counts as left out, where the field does not take null.

    Args:
        noun: The class of the model.
        value: What was written.
        origin: Where it was written.
        name: What people call it, for messages; the class's name without one.
    """
    try:
        return noun.model_validate(value), []
    except ValidationError as error:
        refused = error
    stated = _without_nothing(value)
    if stated != value:
        try:
            return noun.model_validate(stated), []
        except ValidationError as error:
            refused = error
    faults = [
        Fault(
            noun, tuple(item["loc"]), item["type"], item.get("ctx", {}), item, origin, value, name
        )
        for item in refused.errors(include_url=False)
    ]
    return None, [_told(fault) for fault in faults if not _explained(fault, faults)]


@dataclass(frozen=True)
class Fault:
    """One error of the model: the noun that was read, where in it, and what kind."""

    noun: type[Noun]
    path: tuple[str | int, ...]
    kind: str
    context: Mapping[str, Any]
    error: Mapping[str, Any]
    origin: Origin
    value: Mapping[str, Any]
    name: str | None

    @property
    def owner(self) -> type[Noun]:
        """The noun whose field is at fault."""
        return _noun_at(self.noun, self.path[:-1])

    @property
    def field(self) -> str:
        """The name of the field at fault; for an item of a list, that of the list."""
        words = [part for part in self.path if isinstance(part, str)]
        return words[-1] if words else "the value"

    @property
    def hint(self) -> str | None:
        """What the model itself says to do."""
        return self.context.get("hint") or None


def noun_name(noun: type[Noun]) -> str:
    """The class's name as words: `Priority list`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun.__name__).capitalize()


def _told(fault: Fault) -> Problem:
    teller = _TELLERS.get(fault.kind)
    if teller is not None:
        return teller(fault)
    if fault.kind in CODES:
        return _of_the_model(fault)
    return _wrong_type(fault)


def _explained(fault: Fault, faults: list[Fault]) -> bool:
    """Whether a missing field is only misspelt, which is told already."""
    return fault.kind == "missing" and any(
        other.kind == "extra_forbidden"
        and other.path[:-1] == fault.path[:-1]
        and nearest(str(other.path[-1]), fields_of(other.owner)) == fault.path[-1]
        for other in faults
    )


def _unknown(fault: Fault) -> Problem:
    field = str(fault.path[-1])
    fields = [name for name in fields_of(fault.owner) if name != "x-*"]
    owner = fault.name if fault.name and len(fault.path) == 1 else noun_name(fault.owner)
    return problem(
        "unknown-field",
        f"{owner} has no field `{field}`",
        fault.origin.place(fault.path, key=True),
        did_you_mean(field, fields, kind="fields", limit=40),
    )


def _missing(fault: Fault) -> Problem:
    field = str(fault.path[-1])
    owner = fault.name if fault.name and len(fault.path) == 1 else noun_name(fault.owner)
    id_ = value_at(fault.value, (*fault.path[:-1], "id"))
    which = f" `{id_}`" if isinstance(id_, str) else ""
    return problem(
        "missing-field",
        f"{owner}{which} needs a field `{field}`",
        fault.origin.place(fault.path[:-1]),
        f"add `{field}: ...`",
    )


def _bad_id(fault: Fault) -> Problem:
    found = str(fault.error["input"])
    better = re.sub(r"[^a-z0-9]+", "-", _without_marks(found).casefold()).strip("-")[:64]
    return problem(
        "bad-id",
        f"`{found}` cannot be an id",
        fault.origin.place(fault.path),
        f"write `{better}`" if better else "use small letters, digits and hyphens",
    )


def _without_marks(text: str) -> str:
    """The text in letters a-z as far as it has any: `bộ-nước` is `bo-nuoc`."""
    parts = unicodedata.normalize("NFD", text.translate(_STROKES))
    return "".join(char for char in parts if not unicodedata.combining(char))


MANY = 60
"""A code list that is longer is not listed in a hint."""


def _bad_code(fault: Fault) -> Problem:
    choices = [str(choice) for choice in fault.context.get("choices", ())]
    hint: str | None = did_you_mean(str(fault.error["input"]), choices, kind="words", limit=40)
    if len(choices) > MANY:  # two letters are near to far too many others
        hint = f"look the code up in {fault.context.get('list')}; it is written in capitals"
    return problem("bad-code", fault.error["msg"], fault.origin.place(fault.path), hint)


def _bad_language(fault: Fault) -> Problem:
    at = str(fault.context.get("at", ""))
    place = fault.origin.place((*fault.path, at), key=True)
    if " " in at:
        text = fault.error["input"].get(at)
        hint = f'put the text into quotation marks: `"{at}: {text}"`'
        return problem("colon-in-text", "a colon splits the text in two", place, hint)
    return bad_language(at, place)


def _wrong_type(fault: Fault) -> Problem:
    found = fault.error["input"]
    listed = fault.kind in {"tuple_type", "list_type"}
    if listed:
        wanted, hint = "a list", f"write `{fault.field}: [{found}]`"
        if not isinstance(found, str):
            hint = "write `- ` before each item"
    elif fault.kind in {"model_type", "model_attributes_type", "dict_type", "mapping_type"}:
        names = [name for name in fields_of(_noun_at(fault.noun, fault.path)) if name != "x-*"]
        wanted = "a mapping"
        hint = f"its fields are {', '.join(f'`{name}`' for name in names[:12])}"
        if "mapping" in fault.kind or "dict" in fault.kind:
            hint = "write `name: value` on lines below it"
    elif fault.kind == "string_type":
        wanted, hint = "text", "write one text"
    else:
        wanted, hint = "", ""
    which = f"an item of `{fault.field}`" if isinstance(fault.path[-1], int) else f"`{fault.field}`"
    message = (
        f"{which} must be {wanted}, not {_kind(found)}"
        if wanted
        else f"`{fault.field}`: {_lower(str(fault.error['msg']))}"
    )
    return problem("wrong-type", message, fault.origin.place(fault.path), hint or fault.hint)


def _of_the_model(fault: Fault) -> Problem:
    """An error whose type is a code of the catalogue and whose words are the model's."""
    message, hint = str(fault.error["msg"]), fault.hint
    if fault.kind == "wrong-type":
        message = f"`{fault.field}`: {message}"
        hint = hint or _fuller_field(fault)
    return problem(fault.kind, message, fault.origin.place(fault.path), hint)


def _fuller_field(fault: Fault) -> str | None:
    """The field that takes mappings, where the one at fault takes only the ids in them."""
    found, fields = fault.error["input"], fields_of(_noun_at(fault.noun, fault.path[:1]))
    here = fields.get(fault.field)
    if not isinstance(found, Mapping) or here is None or here.ref is None:
        return None
    for name, kind in fields.items():
        inner = fields_of(kind.noun) if kind.noun and issubclass(kind.noun, Noun) else {}
        if found.keys() <= inner.keys() and any(k.ref == here.ref for k in inner.values()):
            taken = " and ".join(f"`{key}`" for key in found)
            return f"write it under `{name}:`, which takes {taken}"
    return "write ids only: `" + f"{fault.field}: [{next(iter(found.values()), 'id')}]`"


def _noun_at(noun: type[Noun], path: Path) -> type[Noun]:
    """The class of the model that a path leads to."""
    inside_mapping = False
    for part in path:
        if inside_mapping:
            inside_mapping = False
            continue
        kind = fields_of(noun).get(str(part)) if isinstance(part, str) else None
        if kind is None:
            continue
        annotation = noun.model_fields[kind.attribute].annotation
        inside_mapping = typing.get_origin(annotation) is Mapping
        if kind.noun is not None and issubclass(kind.noun, Noun):
            noun = kind.noun
    return noun


def _without_nothing(value: Any) -> Any:
    """The value without keys that have nothing behind them."""
    if isinstance(value, Mapping):
        return {key: _without_nothing(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nothing(item) for item in value]
    return value


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f"the text `{value[:40]}`"
    return {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(value), "this")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


_TELLERS: Mapping[str, Callable[[Fault], Problem]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "string_pattern_mismatch": _bad_id,
    "bad-code": _bad_code,
    "bad-language": _bad_language,
}
