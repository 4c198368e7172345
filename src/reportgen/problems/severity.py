"""How grave a problem is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the build, is only told, or is not even told."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"
