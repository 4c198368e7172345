"""Parser events to plain values in one walk."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from reportgen.documents.mending import quoted, split_line
from reportgen.documents.source import Source
from reportgen.problems import Problem, problem

DEEPEST = 50
MOST_NODES = 2_000_000
MOST_ALIASED = 10_000  # values that aliases may add

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What a comment has cut off: a person who means a comment writes a blank after the hash.
_HASH = re.compile(r"#[^\s#!]")
_CUT = re.compile(r"[ \t]+(#[^\s#!].*)")
_REST = re.compile(r"(?P<rest>[^{}\[\]:]*?)\s*(?:,\s*[\w-]+\s*:|[}\n]|$)")


class StoppedError(Exception):
    """Ends the walk at a limit; the problem is already noted."""


class Builder:
    """Builds the values of one source and notes what is wrong on the way.

    Why not the library's loader: it builds a tree first, values from that, and asks a resolver
    about every scalar. Building from the events takes a third of the time and sees every mark.
    """

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self.repeats = False  # a key stands twice somewhere; `repeated_keys` tells where
        self.root: Any = None
        self.source = source
        self._hashes = _lines_with_hash(source.text)
        self._stack: list[tuple[Any, bool]] = []
        self._current: Any = None  # the list or dict that is being filled
        self._key: str | None = None  # its key that waits for a value
        self._flow = False  # whether it is written in braces or brackets
        self._left = MOST_NODES
        self._documents = 0
        self._split: dict[str, Any] | None = None  # a mapping already told of
        self._anchors: dict[str, tuple[Any, Any]] = {}
        self._used: set[str] = set()
        self._aliased = 0

    def build(self) -> None:
        """Walks the whole text.

        Raises:
            yaml.YAMLError: Where the text breaks YAML's grammar.
            StoppedError: At a limit.
        """
        get = _Parser(self.source.text).get_event
        while (event := get()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._open(event, {})
            elif kind is SequenceStartEvent:
                self._open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._current, self._flow = self._stack.pop()
            elif kind is AliasEvent:
                self._put(self._alias(event))
            elif kind is DocumentStartEvent:
                self._start(event)
        self._unused_anchors()

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.tag is not None or event.anchor is not None:
            self._properties(event, value)
        if self._key is None and type(self._current) is dict:
            self._set_key(event, value)
            return
        if event.implicit[0]:  # plain, not quoted
            if self._hashes and event.end_mark.line in self._hashes:
                self._look_for_cut(event)
            if value in _NULLS:
                self._look_for_split(event)
                value = None
        self._put(value)

    def _put(self, value: Any) -> None:
        current = self._current
        if type(current) is list:
            current.append(value)
        elif current is None:
            self.root = value
        else:
            current[self._key] = value
            self._key = None
        self._left -= 1

    def _open(self, event: Any, value: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._properties(event, value)
        if self._key is None and type(self._current) is dict:
            self._complex_key(event)
        self._put(value)
        self._stack.append((self._current, self._flow))
        self._current, self._flow = value, event.flow_style
        if len(self._stack) > DEEPEST:
            hint = "look for a bracket or brace that is not closed"
            self._stop("too-deep", f"values are nested more than {DEEPEST} deep", event, hint)
        if self._left < 0:
            hint = "put its records into several files"
            self._stop("too-large", f"the file has more than {MOST_NODES:,} values", event, hint)

    def _set_key(self, event: Any, value: str) -> None:
        if value in self._current:
            self.repeats = True
        elif value == "<<":
            self._note("bad-key", "merging with `<<` is not read", event, "repeat the values")
        elif not value:
            self._note("bad-key", "there is no key before the colon", event)
        self._key = value

    def _complex_key(self, event: Any) -> None:
        line = self.source.line(event.start_mark.line)
        lead, text = split_line(line)
        if self._flow and text.startswith("{"):
            hint = f"write `{(lead + quoted(text)).strip()}`"
            self._stop("brace-at-start", "text that begins with a brace", event, hint)
        self._stop("bad-key", "a key must be text", event, "put it into quotation marks")

    def _start(self, event: Any) -> None:
        self._documents += 1
        if event.tags:
            self._note("yaml-tag", "tags are not read", event, "delete the line with %TAG")
        if self._documents > 1:
            hint = "delete the line `---`, or make two files"
            self._stop("several-documents", "a second document begins here", event, hint)

    def _look_for_split(self, event: Any) -> None:
        """Notes a key in braces that has no value because a comma or brace made it a key."""
        if not self._flow or self._key is None or event.value:
            return
        line, column = event.start_mark.line, event.start_mark.column
        text = self.source.line(line)
        if text[:column].rstrip().endswith(":") or self._split is self._current:
            return
        self._split = self._current
        start = max(0, column - len(self._key))
        place = self.source.at(line, start, column - start)
        if self._current:
            before, value = list(self._current.items())[-1]
            rest = _REST.match(text, start)
            whole = quoted(f"{value}, {rest['rest'] if rest else self._key}")
            self.problems.append(
                problem(
                    "comma-in-braces",
                    f"the comma ends the text of `{before}`, and `{self._key}` became a key",
                    place,
                    f"write `{before}: {whole}`, or `{before}:` on a line of its own",
                )
            )
            return
        lead, whole = split_line(text)
        hint = f"write `{(lead + quoted(whole)).strip()}`" if whole.startswith("{") else None
        self.problems.append(
            problem(
                "brace-at-start",
                f"the braces around `{self._key}` make a mapping, not text",
                place,
                hint or "put the text into quotation marks",
            )
        )

    def _look_for_cut(self, event: Any) -> None:
        line, column = event.end_mark.line, event.end_mark.column
        text = self.source.line(line)
        cut = _CUT.match(text, column)
        if cut is None:
            return
        lead, whole = split_line(text)
        self.problems.append(
            problem(
                "cut-comment",
                f"the text ends before `{cut[1].strip()}`, which is read as a comment",
                self.source.at(line, cut.start(1), len(cut[1].rstrip())),
                f"write `{(lead + quoted(whole)).strip()}`; "
                "if a comment is meant, put a blank after the `#`",
            )
        )

    def _properties(self, event: Any, value: Any) -> None:
        if event.tag is not None:
            lead, text = split_line(self.source.line(event.start_mark.line))
            hint = "delete it"
            if text.startswith("!") and not text.startswith("!!"):
                hint += f"; if it is text, write `{(lead + quoted(text)).strip()}`"
            self._note("yaml-tag", "tags are not read", event, hint)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, event)

    def _alias(self, event: Any) -> Any:
        name = event.anchor
        if name not in self._anchors:
            lead, text = split_line(self.source.line(event.start_mark.line))
            hint = f"write `{(lead + quoted(text)).strip()}`" if text.startswith("*") else None
            self._note(
                "star-at-start",
                f"`*{name}` refers to an anchor `&{name}`, which there is not",
                event,
                hint or "put the text into quotation marks",
            )
            return None
        value, _ = self._anchors[name]
        self._used.add(name)
        if any(value is container for container, _ in self._stack) or value is self._current:
            self._stop("too-many-aliases", f"`*{name}` contains itself", event)
        return self._copy(value, event)

    def _copy(self, value: Any, event: Any) -> Any:
        """A copy of its own, so that no two places of the data share a value."""
        self._aliased += 1
        if self._aliased > MOST_ALIASED:
            message = f"aliases add more than {MOST_ALIASED:,} values"
            self._stop("too-many-aliases", message, event, "repeat the value instead")
        if type(value) is list:
            return [self._copy(item, event) for item in value]
        if type(value) is dict:
            return {key: self._copy(item, event) for key, item in value.items()}
        return value

    def _unused_anchors(self) -> None:
        for name, (value, event) in self._anchors.items():
            if name in self._used or not isinstance(value, str) or not event.implicit[0]:
                continue
            lead, text = split_line(self.source.line(event.start_mark.line))
            if text.startswith("&"):
                self._note(
                    "sign-at-start",
                    f"`&{name}` is read as the name of an anchor, not as text",
                    event,
                    f"write `{(lead + quoted(text)).strip()}`",
                )

    def _note(self, code: str, message: str, event: Any, hint: str | None = None) -> None:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        place = self.source.at(start.line, start.column, width)
        self.problems.append(problem(code, message, place, hint))

    def _stop(self, code: str, message: str, event: Any, hint: str | None = None) -> None:
        self._note(code, message, event, hint)
        raise StoppedError


def _lines_with_hash(text: str) -> set[int]:
    """The lines, from 0, in which a hash stands right before a letter."""
    found: set[int] = set()
    line = at = 0
    for match in _HASH.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.add(line)
    return found
