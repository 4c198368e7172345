"""Templates from text to code within bounds: what Jinja and Python fail at is told as a mistake.

Jinja's parser and everything that walks its trees call themselves level by level, and a template of
a stranger may have any number of levels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

Made = TypeVar("Made")

LARGEST = 1024 * 1024
"""Characters of a template; the largest that ships has 12,000."""

DEEPEST = 60
"""Levels of the syntax tree; of those that ship the deepest has 15."""

MOST_NODES = 100_000
"""Nodes of the syntax tree; a template of a megabyte may have half a million."""


_MARKUP = "it would make markup of text; write the markup itself into the template"
_LINES = re.compile(r"debug_info = '([\d=&]*)'")


class UnsafeTemplateError(TemplateSyntaxError):
    """Something that Jinja knows and templates of briefs may not use."""


def syntax_code(error: TemplateSyntaxError) -> str:
    """The code of the problem that a template cannot be read."""
    return "template-unsafe" if isinstance(error, UnsafeTemplateError) else "template-syntax"


def parse(
    environment: Environment, source: str, name: str | None, filename: str | None
) -> nodes.Template:
    """The syntax tree of a template that is not too large.

    Raises:
        TemplateSyntaxError: it is, or it breaks the rules of Jinja; with its line.
    """
    if len(source) > LARGEST:
        message = f"a template has at most {LARGEST:,} characters, this one has {len(source):,}"
        raise TemplateSyntaxError(message, 1, name, filename)
    parser = Parser(environment, source, name, filename)
    try:
        tree = parser.parse()
    except RecursionError:
        raise _too_deep(parser.stream.current.lineno, name, filename) from None
    except (ValueError, OverflowError) as error:  # a number of more digits than Python reads
        message = f"a number cannot be read: {str(error).partition(';')[0]}"
        raise TemplateSyntaxError(message, parser.stream.current.lineno, name, filename) from None
    _measure(tree, name, filename)
    return tree


def _measure(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    ahead: list[tuple[nodes.Node, int]] = [(tree, 1)]
    found = 0
    while ahead:
        node, level = ahead.pop()
        found += 1
        if level > DEEPEST:
            raise _too_deep(node.lineno, name, filename)
        if found > MOST_NODES:
            message = f"a template has at most {MOST_NODES:,} tags, names and pieces of text"
            raise TemplateSyntaxError(message, node.lineno, name, filename)
        word = _around_escaping(node)
        if word is not None:
            message = f"`{word}` may not be used: {_MARKUP}"
            raise UnsafeTemplateError(message, node.lineno, name, filename)
        ahead += [(child, level + 1) for child in node.iter_child_nodes()]


def _around_escaping(node: nodes.Node) -> str | None:
    """The word by which a template would print text without escaping it."""
    if isinstance(node, nodes.Filter) and node.name == "safe":
        return "safe"
    return "autoescape" if isinstance(node, nodes.EvalContextModifier) else None


def _too_deep(line: int, name: str | None, filename: str | None) -> TemplateSyntaxError:
    message = f"blocks or brackets stand inside one another more than {DEEPEST} levels deep"
    return TemplateSyntaxError(message, line, name, filename)


def code_of(
    make: Callable[[], Made], name: str | None, filename: str | None, program: str = ""
) -> Made:
    """What `make` gives, a step from a syntax tree to code; `program` is what it is made from.

    Raises:
        TemplateSyntaxError: Python cannot: too many loops in one another, a number too long.
    """
    try:
        return make()
    except TemplateSyntaxError:
        raise
    except (RecursionError, SyntaxError, ValueError, ArithmeticError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else str(error)
        message = f"it cannot be carried out: {why.partition(';')[0]}"
        line = _template_line(program, getattr(error, "lineno", None))
        raise TemplateSyntaxError(message, line, name, filename) from None


def _template_line(program: str, line: int | None) -> int:
    """The line of the template that a line of its program was made from, as far as that is told."""
    told = _LINES.search(program)
    if told is None or not told[1] or line is None:
        return 1
    pairs = [pair.split("=") for pair in told[1].split("&")]
    before = [(int(own), int(template)) for template, own in pairs if int(own) <= line]
    return max(before)[1] if before else 1
