"""Keys that stand twice in one mapping, with both lines."""

from __future__ import annotations

from typing import Any

import yaml

from reportgen.documents.source import Source
from reportgen.problems import Problem, problem

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def repeated_keys(source: Source) -> tuple[Problem, ...]:
    """One problem for each key that its mapping already has.

    Why a second reading: where keys stand is of interest only when one repeats.
    """
    found: list[Problem] = []
    waiting: list[Any] = [yaml.compose(source.text, Loader=_Parser)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        if not isinstance(node, yaml.MappingNode):
            continue
        first: dict[str, int] = {}
        for key, value in node.value:
            waiting.append(value)
            line, column = key.start_mark.line, key.start_mark.column
            if key.value in first:
                found.append(
                    problem(
                        "duplicate-key",
                        f"the key `{key.value}` stands here and on line {first[key.value] + 1}",
                        source.at(line, column, len(key.value)),
                        "delete one of the two",
                    )
                )
            first.setdefault(key.value, line)
    return tuple(dict.fromkeys(sorted(found, key=lambda one: one.place.line if one.place else 0)))
