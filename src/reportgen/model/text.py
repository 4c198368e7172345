"""Text in one or several languages, as people write it in YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
"""A language tag (BCP 47, the part of it that briefs need): `en`, `vi`, `pt-BR`."""


class Text(BaseModel):
    """A string, or a map from language to string.

    A plain string has no language of its own: it is read as written in the first language of the
    project, and serves every brief.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    plain: str | None = None
    by_language: Mapping[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"plain": value}
        if not isinstance(value, Mapping):
            raise PydanticCustomError(
                "wrong-type", "a text is a string or a map such as `en: ...`, `vi: ...`"
            )
        if not value:
            raise PydanticCustomError("wrong-type", "a text needs at least one language")
        for language, text in value.items():
            if not LANGUAGE.match(language):
                raise PydanticCustomError(
                    "bad-language", "'{at}' is not a language code", {"at": language}
                )
            if not isinstance(text, str):
                raise PydanticCustomError(
                    "wrong-type", "the text for '{at}' is empty or not a string", {"at": language}
                )
        return {"by_language": dict(value)}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "description": "A text, or a map from language code to text.",
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {
                    "type": "object",
                    "minProperties": 1,
                    "patternProperties": {LANGUAGE.pattern: {"type": ["string", "number"]}},
                    "additionalProperties": False,
                },
            ],
        }

    def languages(self) -> tuple[str, ...]:
        """The languages that are written; none for a plain string."""
        return tuple(self.by_language)

    def find(self, language: str, first: str) -> tuple[str, str]:
        """(text, its language) for a brief in `language`, falling back to `first`, then to any."""
        if self.plain is not None:
            return self.plain, first
        for wanted in (language, first):
            if wanted in self.by_language:
                return self.by_language[wanted], wanted
        found, text = next(iter(self.by_language.items()))
        return text, found

    def parts(self) -> tuple[tuple[str | None, str], ...]:
        """Every (language or None, text) that is written, in order."""
        if self.plain is not None:
            return ((None, self.plain),)
        return tuple(self.by_language.items())
