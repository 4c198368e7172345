"""Where in the HTML a template prints values: quotation marks, programs and styles around them.

A value of the data is escaped, which protects text and attributes in quotation marks and nothing
else. So a template that prints one elsewhere is wrong before any data shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import nodes

_MARK = "\ue000"  # stands for a value; private use, so in no template
_TAG = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_RAW = re.compile(r"<(script|style)\b[^>]*>((?:(?!</\1).)*)", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(rf"([^\s\"'<>/={_MARK}]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_NUMBERS = frozenset({"int", "float", "round", "length", "count"})
_QUOTE = "put the value of the attribute into quotation marks"
_STYLE = "print a number only, with `| int`, `| float` or `| round`"


def context_faults(tree: nodes.Template) -> Iterator[tuple[int, str, str]]:
    """(line, message, hint) of each value that is printed where escaping does not protect."""
    pieces = list(_pieces(tree.body))
    values = [piece for piece in pieces if not isinstance(piece, str)]
    text = "".join(piece if isinstance(piece, str) else _MARK for piece in pieces)

    def inside(start: int, end: int) -> list[nodes.Expr]:
        before = text.count(_MARK, 0, start)
        return values[before : before + text.count(_MARK, start, end)]

    for match in _RAW.finditer(text):
        name = match[1].lower()
        for value in inside(*match.span(2)):
            if name == "script":
                yield value.lineno, "a value is printed inside `<script>`", "take the script out"
            elif not _is_number(value):
                yield value.lineno, "a value is printed inside `<style>`", _STYLE
    for tag in _TAG.finditer(text):
        at, told = tag.start(2), tag[2]
        for match in _ATTRIBUTE.finditer(told):
            found = inside(at + match.start(2), at + match.end(2))
            yield from _in_attribute(match[1].lower(), match[2], found)
        bare = _ATTRIBUTE.sub(lambda match: " " * len(match[0]), told)
        for mark in re.finditer(_MARK, bare):
            (value,) = inside(at + mark.start(), at + mark.end())
            if isinstance(value, nodes.Name | nodes.Getattr | nodes.Getitem):
                message = "a value is printed inside a tag, where it could add attributes"
                yield value.lineno, message, 'write an attribute around it: `title="{{ ... }}"`'


def _in_attribute(
    name: str, written: str, values: Iterable[nodes.Expr]
) -> Iterator[tuple[int, str, str]]:
    for value in values:
        if name.startswith("on"):
            yield value.lineno, f"a value is printed inside the program of `{name}=`", "take it out"
        elif name == "style" and not _is_number(value):
            yield value.lineno, "a value is printed inside `style=`", _STYLE
        elif written[0] not in "\"'":
            yield value.lineno, f"a value is printed in `{name}=` without quotation marks", _QUOTE


def _is_number(value: nodes.Expr) -> bool:
    if isinstance(value, nodes.Filter):
        return value.name in _NUMBERS
    if isinstance(value, nodes.BinExpr):
        return _is_number(value.left) and _is_number(value.right)
    return isinstance(value, nodes.Const) or (
        isinstance(value, nodes.Getattr)
        and isinstance(value.node, nodes.Name)
        and value.node.name == "loop"
    )


def _pieces(body: Iterable[nodes.Node]) -> Iterator[str | nodes.Expr]:
    """The text of a template and the values between it, branches one after the other."""
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if isinstance(part, nodes.TemplateData):
                    yield part.data.replace(_MARK, " ")
                else:
                    yield part
        else:
            yield from _pieces(
                child for child in node.iter_child_nodes() if not isinstance(child, nodes.Expr)
            )
