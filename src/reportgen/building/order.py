"""What travels to a cluster beside the snapshot of the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.model.project import Job
from reportgen.wanted import Limits


@dataclass(frozen=True)
class Order:
    """What is to be rendered, from what, by which program."""

    project: Path
    shipped: Path
    themes: Path
    code: str
    as_of: date | None
    jobs: tuple[Job, ...]
    limits: Limits
    fresh: bool
    trust: bool = False
