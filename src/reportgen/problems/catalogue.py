"""Every code that a problem can have, in one table.

A code is stable: people write it in `checks:` and search for it. To add one, put its entry into
the module of its area.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reportgen.problems.code import Code
from reportgen.problems.codes_accessibility import ACCESSIBILITY
from reportgen.problems.codes_building import BUILDING
from reportgen.problems.codes_customising import CUSTOMISING
from reportgen.problems.codes_data import DATA
from reportgen.problems.codes_project import PROJECT
from reportgen.problems.codes_publishing import PUBLISHING
from reportgen.problems.codes_writing import WRITING

__all__ = ["CODES", "Code"]

CODES: Mapping[str, Code] = MappingProxyType(
    {
        code.name: code
        for code in (
            *WRITING,
            *DATA,
            *PROJECT,
            *CUSTOMISING,
            *BUILDING,
            *ACCESSIBILITY,
            *PUBLISHING,
        )
    }
)
