"""Pictures that briefs print, and what a reader has to be told of each."""

from __future__ import annotations

from pydantic import Field

from reportgen.model.base import Record
from reportgen.model.scalars import Line
from reportgen.model.text import Text

IMAGES = "images"
"""Their collection."""


class Image(Record):
    """A picture, with the words without which no brief may print it."""

    file: Line = Field(description="Its path in `data/`: images/workshop.jpg.")
    alt: Text = Field(description="What it shows, for those who do not see it (WCAG 1.1.1).")
    credit: Text = Field(description="Who made it, or who lets it be used; printed below it.")
    caption: Text | None = Field(None, description="What it tells the reader; printed below it.")
