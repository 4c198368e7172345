"""JSON Schemas of the files that people write, for editors (yaml-language-server)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from reportgen.model import COLLECTIONS
from reportgen.model.brand import Brand
from reportgen.model.configuration import Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.manifest import Manifest
from reportgen.model.text import LANGUAGE
from reportgen.model.theme import Theme

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = ["string", "number", "boolean"]  # an editor reads 2024 as a number; we read it as text


def schemas() -> Mapping[str, dict[str, Any]]:
    """Name -> schema: `reportgen`, `brand`, `data`, `template` and so on, one a collection."""
    made = {
        "reportgen": _one(Configuration, "A reportgen project: what is built, and how"),
        "brand": _one(Brand, "The look of a house, in the form of brand.yml"),
        "template": _one(Manifest, "What a template prints and may be told"),
        "theme": _one(Theme, "What a theme is called and what it stands on"),
        "dataset": _one(Dataset, "What the data as a whole is about"),
    }
    for name, record in COLLECTIONS.items():
        made[name] = _file(name, record)
    made["data"] = _all_in_one()
    return made


def _one(model: type[BaseModel], title: str) -> dict[str, Any]:
    definitions = _definitions(model)
    return _schema(title, {"$ref": f"#/$defs/{model.__name__}"}, definitions)


def _file(name: str, record: type[BaseModel]) -> dict[str, Any]:
    """A file of a collection: a list, `defaults` with `records`, or a single record."""
    definitions = _definitions(record)
    _add_defaults(definitions, record)
    single = {"$ref": f"#/$defs/{record.__name__}"}
    body = {"anyOf": [*_lists(record), single]}
    return _schema(f"The collection {name}", body, definitions)


def _all_in_one() -> dict[str, Any]:
    """data.yaml: every collection under its name, and collections of one's own."""
    definitions = _definitions(Dataset, *COLLECTIONS.values())
    properties: dict[str, Any] = {"dataset": {"$ref": "#/$defs/Dataset"}}
    for name, record in COLLECTIONS.items():
        _add_defaults(definitions, record)
        properties[name] = {"anyOf": _lists(record), "description": (record.__doc__ or "").strip()}
    return _schema("All data of a small project", {"properties": properties}, definitions)


def _lists(record: type[BaseModel]) -> list[dict[str, Any]]:
    listed = {"type": "array", "items": {"$ref": f"#/$defs/{record.__name__}"}}
    wrapped = {
        "type": "object",
        "properties": {
            "defaults": {"$ref": f"#/$defs/{record.__name__}Defaults"},
            "records": listed,
        },
        "patternProperties": {"^x-": {}},
        "required": ["records"],
        "additionalProperties": False,
    }
    return [listed, wrapped]


def _add_defaults(definitions: dict[str, Any], record: type[BaseModel]) -> None:
    """Fields for all records of a file: none of them is required there."""
    defaults = copy.deepcopy(definitions[record.__name__])
    defaults.pop("required", None)
    defaults["title"] = "Fields that all records of the file share"
    definitions[f"{record.__name__}Defaults"] = defaults


def _definitions(*models: type[BaseModel]) -> dict[str, Any]:
    _, made = models_json_schema([(model, "validation") for model in models], by_alias=True)
    definitions: dict[str, Any] = _as_written(made.get("$defs", {}))
    if "Prose" in definitions:  # its bodies are written as `en: ...`, beside the other fields
        prose = definitions["Prose"]
        prose["properties"].pop("bodies", None)
        text = {"type": _PLAIN, "description": "The text in this language, in Markdown."}
        prose.setdefault("patternProperties", {})[LANGUAGE.pattern] = text
    return definitions


def _as_written(schema: Any) -> Any:
    """The schema with every text also as what an editor takes plain text for."""
    if isinstance(schema, list):
        return [_as_written(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_written(item) for key, item in schema.items()}
    if made.get("type") == "string":
        made["type"] = _PLAIN
    return made


def _schema(title: str, body: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DRAFT, "title": title, **body, "$defs": dict(sorted(definitions.items()))}
