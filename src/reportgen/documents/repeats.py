"""Keys that stand twice in one mapping, with both lines."""

from __future__ import annotations

from typing import Any

import yaml

from reportgen.documents.source import Source
from reportgen.problems import Problem, problem

ID = "id"
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
        waiting += [value for _, value in node.value]
        joined = _joined_records(source, node)
        if joined is not None:
            found.append(joined)
            continue
        for key, _ in node.value:
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


def _joined_records(source: Source, node: Any) -> Problem | None:
    """The problem of records that became one because the second has no dash.

    Only one is told: deleting the repeated keys one by one would lose the record.
    """
    ids = [key for key, _ in node.value if key.value == ID]
    if len(ids) < 2:
        return None
    mark = ids[1].start_mark
    line = source.line(mark.line)
    written = line[mark.column :].split(" #")[0].strip()
    return problem(
        "duplicate-key",
        f"a second record seems to begin here: it has an `id` of its own, as on line "
        f"{ids[0].start_mark.line + 1}",
        source.at(mark.line, mark.column, max(1, len(line.rstrip()) - mark.column)),
        f"a new record begins with a dash: write `- {written}`, and its other fields below `id`",
    )
