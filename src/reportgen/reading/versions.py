"""Whether a version is among those that a project asks for (the part of PEP 440 that it needs)."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"^(~=|==|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)(\.\*)?$")
_RELEASE = re.compile(r"^\d+(?:\.\d+)*")


def admits(wanted: str, version: str) -> bool | None:
    """True where every clause holds; None where the text says no versions.

    Pre-releases and local parts of the version are left out of account.
    """
    release = _RELEASE.match(version)
    clauses = [_CLAUSE.match(clause.strip()) for clause in wanted.split(",")]
    if release is None or not all(clauses):
        return None
    return all(
        _holds(clause[1], _numbers(clause[2]), _numbers(release.group()), starred=bool(clause[3]))
        for clause in clauses
        if clause
    )


def _holds(sign: str, bound: tuple[int, ...], version: tuple[int, ...], *, starred: bool) -> bool:
    size = max(len(bound), len(version))
    left = version + (0,) * (size - len(version))
    right = bound + (0,) * (size - len(bound))
    same = left[: len(bound)] == bound if starred else left == right
    if sign == "~=":
        return left >= right and left[: len(bound) - 1] == bound[:-1]
    return {
        "==": same,
        "!=": not same,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[sign]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split("."))
