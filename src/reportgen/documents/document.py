"""A YAML file as plain values, and the place of each value when one is asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from reportgen.documents.composing import first_items
from reportgen.documents.source import Source
from reportgen.problems import Place

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FEW = 4
"""Items of a list whose places are found without looking through all of it."""


@dataclass(frozen=True)
class Document:
    """The values of one YAML file: dict, list, str and None only.

    Plain and quoted scalars are the same: text. Only `null`, `~` and nothing at all are None. So
    `NO`, `8.10`, `12:30` and `0123` stay what was written; the model says what is a number.
    """

    name: str
    text: str = field(repr=False)
    data: Any

    @cached_property
    def source(self) -> Source:
        """The text with its lines."""
        return Source(self.name, self.text)

    @cached_property
    def _root(self) -> yaml.Node | None:
        # Why on demand: a tree that knows its lines costs twice the time of the values alone, and
        # it is needed only when there is a problem to show.
        with collector_resting():
            return yaml.compose(self.text, Loader=_Parser)

    @cached_property
    def _first_items(self) -> yaml.Node | None:
        # Why: what is told of all records together is shown at the first of them.
        with collector_resting():
            return first_items(self.text, _FEW)

    def _begins(self, path: Sequence[str | int]) -> bool:
        """Whether a path leads into the first items of a list that is longer."""
        begins = bool(path) and isinstance(path[0], int) and path[0] < _FEW
        return begins and isinstance(self.data, list) and len(self.data) > _FEW

    def place(self, path: Sequence[str | int], *, key: bool = False) -> Place:
        """The place of a value, or of the deepest part of its path that exists.

        Args:
            path: Keys and positions from the top.
            key: Whether to mark the key of the value in place of the value.
        """
        name, node, found = self._walk(path)
        if name is not None and (key or _is_empty(node)) and found == len(path):
            node = name
        return self._mark(node)

    def place_in(self, path: Sequence[str | int], offset: int, width: int = 1) -> Place:
        """The place of a part of a text, given its offset in the value.

        Why so: between value and file stand indentation, folding and escapes. The part is looked
        for in the file as often as it stands in the value before the offset.
        """
        _, node, found = self._walk(path)
        if found < len(path) or not isinstance(node, yaml.ScalarNode):
            return self._mark(node)
        part = str(node.value)[offset : offset + width]
        start, end = node.start_mark.index, node.end_mark.index
        at = start - 1
        for _ in range(str(node.value).count(part, 0, offset) + 1 if part else 0):
            at = self.text.find(part, at + 1, end)
            if at < 0:
                return self._mark(node)
        return self.source.at_offset(at, width) if part else self._mark(node)

    def _walk(self, path: Sequence[str | int]) -> tuple[yaml.Node | None, yaml.Node | None, int]:
        """The key node and value node at the end of a path, and how much of it exists."""
        name: yaml.Node | None = None
        node = self._first_items if self._begins(path) else self._root
        for number, part in enumerate(path):
            if isinstance(node, yaml.MappingNode):
                pair = self._pairs(node).get(str(part))
                if pair is None:
                    return name, node, number
                name, node = pair
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                if part >= len(node.value):
                    return name, node, number
                name, node = None, node.value[part]
            else:
                return name, node, number
        return name, node, len(path)

    @cached_property
    def _looked_up(self) -> dict[int, dict[str, tuple[yaml.Node, yaml.Node]]]:
        """By the identity of a mapping's node, which lives as long as the tree."""
        return {}

    def _pairs(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Key -> the nodes of the key, where it stands first, and of its value."""
        if id(node) not in self._looked_up:
            pairs = [pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)]
            self._looked_up[id(node)] = {pair[0].value: pair for pair in reversed(pairs)}
        return self._looked_up[id(node)]

    def _mark(self, node: yaml.Node | None) -> Place:
        if node is None:
            return self.source.at(0, 0)
        start, end = node.start_mark, node.end_mark
        if not getattr(node, "flow_style", True):  # a block: its first key or item stands for it
            first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
            if isinstance(first, yaml.ScalarNode) and isinstance(node, yaml.MappingNode):
                start, end = first.start_mark, first.end_mark
            else:
                return self.source.at(start.line, start.column)
        line = self.source.line(start.line)
        last = end.column if end.line == start.line else len(line)
        return self.source.at(start.line, start.column, last - start.column)


def _is_empty(node: yaml.Node | None) -> bool:
    return node is None or (
        isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index
    )


@contextmanager
def collector_resting() -> Iterator[None]:
    """Lets the cyclic garbage collector rest: it makes a tree of a large file six times slower."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
