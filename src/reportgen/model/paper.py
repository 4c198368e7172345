"""Paper: its sizes by name, upright or on its side."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = {
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "B4": (250.0, 353.0),
    "B5": (176.0, 250.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Ledger": (279.4, 431.8),
}
"""Name -> width and height in millimetres (ISO 216, ANSI/ASME Y14.1; CSS has the same names)."""

_WAYS = {"landscape": True, "portrait": False}


@dataclass(frozen=True)
class Paper:
    """What is said of paper: a size, a way round, or both; None for what is left open."""

    size: str | None = None
    landscape: bool | None = None

    def over(self, other: Paper) -> Paper:
        """This, with what it leaves open taken from another."""
        size = self.size or other.size
        landscape = other.landscape if self.landscape is None else self.landscape
        return Paper(size, landscape)

    def __str__(self) -> str:
        return f"{self.size or 'A4'}{' landscape' if self.landscape else ''}"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height."""
        width, height = SIZES[self.size or "A4"]
        return (height, width) if self.landscape else (width, height)


def read_paper(text: str) -> Paper | None:
    """`A4`, `Letter landscape`, `landscape`; None for what is no paper."""
    size: str | None = None
    landscape: bool | None = None
    names = {name.lower(): name for name in SIZES}
    words = text.lower().split()
    for word in words:
        if word in names and size is None:
            size = names[word]
        elif word in _WAYS and landscape is None:
            landscape = _WAYS[word]
        else:
            return None
    return Paper(size, landscape) if words else None


def paper_for(report: str | None, project: str | None, template: str | None) -> Paper:
    """The paper of a report.

    What a report says goes before all else; with a size alone it means that size upright. The
    project's size goes before the template's, whose way round stays unless the project names one.

    Args:
        report: `paper:` of the report.
        project: `paper:` for all reports.
        template: `paper` of the template's manifest.
    """
    below = _or_nothing(project).over(_or_nothing(template))
    own = _or_nothing(report)
    if own.size and own.landscape is None:
        return Paper(own.size, landscape=False)
    return own.over(below)


def _or_nothing(text: str | None) -> Paper:
    return (read_paper(text) if text else None) or Paper()
