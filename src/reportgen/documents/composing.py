"""The nodes of the first items of a long list, without composing the rest."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def first_items(text: str, number: int) -> yaml.SequenceNode | None:
    """The list at the top of a text with so many items at most; None where there is no list."""
    return _Items(text).first(number)


class _Items(Composer, BaseResolver):
    """Composes item by item, from the events of the parser that reads whole files, too."""

    def __init__(self, text: str) -> None:
        Composer.__init__(self)
        BaseResolver.__init__(self)
        parser = _Parser(text)
        self.check_event: Any = parser.check_event
        self.peek_event: Any = parser.peek_event
        self.get_event: Any = parser.get_event

    def first(self, number: int) -> yaml.SequenceNode | None:
        self.get_event()  # the stream begins
        self.get_event()  # the document begins
        if not self.check_event(yaml.SequenceStartEvent):
            return None
        start = self.get_event()
        items: list[yaml.Node] = []
        while len(items) < number and not self.check_event(yaml.SequenceEndEvent):
            node = self.compose_node(None, len(items))
            items += [] if node is None else [node]
        return yaml.SequenceNode(
            "tag:yaml.org,2002:seq",
            items,
            start.start_mark,
            self.peek_event().end_mark,
            flow_style=start.flow_style,
        )
