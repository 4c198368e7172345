"""Templates made in memory, and what the checks say of them."""

from __future__ import annotations

from reportgen.checking.templates import check_named
from reportgen.problems import Problem
from reportgen.rendering.templates import ENDING, Templates
from tests.small import MemoryWorld, small_project

MACROS = """\
{% macro card(title, note=None) %}{{ title }}{{ note }}{{ later_macro(title) }}{% endmacro %}
{% macro later_macro(x) %}{{ x }}{% endmacro %}
{% macro free() %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% set separator = ", " %}
"""
MANIFEST = {
    "title": "Test",
    "each": "programmes",
    "parameters": {
        "lead": {"type": "reference", "of": "partners", "description": "x"},
        "headline": {"type": "list", "of": "figures", "description": "x"},
        "words": {"type": "text", "description": "x"},
    },
}
PROJECT = small_project(
    {"partners": [{"id": "ilo", "name": "ILO"}]},
    own={"meetings": [{"id": "m1", "place": "Hà Nội"}]},
    manifests={"brief": MANIFEST},
)


def check(source: str, **others: str) -> tuple[Problem, ...]:
    """The problems of a template `brief.html.j2`, with macros.html.j2 beside it."""
    files = {"brief": source, "macros": MACROS, **others}
    world = MemoryWorld({f"templates/{name}{ENDING}": text for name, text in files.items()})
    return check_named([f"brief{ENDING}"], PROJECT, Templates(world))


class ListedWorld(MemoryWorld):
    """A world in memory that also lists its files."""

    def files(self, folder: str, root: str = "project") -> tuple[str, ...]:
        if root != "project":
            return super().files(folder, root)
        return tuple(sorted(name for name in self._files if name.startswith(f"{folder}/")))
