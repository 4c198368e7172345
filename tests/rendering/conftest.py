"""What the tests of this room share: the faces of the built-in theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from weasyprint.text import line_break

from reportgen.rendering.fonts import FontFace
from reportgen.shipped import templates_root

FONTS = templates_root() / "fonts"


def face(name: str, weight: int, style: str = "normal", folder: Path = FONTS) -> FontFace:
    """One shipped face."""
    ttf, woff2 = ((folder / f"{name}.{kind}").read_bytes() for kind in ("ttf", "woff2"))
    return FontFace("Inter", weight, style, name, ttf, woff2)


@pytest.fixture(scope="session")
def faces() -> tuple[FontFace, ...]:
    return (
        face("inter-400", 400),
        face("inter-400-italic", 400, "italic"),
        face("inter-600", 600),
        face("inter-700", 700),
    )


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Pango is asked for from now on."""
    made: list[str] = []
    create = line_break.create_layout

    def counted(text: str, *rest: Any) -> Any:
        made.append(text)
        return create(text, *rest)

    monkeypatch.setattr(line_break, "create_layout", counted)
    return made
