"""Which templates a report prints, through all that its own names; and those that nothing uses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from jinja2 import nodes

Tree = Callable[[str], nodes.Template | None]
Named = Callable[[str, str], str]
"""(name, by) -> the name under which a template finds what it names."""

Names = str | re.Pattern[str] | None
"""A name; all that could be meant; None for what may be any."""


def unused(
    names: Sequence[str],
    roots: Iterable[str],
    sections: Iterable[str],
    find: Tree,
    named: Named,
) -> tuple[str, ...]:
    """Those of the names that are not reached from the roots; none where that cannot be told.

    The arguments are those of `reached`.
    """
    used = reached(names, roots, sections, find, named)
    return tuple(name for name in names if used is not None and name not in used)


def reached(
    names: Sequence[str],
    roots: Iterable[str],
    sections: Iterable[str],
    find: Tree,
    named: Named,
) -> set[str] | None:
    """The templates that are reached from the roots; None where it may be any.

    Args:
        names: Of templates.
        roots: Those that are printed by themselves, or take the place of one that ships.
        sections: What `brief.sections` holds in any of the reports.
        find: The tree of a template by its name.
        named: The name, from the level on which it is found, of what a template names.
    """
    printed = tuple(dict.fromkeys(sections))
    used: set[str] = set()
    ahead = list(roots)
    while ahead:
        name = ahead.pop()
        if name in used:
            continue
        used.add(name)
        tree = find(name)
        for meant in _walk(tree, {}, printed) if tree is not None else ():
            if meant is None:
                return None
            if isinstance(meant, str):
                ahead.append(named(meant, name))
            else:
                ahead += [other for other in names if meant.fullmatch(other)]
    return used


def _walk(
    node: nodes.Node, known: Mapping[str, Sequence[str]], sections: Sequence[str]
) -> Iterator[Names]:
    """What a template extends, includes and imports; `known` are names that loops give."""
    if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
        yield from _meant(node.template, known)
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        known = {key: held for key, held in known.items() if key != node.target.name}
        if _is_sections(node.iter):
            known = {**known, node.target.name: sections}
    for child in node.iter_child_nodes():
        yield from _walk(child, known, sections)


def _is_sections(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Getattr)
        and node.attr == "sections"
        and isinstance(node.node, nodes.Name)
        and node.node.name == "brief"
    )


def _meant(node: nodes.Expr, known: Mapping[str, Sequence[str]]) -> Iterator[Names]:
    if isinstance(node, nodes.Const):
        values = node.value if isinstance(node.value, list | tuple) else [node.value]
        yield from (value if isinstance(value, str) else None for value in values)
    elif isinstance(node, nodes.List | nodes.Tuple):
        for item in node.items:
            yield from _meant(item, known)
    elif isinstance(node, nodes.CondExpr):
        yield from _meant(node.expr1, known)
        if node.expr2 is not None:
            yield from _meant(node.expr2, known)
    elif isinstance(node, nodes.Concat):
        yield from _joined(node.nodes, known)
    else:
        yield None


def _joined(parts: Sequence[nodes.Expr], known: Mapping[str, Sequence[str]]) -> Iterator[Names]:
    """What `"sections/" ~ section ~ ".html.j2"` can be: known names, else whatever fits."""
    pieces = [
        (str(part.value),)
        if isinstance(part, nodes.Const)
        else known.get(part.name)
        if isinstance(part, nodes.Name)
        else None
        for part in parts
    ]
    sure = [piece for piece in pieces if piece is not None]
    if len(sure) == len(pieces):
        yield from ("".join(words) for words in itertools.product(*sure))
    else:
        fits = (".*" if piece is None else "|".join(map(re.escape, piece)) for piece in pieces)
        yield re.compile("".join(f"(?:{fit})" for fit in fits))
