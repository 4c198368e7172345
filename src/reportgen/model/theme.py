"""The card of a theme, `theme.yaml` in its folder: what it is called and what it stands on."""

from __future__ import annotations

from pydantic import Field

from reportgen.model.base import Noun
from reportgen.model.scalars import Line
from reportgen.model.text import Text

THEME_FILE = "theme.yaml"


class Theme(Noun):
    """What a theme says of itself."""

    name: Line = Field(description="What people call it: House style of the ministry.")
    description: Text | None = Field(None, description="What it is for.")
    extends: Line | None = Field(
        None, description="The theme that it changes: a folder of the project, or an installed one."
    )
