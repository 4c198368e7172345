"""Briefing reports from YAML: checked, multilingual, accessible HTML and PDF.

    from reportgen import build, check

    result = build("my-briefs", languages=["vi"])
    for problem in result.problems:
        print(problem.message)

Everything is loaded at first use, so that `import reportgen` costs nothing (PEP 562).
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; importing typing would cost more than us
if TYPE_CHECKING:
    from typing import Any

    from reportgen.api import build, check
    from reportgen.building.pipeline import Result
    from reportgen.problems import Place, Problem, Severity

__all__ = ["Place", "Problem", "Result", "Severity", "__version__", "build", "check"]

_HOMES = {
    "build": "reportgen.api",
    "check": "reportgen.api",
    "Result": "reportgen.building.pipeline",
    "Place": "reportgen.problems",
    "Problem": "reportgen.problems",
    "Severity": "reportgen.problems",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name == "__version__":
        metadata = importlib.import_module("importlib.metadata")
        try:
            return metadata.version("reportgen-toolkit")
        except metadata.PackageNotFoundError:
            return "0 (a checkout that is not installed)"
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
