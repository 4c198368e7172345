"""A record added to a YAML file that somebody has written: nothing else in it changes.

The place is found in the tree, the change is made in the text: comments, order, quotes, blank
lines and line ends stay as they are. The result is read again and compared, so that a form of
YAML that is not foreseen here is refused and not spoilt.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from reportgen.documents.parsing import parse_yaml

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_STEP = 2
_EMPTY = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Appended:
    """A file with what was added.

    Attributes:
        data: The whole file.
        added: The new lines, as they stand in it.
        line: Where the first of them is that is not empty, counted from 1.
    """

    data: bytes
    added: str
    line: int


@dataclass(frozen=True)
class _Edit:
    """New lines before line `at` (from 0), `column` deep; `cut` is a value that they replace."""

    at: int
    column: int
    before: tuple[str, ...] = ()
    cut: tuple[int, int, int] | None = None


def append(name: str, raw: bytes, path: Sequence[str], block: str) -> Appended | None:
    """The file with a block at the end of the list or mapping at a path.

    Args:
        name: The file's name.
        raw: The file; it can be read (`parse_yaml` finds nothing wrong).
        path: Keys from the top to the list or mapping; the last ones need not exist.
        block: What is added, as YAML lines without indentation: `- id: a` or `a: ...`.

    Returns:
        None where the file has a form that nothing can be added to without changing more.
    """
    document, problems = parse_yaml(name, raw)
    if document is None and any(found.code != "empty-file" for found in problems):
        return None
    text = document.text if document is not None else _plain(raw)
    root = yaml.compose(text, Loader=_Parser)
    lines = text.split("\n")
    edit = _edit(root, list(path), lines)
    if edit is None:
        return None
    appended = _made(raw, edit, block)
    after, problems = parse_yaml(name, appended.data)
    wanted = _with(
        document.data if document is not None else None, path, parse_yaml(name, block.encode())[0]
    )
    return appended if not problems and after is not None and after.data == wanted else None


def _edit(root: yaml.Node | None, path: list[str], lines: list[str]) -> _Edit | None:
    """Where the block goes; None for a form that cannot take it."""
    last = _last_line(lines, len(lines))
    if root is None or _is_empty(root):
        keys = tuple(" " * _STEP * number + f"{key}:" for number, key in enumerate(path))
        return _Edit(last, _STEP * len(path), keys)
    node, key = root, None
    for number, part in enumerate(path):
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            return None
        pair = next((pair for pair in node.value if pair[0].value == part), None)
        if pair is None:
            column = node.start_mark.column
            at = _end(node, lines, column - 1)
            missing = path[number:]
            keys = tuple(
                " " * (column + _STEP * deep) + f"{key}:" for deep, key in enumerate(missing)
            )
            blank = ("",) if len(path) == number + 1 and column == 0 else ()
            return _Edit(at, column + _STEP * len(missing), (*blank, *keys))
        key, node = pair
    return _inside(node, key, lines)


def _inside(node: yaml.Node, key: yaml.Node | None, lines: list[str]) -> _Edit | None:
    column = key.start_mark.column if key is not None else -_STEP
    if _is_empty(node) and key is not None:
        start, end = node.start_mark, node.end_mark
        if start.line != end.line:
            return None
        cut = None if start.index == end.index else (start.line, start.column, end.column)
        return _Edit(key.end_mark.line + 1, column + _STEP, (), cut)
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return None
    own = node.start_mark.column
    at = _end(node, lines, column if key is not None else -1)
    blank = ("",) if _are_apart(node, lines) else ()
    return _Edit(at, own, blank)


def _is_empty(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return not node.style and node.value in _EMPTY
    return isinstance(node, yaml.CollectionNode) and not node.value


def _end(node: yaml.Node, lines: list[str], outer: int) -> int:
    """The line after the node and the comments that belong to it: those deeper than `outer`.

    At the end of the file all comments do.
    """
    at = _last_line(lines, node.end_mark.line + (node.end_mark.column > 0))
    while at > 0 and lines[at - 1].lstrip().startswith("#"):
        at = _last_line(lines, at - 1)
    rest = [line for line in lines[at:] if line.strip()]
    if all(line.lstrip().startswith("#") for line in rest):
        return _last_line(lines, len(lines))
    own = node.start_mark.column
    for number in range(at, len(lines)):
        text = lines[number].lstrip()
        if not text:
            continue
        depth = len(lines[number]) - len(text)
        if not text.startswith("#") or depth <= min(outer, own):
            break
        at = number + 1
    return at


def _are_apart(node: yaml.CollectionNode, lines: list[str]) -> bool:
    """Whether blank lines stand between the items; a single item is set apart."""
    starts = [(item[0] if isinstance(item, tuple) else item).start_mark.line for item in node.value]
    between = lines[starts[0] : starts[-1]]
    return len(starts) == 1 or any(not line.strip() for line in between)


def _last_line(lines: list[str], end: int) -> int:
    """The number of lines before `end` without the blank ones at their end."""
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return end


def _plain(raw: bytes) -> str:
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _made(raw: bytes, edit: _Edit, block: str) -> Appended:
    text = raw.decode("utf-8-sig")
    lines = _LINE.findall(text)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if edit.cut is not None:
        number, start, end = edit.cut
        line = lines[number]
        lines[number] = line[:start].rstrip() + line[end:]
    before = lines[: edit.at]
    if before and not before[-1].endswith(("\n", "\r")):
        before[-1] += ending
    leading = edit.before if before else tuple(line for line in edit.before if line)
    indented = [" " * edit.column + line if line else "" for line in block.splitlines()]
    new = [line + ending for line in (*leading, *indented)]
    bom = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    whole = bom + "".join([*before, *new, *lines[edit.at :]])
    blank = next(number for number, line in enumerate(new) if line.strip())
    return Appended(whole.encode("utf-8"), "".join(new), len(before) + blank + 1)


def _with(data: Any, path: Sequence[str], block: Any) -> Any:
    """The values of the file with those of the block added; what the result must be."""
    new = block.data if block is not None else None
    whole = copy.deepcopy(data)
    top: dict[str, Any] = {"": whole}
    held, last = top, ""
    for part in path:
        if held[last] is None:
            held[last] = {}
        held, last = held[last], part
        held.setdefault(part, None)
    if isinstance(new, list):
        held[last] = [*(held[last] or []), *new]
    else:
        held[last] = {**(held[last] or {}), **(new or {})}
    return top[""]
