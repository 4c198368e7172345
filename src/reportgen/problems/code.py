"""One entry of the catalogue of problems."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.problems.severity import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """What `reportgen explain` tells about a code.

    Attributes:
        title: What is wrong, in a few words.
        text: Why it is a problem and what to do, in a few sentences.
        wrong: An example that has the problem.
        right: The same, mended.
        adjustable: Whether `checks:` in reportgen.yaml may set its severity.
    """

    name: str
    severity: Severity
    title: str
    text: str
    wrong: str = ""
    right: str = ""
    adjustable: bool = False


def error(name: str, title: str, text: str, wrong: str = "", right: str = "") -> Code:
    """A code that always stops the build."""
    return Code(name, Severity.ERROR, title, text, wrong, right)


def judgement(
    name: str,
    title: str,
    text: str,
    wrong: str = "",
    right: str = "",
    severity: Severity = Severity.WARNING,
) -> Code:
    """A code whose severity a project may set, because people can judge it differently."""
    return Code(name, severity, title, text, wrong, right, adjustable=True)
