"""A folder to a checked project, with every problem at once."""

from __future__ import annotations

from reportgen.reading.configuration import check_levels
from reportgen.reading.parameters import asked_problems
from reportgen.reading.project import Reading, read_project
from reportgen.reading.schemas import schemas

__all__ = ["Reading", "asked_problems", "check_levels", "read_project", "schemas"]
