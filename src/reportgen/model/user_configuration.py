"""The user's own configuration: what the person at this machine allows which project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from reportgen.model.base import Noun
from reportgen.model.scalars import Flag, Line, Number, Whole, shown
from reportgen.wanted import LEAST_MEMORY, size_in_bytes

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def _read_host(value: Any) -> Any:
    name = value.lower() if isinstance(value, str) else ""
    if _HOST.fullmatch(name) and not name.rpartition(".")[2].isdigit():
        return name
    hint = "write the name alone, such as data.example.org: no https://, no path, no star"
    raise PydanticCustomError(
        "bad-value", "{found} is no name of a host", {"found": shown(value), "hint": hint}
    )


def _read_size(value: Any) -> Any:
    size = size_in_bytes(value) if isinstance(value, str) else value
    if isinstance(size, int) and size > 0:
        return size
    raise PydanticCustomError(
        "bad-value", "{found} is no size", {"found": shown(value), "hint": "write 500M or 2G"}
    )


Host = Annotated[str, BeforeValidator(_read_host), WithJsonSchema({"type": "string"})]
"""The full name of a host, in small letters; never an address of numbers."""

Size = Annotated[int, BeforeValidator(_read_size), WithJsonSchema({"type": ["integer", "string"]})]


class OwnLimits(Noun):
    """What one brief may cost."""

    timeout: Number | None = Field(None, gt=0, description="Seconds of work: 60.")
    memory: Size | None = Field(None, ge=LEAST_MEMORY, description="Of its worker: 500M, 2G.")


class Grant(Noun):
    """What one project is allowed."""

    allow_hosts: tuple[Host, ...] = Field(
        (), description="Hosts that its briefs may load images, styles and fonts from, by https."
    )
    trust: Flag = Field(default=False, description="true: code that lies in the project may run.")
    limits: OwnLimits = OwnLimits()


class UserConfiguration(Noun):
    """The whole of config.yaml in the user's configuration folder."""

    version: Whole = Field(1, description="Format of this file.")
    limits: OwnLimits = OwnLimits()
    projects: Mapping[Line, Grant] = Field(
        default={}, description="By the project's folder: /home/an/briefs or ~/briefs."
    )
